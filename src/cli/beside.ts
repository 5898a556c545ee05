// Beside: what the commands about readers find around them: the server, if one runs, its edition, and its accounts.
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { faultLine } from '../core/fault.ts'
import { nearest } from '../core/nearest.ts'
import type { Plan } from '../core/publication.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { Store } from '../core/store.ts'
import { accountsFile } from '../store/accounts/place.ts'
import { openAccountStore } from '../store/accounts/store.ts'
import { readServing, type ServingNote } from '../store/serving.ts'
import { refuse, type Terminal } from './command.ts'
import { DATA_OPTION, dataDirOf, dataUsage } from './data-option.ts'

export const BESIDE_OPTIONS = { ...DATA_OPTION, edition: { type: 'string' } } as const

export const BESIDE_USAGE = `  --edition DIR   the edition's folder; when left out, the one that is being served
${dataUsage(18)}`

export interface Beside {
  readonly dataDir: string
  readonly serving: ServingNote | undefined
  /** Fails `unreadable` when no edition is known, or its configuration has faults. */
  readonly config: Result<Config, 'unreadable'>
  /** The publication's, as far as it is known; else this machine's. */
  readonly timeZone: string
}

export async function lookAround(
  values: { readonly data?: string | undefined; readonly edition?: string | undefined },
  terminal: Terminal,
): Promise<Beside> {
  const dataDir = dataDirOf(values.data, terminal)
  const serving = await readServing(dataDir)
  const edition =
    values.edition === undefined ? serving?.edition : resolve(terminal.folder, values.edition)
  const config = await configOf(edition, dataDir, terminal)
  const timeZone = config.ok
    ? config.value.site.publication.timeZone
    : new Intl.DateTimeFormat().resolvedOptions().timeZone
  return { dataDir, serving, config, timeZone }
}

async function configOf(
  edition: string | undefined,
  dataDir: string,
  { env }: Terminal,
): Promise<Result<Config, 'unreadable'>> {
  if (edition === undefined)
    return failed(
      'unreadable',
      `No server is running on ${dataDir}: name the folder with --edition.`,
    )
  const config = await loadConfig(edition, env)
  return config.ok
    ? ok(config.value)
    : failed('unreadable', config.faults.map(faultLine).join('\n'))
}

/** A call may wait for a batch of another command; nobody waits for a page here. */
const CALL_MS = 60_000

/** Opens the accounts, also while a server uses them, and closes them after `then`, which gives the exit code. */
export async function withAccounts(
  { dataDir }: Pick<Beside, 'dataDir'>,
  terminal: Terminal,
  then: (store: Store) => Promise<number>,
): Promise<number> {
  if (!existsSync(accountsFile(dataDir)))
    return refuse(
      `There are no accounts in ${dataDir}: the first start makes them, and --data names another folder.`,
      terminal,
    )
  const opened = await openAccountStore(dataDir, { report: terminal.err, callMs: CALL_MS })
  if (!opened.ok) return refuse(opened.detail, terminal)
  try {
    return await then(opened.value)
  } finally {
    await opened.value.close()
  }
}

/** A plan by its id or name, in whatever case. Fails `unknown` with the end of a sentence about what was written. */
export function planCalled(written: string, plans: readonly Plan[]): Result<Plan, 'unknown'> {
  const wanted = written.toLowerCase()
  const plan = plans.find(({ id, name }) => [id, name.toLowerCase()].includes(wanted))
  if (plan !== undefined) return ok(plan)
  const ids = plans.map(({ id }) => id)
  const meant = nearest(written, ids)
  if (plans.length === 0) return failed('unknown', 'the publication has no plans')
  return failed(
    'unknown',
    meant === undefined ? `there are ${ids.join(', ')}` : `did you mean ${meant}?`,
  )
}

/** Who gives the command, for the audit log. */
export function operator(): string {
  try {
    return userInfo().username
  } catch {
    // In a container the account may have a number and no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
