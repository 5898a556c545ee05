// Reader acts: what support changes for a reader. The audit log has each of them before it is done, so that none is
// done without it.
import type { Account } from '../core/account.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { Store } from '../core/store.ts'
import { PASS_MS } from '../http/renewal.ts'
import { type Beside, operator, planCalled } from './beside.ts'
import { refuse, type Terminal } from './command.ts'
import { paidUntil } from './paid-until.ts'
import { endInWords, untilOf } from './until.ts'

/** What was written behind the act. */
export interface Wish {
  readonly plan?: string | undefined
  readonly until?: string | undefined
  readonly imported?: boolean | undefined
  readonly on?: boolean | undefined
  readonly off?: boolean | undefined
}

export interface Helping {
  readonly store: Store
  readonly account: Account
  readonly beside: Beside
  readonly terminal: Terminal
  /** Epoch milliseconds. */
  readonly now: number
}

/** What is done for a reader; gives the exit code. */
export type Deed = (helping: Helping) => Promise<number>

const PASS_MINUTES = PASS_MS / 60_000

export function grant(wish: Wish, beside: Beside, now: number): Result<Deed, 'usage'> {
  const plan = planOf(wish.plan, beside)
  if (!plan.ok) return plan
  const { timeZone } = beside
  if (wish.until === undefined)
    return failed('usage', 'Say until when: --until 2026-12-31, --until 30d.')
  const until = paidUntil(timeZone)(wish.until) ?? untilOf(wish.until, now, timeZone)
  if (until === undefined)
    return failed('usage', `--until ${wish.until} is no time: write 2026-12-31 or 30d.`)
  const end = endInWords(until, timeZone)
  if (until <= now) return failed('usage', `--until ${wish.until} is over: ${end}.`)
  return ok(async ({ store, account, terminal }) => {
    const { reader } = account
    const noted = await note('grant', `${plan.value} until ${end}`, { store, account, now })
    if (!noted.ok) return refuse(`Nothing was done: ${noted.detail}`, terminal)
    const granted = await store.grant(reader, { plan: plan.value, until, source: 'support' }, now)
    if (!granted.ok) return refuse(`Nothing was opened: ${granted.detail}`, terminal)
    terminal.out(`${plan.value} is open to ${account.address} until ${end}.`)
    return 0
  })
}

export function revoke(wish: Wish, beside: Beside, now: number): Result<Deed, 'usage'> {
  const plan = wish.plan === undefined ? ok(undefined) : planOf(wish.plan, beside)
  if (!plan.ok) return plan
  const which = plan.value ?? 'all plans'
  const sources = wish.imported ? ['support', 'import'] : ['support']
  return ok(async ({ store, account, terminal }) => {
    const detail = `${which} from ${sources.join(' and ')}`
    const noted = await note('revoke', detail, { store, account, now })
    if (!noted.ok) return refuse(`Nothing was done: ${noted.detail}`, terminal)
    let count = 0
    for (const source of sources) {
      const ended = await store.revoke(account.reader, plan.value, source)
      if (!ended.ok) return refuse(`${count} ended, then no more: ${ended.detail}`, terminal)
      count += ended.value
    }
    terminal.out(
      count === 0
        ? `Nothing was open to ${account.address} of ${detail}.`
        : `${count === 1 ? '1 grant' : `${count} grants`} of ${account.address} ended; passes that are out end within ${PASS_MINUTES} minutes.`,
    )
    const left = await store.entitlements(account.reader)
    const others = left.ok ? left.value.filter(({ until }) => now < until) : []
    for (const { plan, source } of others) terminal.out(`Still open: ${plan} (${source})`)
    return 0
  })
}

export async function logOut({ store, account, terminal, now }: Helping): Promise<number> {
  const noted = await note('log-out', 'all sessions and passkeys', { store, account, now })
  if (!noted.ok) return refuse(`Nothing was done: ${noted.detail}`, terminal)
  const feed = await store.feedOf(account.reader)
  const ended = await store.shutOut(account.reader, now)
  if (!ended.ok) return refuse(`No session was ended: ${ended.detail}`, terminal)
  const { sessions: count, passkeys } = ended.value
  const sessions = count === 1 ? '1 session' : `${count} sessions`
  terminal.out(
    `${sessions} of ${account.address} ended; passes that are out end within ${PASS_MINUTES} minutes.`,
  )
  if (passkeys > 0)
    terminal.out(passkeys === 1 ? '1 passkey was removed.' : `${passkeys} passkeys were removed.`)
  if (feed.ok && feed.value !== undefined) terminal.out('Their private feed ended too.')
  return 0
}

export function staff({ on, off }: Wish): Result<Deed, 'usage'> {
  if (on === off) return failed('usage', 'Say which: --on or --off.')
  const isStaff = on === true
  return ok(async ({ store, account, terminal, now }) => {
    const noted = await note('staff', isStaff ? 'on' : 'off', { store, account, now })
    if (!noted.ok) return refuse(`Nothing was done: ${noted.detail}`, terminal)
    const set = await store.setStaff(account.reader, isStaff)
    if (!set.ok) return refuse(`Nothing was changed: ${set.detail}`, terminal)
    terminal.out(
      isStaff
        ? `${account.address} is of the staff and reads everything.`
        : `${account.address} is not of the staff; passes that are out end within ${PASS_MINUTES} minutes.`,
    )
    return 0
  })
}

/** Writes an act into the audit log. `detail` holds nothing that says who the reader is. */
export function note(
  act: string,
  detail: string,
  { store, account, now }: Pick<Helping, 'store' | 'account' | 'now'>,
): ReturnType<Store['audit']> {
  return store.audit({ at: now, by: operator(), act, reader: account.reader, detail })
}

/** The id of the plan that is meant: the only one where none is named. */
function planOf(written: string | undefined, { config }: Beside): Result<string, 'usage'> {
  if (!config.ok) return failed('usage', config.detail)
  const { plans } = config.value.site
  const [only, another] = plans
  if (written !== undefined) {
    const plan = planCalled(written, plans)
    return plan.ok
      ? ok(plan.value.id)
      : failed('usage', `There is no plan ${written}: ${plan.detail}.`.replace('?.', '?'))
  }
  if (only === undefined) return failed('usage', 'The publication has no plans.')
  if (another === undefined) return ok(only.id)
  return failed('usage', `Say which plan: --plan ${plans.map(({ id }) => id).join(', --plan ')}.`)
}
