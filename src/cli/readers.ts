// standfirst readers import: payers of another system are brought along, first as a trial and then in earnest.
import { resolve } from 'node:path'
import { ok, type Result } from '../core/result.ts'
import type { Imported, Payer, Store } from '../core/store.ts'
import {
  BESIDE_OPTIONS,
  BESIDE_USAGE,
  type Beside,
  lookAround,
  operator,
  withAccounts,
} from './beside.ts'
import { type Command, countOf, readArguments, refuse, type Terminal } from './command.ts'
import { FileFault, rowsOf } from './payer-file.ts'
import { type Sorted, sortRows } from './payer-rows.ts'

export const readers: Command = {
  usage: `standfirst readers import FILE.csv [--apply] [--edition DIR] [--data DIR]

Reads who has paid, until when and for which plan, and says what would be done; does it with
--apply. Whoever is in the file then logs in with their address and reads on. The same file may
come again: it changes nothing; a later day moves the end, an earlier one takes nothing away.

FILE.csv is UTF-8, with commas, semicolons or tabs. Its first row names the columns:
  address      also: email, e-mail address, mail
  plan         the id or name of a plan; also: product, subscription
  until        the last day that is paid, 2026-12-31 or 31.12.2026, or an instant, "2026-12-31 18:00";
               also: paid until, valid until, end date, expires
  external id  may be left out: what the other system knows the reader by; also: id, customer id.
               With it, who changes their address here or there keeps one account's plan.
  name         may be left out: support sees it
Other columns are left out. Rows that cannot be used are listed, and all others are done.

  --apply         does it
${BESIDE_USAGE}

Exit code 1 when a row was rejected. A server may run meanwhile.`,
  async run(args, terminal) {
    const read = readArguments(args, { ...BESIDE_OPTIONS, apply: { type: 'boolean' } }, 2)
    if (!read.ok) return refuse(read.detail, terminal)
    const { values, positionals } = read.value
    const [action, written] = positionals
    if (action !== 'import' || written === undefined)
      return refuse('Say what to do: standfirst readers import FILE.csv', terminal)
    const beside = await lookAround(values, terminal)
    const sorted = await sortFile(resolve(terminal.folder, written), beside)
    if (!sorted.ok) return refuse(sorted.detail, terminal)
    const apply = values.apply === true
    return withAccounts(beside, terminal, (store) =>
      importPayers(sorted.value, { store, apply, terminal }),
    )
  },
}

async function sortFile(
  file: string,
  { config, timeZone }: Beside,
): Promise<Result<Sorted, 'unreadable' | 'unusable'>> {
  if (!config.ok) return config
  const { plans } = config.value.site
  try {
    const sorted = await sortRows(rowsOf(file), { plans, timeZone, now: Date.now() })
    return sorted.ok ? sorted : { ...sorted, detail: `${file}: ${sorted.detail}.` }
  } catch (error) {
    if (error instanceof FileFault)
      return { ok: false, reason: 'unusable', detail: `${file}: ${error.message}.` }
    throw error
  }
}

interface Importing {
  readonly store: Store
  readonly apply: boolean
  readonly terminal: Terminal
}

/** So many in one transaction: some milliseconds, in which a server's own writes wait. */
const BATCH = 500

async function importPayers(sorted: Sorted, importing: Importing): Promise<number> {
  const { apply, terminal } = importing
  const brought = await bring(sorted.payers, importing)
  if (!brought.ok) return refuse(brought.detail, terminal)
  for (const line of reportOf(sorted, brought.value, apply)) terminal.out(line)
  for (const { row, why } of sorted.leftOut) terminal.out(`Row ${row} changes nothing: ${why}.`)
  for (const { row, why } of sorted.rejected)
    terminal.err(`Row ${row} is rejected: ${why}.`.replace('?.', '?'))
  if (!apply) terminal.out('Nothing was changed. Add --apply to do it.')
  return sorted.rejected.length === 0 ? 0 : 1
}

interface Brought {
  readonly accounts: number
  readonly plans: ReadonlyMap<Imported['plan'], number>
}

async function bring(
  payers: readonly Payer[],
  { store, apply }: Importing,
): Promise<Result<Brought, 'unavailable'>> {
  const now = Date.now()
  if (apply) {
    const detail = `${payers.length} payers of a file`
    const entry = { at: now, by: operator(), act: 'import', reader: undefined, detail }
    const noted = await store.audit(entry)
    if (!noted.ok) return { ...noted, detail: `Nothing was done: ${noted.detail}` }
  }
  /** One with two plans stands in two rows, and gets one account. */
  const made = new Set<string>()
  const plans = new Map<Imported['plan'], number>()
  for (let from = 0; from < payers.length; from += BATCH) {
    const batch = payers.slice(from, from + BATCH)
    const imported = await store.importPayers(batch, apply, now)
    if (!imported.ok)
      return {
        ...imported,
        detail: `${from} of ${payers.length} were done; then: ${imported.detail}. Run it again.`,
      }
    for (const [index, { account, plan }] of imported.value.entries()) {
      const address = batch[index]?.address
      if (account === 'new' && address !== undefined) made.add(address)
      plans.set(plan, (plans.get(plan) ?? 0) + 1)
    }
  }
  return ok({ accounts: made.size, plans })
}

function reportOf(sorted: Sorted, { accounts, plans }: Brought, apply: boolean): readonly string[] {
  const { rows, rejected, leftOut, columnsLeftOut } = sorted
  const plan = (kind: Imported['plan']) => plans.get(kind) ?? 0
  const facts: readonly (readonly [number, string, string])[] = [
    [rows, 'row', ''],
    [accounts, 'account', apply ? ' made' : ' would be made'],
    [plan('opened'), 'plan', apply ? ' opened' : ' would open'],
    [plan('extended'), 'plan', apply ? ' extended' : ' would be extended'],
    [plan('moved'), 'plan', `${apply ? ' moved' : ' would move'} to another address`],
    [plan('kept'), 'plan', ' open as long already'],
    [leftOut.length, 'row', ' without effect'],
    [rejected.length, 'row', ' rejected'],
  ]
  const width = String(rows).length
  const said = facts
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, what, rest]) => {
      const [number = '', ...noun] = countOf(count, what).split(' ')
      return `${number.padStart(width)}  ${noun.join(' ')}${rest}`
    })
  if (columnsLeftOut.length > 0)
    said.push(`Columns that are not read: ${columnsLeftOut.join(', ')}`)
  return said
}
