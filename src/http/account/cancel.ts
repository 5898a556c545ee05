// Cancel: one page and one button, logged in or by a mailed link; what is paid for stays open. And its way back.
import type { Address } from '../../core/account.ts'
import type { Subscription } from '../../core/subscription.ts'
import {
  cancelAskPage,
  canceledPage,
  cancelOnePage,
  cancelWhichPage,
} from '../../pages/account/cancel-pages.ts'
import { donePage } from '../../pages/account/change-pages.ts'
import { wornPage } from '../../pages/account/log-in-pages.ts'
import type { Reply } from '../reply.ts'
import { hashOf, newSecret } from '../session.ts'
import { linkAddress, unusedCode } from './change-address.ts'
import {
  ADDRESS_MINUTES,
  GOOD_FOR,
  type LogInLimits,
  MOST_PER_ADDRESS_AND_HOUR,
  mayAsk,
  RATE_MINUTES,
  unavailable,
} from './log-in.ts'
import type { Owner } from './own.ts'
import { type AccountParts, onward, page, retryAfter } from './parts.ts'
import { renewing, setRenewal, stopRenewals } from './renewals.ts'

const HOUR = 3_600_000
/** A confirmation is worth sending for so long. */
const NOTICE_FOR = 7 * 86_400_000

/** What a logged-in reader can cancel; the one that is asked for, or the only one, with its button. */
export async function showCancel(
  owner: Owner,
  query: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const all = await parts.store.subscriptionsOf(owner.reader)
  if (!all.ok) return unavailable(parts, undefined)
  const candidates = renewing(all.value, owner.now)
  const id = query.get('id')
  const one = candidates.length === 1 ? candidates[0] : candidates.find((each) => each.id === id)
  if (one !== undefined) return page(parts, cancelOnePage(parts.frame, one, owner.now))
  return page(parts, cancelWhichPage(parts.frame, candidates, owner.now))
}

/** The button was pressed. */
export async function takeCancelOne(
  owner: Owner,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const { store, frame } = parts
  const [account, all] = await Promise.all([
    store.account(owner.reader),
    store.subscriptionsOf(owner.reader),
  ])
  if (!account.ok || !all.ok) return unavailable(parts, undefined)
  const one = renewing(all.value, owner.now).find(({ id }) => id === form.get('id'))
  if (one === undefined) return onward(frame.site.paths.account)
  const stopped = await setRenewal(one, false, parts)
  if (!stopped.ok) return unavailable(parts, undefined)
  const canceled = await store.cancel(owner.reader, one.id, owner.now)
  if (!canceled.ok) return unavailable(parts, undefined)
  await sayCanceled([canceled.value], account.value.address, owner.now, parts)
  return onward(`${frame.site.paths.account}?said=canceled`)
}

export async function takeResume(
  owner: Owner,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const { store, frame } = parts
  const all = await store.subscriptionsOf(owner.reader)
  if (!all.ok) return unavailable(parts, undefined)
  const one = all.value.find(({ id }) => id === form.get('id'))
  if (one === undefined) return onward(frame.site.paths.account)
  const resumed = await store.resume(owner.reader, one.id, owner.now)
  if (!resumed.ok)
    return resumed.reason === 'unknown'
      ? onward(frame.site.paths.account)
      : unavailable(parts, undefined)
  const started = await setRenewal(one, true, parts)
  if (!started.ok) return unavailable(parts, undefined)
  return onward(`${frame.site.paths.account}?said=resumed`)
}

/** Without logging in: mails a link, in the same words whether the address has a subscription or not. */
export async function askToCancel(
  form: URLSearchParams,
  network: string | undefined,
  limits: LogInLimits,
  parts: AccountParts,
): Promise<Reply> {
  const { frame, store } = parts
  const now = parts.now()
  const written = form.get('address')?.trim() ?? ''
  const again = (what: 'missing' | 'malformed') =>
    page(parts, cancelAskPage(frame, { address: written, error: { field: 'address', what } }), 422)
  const limited = (retryMinutes: number) => {
    const error = { field: 'address', what: 'limited' } as const
    const html = cancelAskPage(frame, { address: written, error, retryMinutes })
    return page(parts, html, 429, retryAfter(retryMinutes))
  }
  if (written === '') return again('missing')
  const address = parts.parseAddress(written)
  if (!address.ok) return again('malformed')
  if (!(await mayAsk(limits, network, now))) return limited(RATE_MINUTES)
  const link = newSecret()
  const expires = now + GOOD_FOR
  const kept = await store.challenge(
    {
      ...unusedCode(),
      id: link.hash.slice(0, 22),
      address: address.value,
      purpose: 'cancel',
      linkHash: link.hash,
      returnTo: undefined,
      expires,
      reader: undefined,
    },
    parts.letters.cancel({
      key: `cancel ${link.hash}`,
      to: address.value,
      link: linkAddress(link, parts),
      expires,
    }),
    MOST_PER_ADDRESS_AND_HOUR,
    now,
  )
  if (!kept.ok)
    return kept.reason === 'limited' ? limited(ADDRESS_MINUTES) : unavailable(parts, undefined)
  parts.wake()
  return page(parts, donePage(frame, { kind: 'cancel-asked', address: address.value }))
}

/** The link was confirmed: cancels all that renews. */
export async function takeCancel(
  secret: string,
  address: Address,
  now: number,
  parts: AccountParts,
): Promise<Reply> {
  const account = await parts.store.accountOf(address)
  if (!account.ok && account.reason === 'unavailable') return unavailable(parts, undefined)
  const stopped = account.ok ? await stopRenewals(account.value.reader, parts) : undefined
  if (stopped?.ok === false) return unavailable(parts, undefined)
  const confirmed = await parts.store.confirmCancel(hashOf(secret), now)
  if (!confirmed.ok)
    return confirmed.reason === 'worn'
      ? page(parts, wornPage(parts.frame, { kind: 'link' }), 422)
      : unavailable(parts, undefined)
  await sayCanceled(confirmed.value.canceled, address, now, parts)
  return page(parts, canceledPage(parts.frame, confirmed.value.canceled))
}

/**
 * It is canceled whether its mail can be queued or not: the page says so too. Who cancels, resumes and cancels again is
 * told once an hour, so that nobody fills the queue in which others' codes wait.
 */
async function sayCanceled(
  canceled: readonly Subscription[],
  to: Address,
  now: number,
  parts: AccountParts,
): Promise<void> {
  for (const { id, reader, terms, until } of canceled) {
    const mail = parts.letters.canceled({
      key: `canceled ${id} ${Math.floor(now / HOUR)}`,
      to,
      until: now + NOTICE_FOR,
      plan: terms.planName,
      lastDay: parts.dateOf(until - 1),
    })
    await parts.store.queueMail(mail, reader, now)
  }
  parts.wake()
}
