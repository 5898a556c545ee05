// Reader show: what is known of one reader, for whoever helps them.
import type { Account } from '../core/account.ts'
import { stateOf } from '../core/subscription.ts'
import { refuse } from './command.ts'
import type { Helping } from './reader-acts.ts'
import { endInWords, instantInWords } from './until.ts'

const MOST_ACTS = 10

export async function show(helping: Helping): Promise<number> {
  const { store, account, terminal, now } = helping
  const { timeZone } = helping.beside
  const { reader } = account
  const [facts, plans, sold, sessions, passkeys, feed, acts] = await Promise.all([
    store.payerRecords(reader),
    store.entitlements(reader),
    store.subscriptionsOf(reader),
    store.sessions(reader),
    store.passkeysOf(reader),
    store.feedOf(reader),
    store.auditOf(reader),
  ])
  if (!facts.ok) return refuse(facts.detail, terminal)
  if (!plans.ok) return refuse(plans.detail, terminal)
  if (!sold.ok) return refuse(sold.detail, terminal)
  if (!sessions.ok) return refuse(sessions.detail, terminal)
  if (!passkeys.ok) return refuse(passkeys.detail, terminal)
  if (!feed.ok) return refuse(feed.detail, terminal)
  if (!acts.ok) return refuse(acts.detail, terminal)
  const at = (instant: number) => instantInWords(instant, timeZone)
  const end = (instant: number) => `until ${endInWords(instant, timeZone)}`
  const lines = [
    ...accountLines(account, at),
    ...facts.value.map(({ externalId, name }) =>
      line('Brought along', [externalId && `external id ${externalId}`, name]),
    ),
    ...plans.value.map(({ plan, until, source }) =>
      line(now < until ? 'Open' : 'Was open', [plan, end(until), `from ${source}`]),
    ),
    ...sold.value.map((one) =>
      line('Subscription', [one.terms.planName, stateOf(one, now), end(one.until)]),
    ),
    ...sessions.value.map(({ device, lastUsed }) =>
      line('Logged in', [device, `last used ${at(lastUsed)}`]),
    ),
    ...passkeys.value.map(({ device, created, lastUsed }) =>
      line('Passkey', [
        device,
        `since ${at(created)}`,
        lastUsed === undefined ? 'never used' : `last used ${at(lastUsed)}`,
      ]),
    ),
    ...(feed.value === undefined ? [] : [line('Private feed', [`since ${at(feed.value.made)}`])]),
    ...acts.value
      .slice(-MOST_ACTS)
      .map(({ at: done, by, act, detail }) => line('Support', [at(done), by, act, detail])),
  ]
  for (const one of lines) terminal.out(one)
  return 0
}

function accountLines(
  { address, reader, created }: Account,
  at: (instant: number) => string,
): readonly string[] {
  return [line('Reader', [address]), line('Account', [reader, `since ${at(created)}`])]
}

function line(what: string, facts: readonly (string | undefined)[]): string {
  const said = facts.filter((fact) => fact !== undefined && fact !== '')
  return `${what.padEnd(14)}${said.join(', ')}`
}
