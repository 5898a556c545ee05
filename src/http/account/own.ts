// Own: what a logged-in reader sees and does: what is open and until when, devices, their data, the end of it all.
import { type ReaderId, type SecretHash, sessionIdOf } from '../../core/account.ts'
import { readingOf } from '../../core/meter.ts'
import { isSignedIn } from '../../core/reader.ts'
import { accountPage } from '../../pages/account/account-page.ts'
import { deletePage, donePage } from '../../pages/account/change-pages.ts'
import { clearCookie } from '../cookies.ts'
import type { Identity } from '../identify.ts'
import { patient } from '../renewal.ts'
import type { Reply } from '../reply.ts'
import { newSecret } from '../session.ts'
import { settle } from '../settle.ts'
import { endSessionByHash, unavailable } from './log-in.ts'
import { type AccountParts, onward, page } from './parts.ts'
import { notOver, stopRenewals } from './renewals.ts'

/** The notice that an account was deleted is worth sending for a day. */
const NOTICE_FOR = 86_400_000

export interface Owner {
  readonly reader: ReaderId
  readonly session: SecretHash
  readonly identity: Identity
  readonly now: number
}

/**
 * Runs `then` for the reader whose session is good at this moment. For everybody else `otherwise` answers, with the
 * cookies that end a session which was over; left out, it leads to log in.
 */
export async function asOwner(
  request: Request,
  parts: AccountParts,
  then: (owner: Owner) => Promise<Reply>,
  otherwise: (cookies: readonly string[]) => Reply = (cookies) =>
    toLogIn(parts.frame.site.paths.account, parts, cookies),
): Promise<Reply> {
  const now = parts.now()
  const asked = parts.identify(request.headers.get('cookie') ?? undefined, now)
  if (asked.session === undefined) return otherwise([])
  // What is done to an account is done on the word of the store, never of a pass alone.
  const standing = await patient(parts.settling.renew)(asked.session, now)
  if (standing.kind === 'unavailable') return unavailable(parts, undefined)
  const { identity, cookies } = await settle(asked, now, {
    ...parts.settling,
    renew: () => Promise.resolve(standing),
  })
  if (!isSignedIn(identity.reader) || identity.reader.kind === 'anonymous')
    return otherwise(cookies)
  const { id } = identity.reader
  const reply = await then({ reader: id, session: asked.session, identity, now })
  const set = cookies.flatMap((cookie) => ['Set-Cookie', cookie])
  const setsOwn = reply.headers.includes('Set-Cookie')
  return setsOwn ? reply : { ...reply, headers: [...reply.headers, ...set] }
}

/** To log in first, and back to `returnTo` from there. */
export function toLogIn(returnTo: string, parts: AccountParts, cookies: readonly string[]): Reply {
  const { account } = parts.frame.site.paths
  return onward(`${account}/log-in?return_to=${encodeURIComponent(returnTo)}`, cookies)
}

/** What I have, until when, on which devices. */
export async function showAccount(
  owner: Owner,
  said: string | null,
  parts: AccountParts,
): Promise<Reply> {
  const { frame, store } = parts
  const [account, entitlements, sessions, subscriptions, payments, passkeys, feed] =
    await Promise.all([
      store.account(owner.reader),
      store.entitlements(owner.reader),
      store.sessions(owner.reader),
      store.subscriptionsOf(owner.reader),
      store.paymentsOf(owner.reader),
      store.passkeysOf(owner.reader),
      store.feedOf(owner.reader),
    ])
  if (!account.ok || !entitlements.ok || !sessions.ok || !subscriptions.ok)
    return unavailable(parts, undefined)
  if (!payments.ok || !passkeys.ok || !feed.ok) return unavailable(parts, undefined)
  const count = passkeys.value.length
  const current = sessionIdOf(owner.session)
  return page(
    parts,
    accountPage(frame, {
      address: account.value.address,
      entitlements: entitlements.value
        .filter(({ until }) => owner.now < until)
        .map((one) => ({ ...one, plan: planName(one.plan, parts) })),
      subscriptions: notOver(subscriptions.value, owner.now),
      payments: payments.value,
      now: owner.now,
      sessions: sessions.value.map((one) => ({ ...one, current: one.id === current })),
      passkeys: parts.passkeys === undefined && count === 0 ? undefined : count,
      feedMade: feed.value?.made,
      readsLeft: readsLeft(owner, parts),
      said: isNews(said, frame.words.accounts.own.news) ? said : undefined,
    }),
  )
}

/** Whether a page says this when it is led to with it. */
export function isNews<News extends string>(
  said: string | null,
  known: Readonly<Record<News, string>>,
): said is News {
  return said !== null && Object.hasOwn(known, said)
}

/**
 * Ends this session, and what the browser kept of pages. While the store cannot be told, this browser is let go all the
 * same: whoever leaves a machine that is not theirs cannot come back for it.
 */
export async function logOut(request: Request, parts: AccountParts): Promise<Reply> {
  const now = parts.now()
  const { session } = parts.identify(request.headers.get('cookie') ?? undefined, now)
  if (session === undefined) return toLogIn(parts.frame.site.paths.account, parts, [])
  const gone = farewell(parts)
  const ended = await endSessionByHash(session, now, parts)
  if (ended.ok) return page(parts, donePage(parts.frame, { kind: 'logged-out' }), 200, gone)
  parts.settling.ended.noteSession(sessionIdOf(session))
  const reply = unavailable(parts, undefined)
  return { ...reply, headers: [...reply.headers, ...gone] }
}

export async function endSession(
  owner: Owner,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const id = form.get('id') ?? ''
  const own = await parts.store.sessions(owner.reader)
  if (!own.ok) return unavailable(parts, undefined)
  const ended = await parts.store.endSession(owner.reader, id, owner.now)
  if (!ended.ok) return unavailable(parts, undefined)
  // An invented one takes no place in a memory that has an end.
  if (own.value.some((one) => one.id === id)) parts.settling.ended.noteSession(id)
  return onward(parts.frame.site.paths.account)
}

/** Ends every session, this one too, and the private feed. */
export async function endAllSessions(owner: Owner, parts: AccountParts): Promise<Reply> {
  const ended = await parts.store.endSessions(owner.reader, undefined, owner.now)
  if (!ended.ok) return unavailable(parts, undefined)
  parts.settling.ended.noteReader(owner.reader, parts.now())
  return page(parts, donePage(parts.frame, { kind: 'logged-out-everywhere' }), 200, farewell(parts))
}

/** Everything that is kept of the reader, as a file of JSON. */
export async function exportData(owner: Owner, parts: AccountParts): Promise<Reply> {
  const data = await parts.store.export(owner.reader)
  if (!data.ok) return unavailable(parts, undefined)
  const body = new TextEncoder().encode(`${JSON.stringify(data.value, undefined, 2)}\n`)
  const headers = [
    ...parts.headers,
    'Content-Type',
    'application/json; charset=utf-8',
    'Content-Disposition',
    'attachment; filename="account.json"',
    'Cache-Control',
    'no-store',
    'Content-Length',
    String(body.length),
  ]
  return { status: 200, headers, body }
}

export async function showDelete(owner: Owner, parts: AccountParts): Promise<Reply> {
  const account = await parts.store.account(owner.reader)
  if (!account.ok) return unavailable(parts, undefined)
  return page(parts, deletePage(parts.frame, { address: account.value.address }))
}

/** Erases the account when its address was typed as it is. */
export async function deleteAccount(
  owner: Owner,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const account = await parts.store.account(owner.reader)
  if (!account.ok)
    return account.reason === 'unknown' ? deleted(parts) : unavailable(parts, undefined)
  const { address } = account.value
  const typed = parts.parseAddress(form.get('address') ?? '')
  if (!typed.ok || typed.value !== address) {
    const what = form.get('address') ? 'wrong' : 'missing'
    return page(parts, deletePage(parts.frame, { address, error: { field: 'address', what } }), 422)
  }
  const stopped = await stopRenewals(owner.reader, parts)
  if (!stopped.ok) return unavailable(parts, undefined)
  const erased = await parts.store.erase(owner.reader, owner.now)
  if (erased.ok) parts.settling.ended.noteReader(owner.reader, parts.now())
  else return erased.reason === 'unknown' ? deleted(parts) : unavailable(parts, undefined)
  const until = owner.now + NOTICE_FOR
  const notice = parts.letters.deleted({ key: `deleted ${newSecret().hash}`, to: address, until })
  await parts.store.queueMail(notice, undefined, owner.now)
  parts.wake()
  return deleted(parts)
}

/** Also for the second of two presses of the button: the first has done it. */
function deleted(parts: AccountParts): Reply {
  return page(parts, donePage(parts.frame, { kind: 'deleted' }), 200, farewell(parts))
}

/** Ends the cookies that say who it was, and empties the browser's cache of what they opened. */
function farewell({ cookies, secure }: AccountParts): readonly string[] {
  const gone = [cookies.session, cookies.pass, cookies.challenge, cookies.link]
  const set = gone.flatMap((name) => ['Set-Cookie', clearCookie(name, secure)])
  return ['Clear-Site-Data', '"cache"', ...set]
}

function planName(id: string, { frame }: AccountParts): string {
  return frame.site.plans.find((plan) => plan.id === id)?.name ?? id
}

function readsLeft(owner: Owner, parts: AccountParts) {
  const { meter } = parts.frame.site.policy
  const period = parts.periodAt(owner.now)
  const { used, resets } = readingOf(owner.identity.meter, owner.reader, '', period)
  const left = Math.max(0, meter.registered - used)
  return { left, limit: meter.registered, resets: parts.dateOf(resets) }
}
