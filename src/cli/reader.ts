// standfirst reader: what support does for one reader. Each act is in the audit log before it is done.
import { ok, type Result } from '../core/result.ts'
import { parseReaderAddress } from '../node/accounts.ts'
import { newReaderId } from '../store/accounts/account-rows.ts'
import { BESIDE_OPTIONS, BESIDE_USAGE, type Beside, lookAround, withAccounts } from './beside.ts'
import { type Command, readArguments, refuse } from './command.ts'
import { type Deed, grant, logOut, revoke, staff, type Wish } from './reader-acts.ts'
import { show } from './reader-show.ts'
import { sendCode } from './send-code.ts'

const OPTIONS = {
  ...BESIDE_OPTIONS,
  plan: { type: 'string' },
  until: { type: 'string' },
  imported: { type: 'boolean' },
  on: { type: 'boolean' },
  off: { type: 'boolean' },
} as const

interface Act {
  /** What is to be done, out of what was written. Fails `usage` before anything is opened. */
  readonly prepare: (wish: Wish, beside: Beside, now: number) => Result<Deed, 'usage'>
  /** Whether it makes the account where there is none. */
  readonly makes: boolean
}

const ACTS: Readonly<Record<string, Act>> = {
  show: { prepare: () => ok(show), makes: false },
  grant: { prepare: grant, makes: true },
  revoke: { prepare: revoke, makes: false },
  'log-out': { prepare: () => ok(logOut), makes: false },
  'send-code': { prepare: () => ok(sendCode), makes: false },
  staff: { prepare: staff, makes: true },
}

export const reader: Command = {
  usage: `standfirst reader show ADDRESS
standfirst reader grant ADDRESS --until DATE [--plan P]
standfirst reader revoke ADDRESS [--plan P] [--imported]
standfirst reader log-out ADDRESS
standfirst reader send-code ADDRESS
standfirst reader staff ADDRESS --on|--off

show        account, what is open and why, subscriptions, devices, passkeys, private feed, acts of support
grant       opens a plan until a time; makes the account where there is none
revoke      ends what support granted, of one plan or of all
log-out     ends all sessions and the private feed, removes all passkeys; passes end within five minutes
send-code   sends a mail with a link that logs in, good for 15 minutes; nobody else sees it
staff       the staff read everything

  --plan P        id or name of a plan; may be left out of grant where there is only one
  --until DATE    2026-12-31 (to the end of that day), "2026-12-31 18:00", 30d
  --imported      ends what an import opened as well
${BESIDE_USAGE}

Each act is kept for two years with the name of who did it. A server may run meanwhile.`,
  async run(args, terminal) {
    const read = readArguments(args, OPTIONS, 2)
    if (!read.ok) return refuse(read.detail, terminal)
    const { values, positionals } = read.value
    const [name = '', written] = positionals
    const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined
    if (act === undefined) {
      const names = Object.keys(ACTS).join('|')
      return refuse(`Say what to do: standfirst reader ${names} ADDRESS`, terminal)
    }
    if (written === undefined)
      return refuse(`Say which reader: standfirst reader ${name} ADDRESS`, terminal)
    const address = parseReaderAddress(written)
    if (!address.ok) return refuse(`That is no mail address: ${address.detail}.`, terminal)
    const now = Date.now()
    const beside = await lookAround(values, terminal)
    const deed = act.prepare(values, beside, now)
    if (!deed.ok) return refuse(deed.detail, terminal)
    return withAccounts(beside, terminal, async (store) => {
      const account = act.makes
        ? await store.ensureAccount(address.value, newReaderId(), now)
        : await store.accountOf(address.value)
      if (!account.ok) return refuse(`${account.detail}.`, terminal)
      return deed.value({ store, account: account.value, beside, terminal, now })
    })
  },
}
