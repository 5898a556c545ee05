// Practice: the checkout at which no money moves. Its owner alone answers it; what they answer goes to the store as the
// event of a payment service would, also twice.
import type { Checkout, PaymentEvent } from '../../core/payments.ts'
import { practicePage, unknownCheckoutPage } from '../../pages/account/payment-pages.ts'
import { backHref, offerHref } from '../../pages/addresses.ts'
import { clearCookie, setCookie } from '../cookies.ts'
import { sealPass } from '../pass.ts'
import { patient } from '../renewal.ts'
import type { Reply } from '../reply.ts'
import { KEPT_SECONDS } from '../settle.ts'
import { unavailable } from './log-in.ts'
import type { Owner } from './own.ts'
import { type AccountParts, onward, page } from './parts.ts'
import { ownedOf, showOwned } from './subscribe.ts'

/** A checkout that waits longer is answered no more: prices change. */
const GOOD_FOR = 24 * 3_600_000
/** The article that a payment leads to says thank you; whatever is read later does not. */
const THANKS_SECONDS = 60

export async function showPractice(owner: Owner, id: string, parts: AccountParts): Promise<Reply> {
  const found = await ownCheckout(owner, id, parts)
  if (found.kind === 'reply') return found.reply
  const { checkout } = found
  if (checkout.outcome === 'paid' || checkout.outcome === 'superseded')
    return outcomeReply(owner, checkout, parts)
  return page(parts, practicePage(parts.frame, checkout))
}

/** Takes `accept`, `decline` or `twice`. */
export async function takePractice(
  owner: Owner,
  id: string,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const found = await ownCheckout(owner, id, parts)
  if (found.kind === 'reply') return found.reply
  const events = eventsOf(form.get('answer'), id)
  const settled = await Promise.all(
    events.map((event) => parts.store.settleCheckout(event, owner.now)),
  )
  const [one] = settled
  if (one === undefined) return page(parts, practicePage(parts.frame, found.checkout), 422)
  if (one.ok) return outcomeReply(owner, one.value, parts)
  return one.reason === 'unknown' ? unknown(parts) : unavailable(parts, found.checkout.returnTo)
}

/** An event has the same id each time the button is pressed, as a service repeats the ids of what it repeats. */
function eventsOf(answer: string | null, checkout: string): readonly PaymentEvent[] {
  const event = (kind: PaymentEvent['kind']) => ({
    id: `practice ${kind} ${checkout}`,
    checkout,
    kind,
  })
  switch (answer) {
    case 'accept':
      return [event('paid')]
    case 'twice':
      return [event('paid'), event('paid')]
    case 'decline':
      return [event('declined')]
    default:
      return []
  }
}

/** On to the article, or back to the offer, or to what the reader has already. */
async function outcomeReply(owner: Owner, checkout: Checkout, parts: AccountParts): Promise<Reply> {
  const { outcome, returnTo, terms } = checkout
  const { site } = parts.frame
  if (outcome === 'paid') {
    const back =
      returnTo === undefined ? `${site.paths.account}?said=subscribed` : backHref(site, returnTo)
    const { cookies, secure } = parts
    const thanks = setCookie(cookies.thanks, '1', THANKS_SECONDS, secure)
    return onward(back, [
      await freshPass(owner, parts),
      ...(returnTo === undefined ? [] : [thanks]),
    ])
  }
  if (outcome === 'superseded') {
    const all = await parts.store.subscriptionsOf(owner.reader)
    const owned = all.ok ? ownedOf(all.value, checkout, owner.now) : undefined
    if (owned !== undefined) return showOwned(owned, returnTo, owner.now, parts)
  }
  const offer = offerHref(site, terms.offer.id, returnTo)
  return onward(`${offer}${offer.includes('?') ? '&' : '?'}said=declined`)
}

/** The pass says at once what was paid for. Where it cannot be made now, none is left: the article asks for one then. */
async function freshPass({ session, now }: Owner, parts: AccountParts): Promise<string> {
  const { cookies, seals, secure, settling } = parts
  const renewed = await patient(settling.renew)(session, now)
  return renewed.kind === 'renewed'
    ? setCookie(cookies.pass, sealPass(renewed.pass, seals), KEPT_SECONDS, secure)
    : clearCookie(cookies.pass, secure)
}

type Found =
  | { readonly kind: 'own'; readonly checkout: Checkout }
  | { readonly kind: 'reply'; readonly reply: Reply }

async function ownCheckout(owner: Owner, id: string, parts: AccountParts): Promise<Found> {
  const found = await parts.store.checkout(id)
  if (!found.ok && found.reason === 'unavailable')
    return { kind: 'reply', reply: unavailable(parts, undefined) }
  if (!found.ok || found.value.reader !== owner.reader)
    return { kind: 'reply', reply: unknown(parts) }
  const { created, outcome } = found.value
  const isOver = outcome !== 'paid' && owner.now >= created + GOOD_FOR
  return isOver ? { kind: 'reply', reply: unknown(parts) } : { kind: 'own', checkout: found.value }
}

function unknown(parts: AccountParts): Reply {
  return page(parts, unknownCheckoutPage(parts.frame), 404)
}
