// Subscribe: choose an offer, read what it costs, agree to its renewal, and go on to whoever takes the money. Nothing is
// bought before that says so.
import {
  offerOf,
  renews,
  type Subscription,
  type Terms,
  termsAgain,
} from '../../core/subscription.ts'
import type { FieldError } from '../../pages/account/form.ts'
import {
  consentText,
  offerPage,
  ownedPage,
  plansPage,
  shownTerms,
} from '../../pages/account/subscribe-pages.ts'
import { offerHref, subscribeHref } from '../../pages/addresses.ts'
import type { OfferNews } from '../../pages/words/subscribing.ts'
import { patient } from '../renewal.ts'
import type { Reply } from '../reply.ts'
import { newSecret } from '../session.ts'
import { unavailable } from './log-in.ts'
import { type Owner, toLogIn } from './own.ts'
import { type AccountParts, onward, type PageStatus, page } from './parts.ts'
import { notOver } from './renewals.ts'
import { safeArticle } from './way-back.ts'

/** All plans, and what a reader who is logged in has of them. */
export async function showPlans(
  request: Request,
  query: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const { frame, payments, store } = parts
  const now = parts.now()
  const { session } = parts.identify(request.headers.get('cookie') ?? undefined, now)
  const known =
    session === undefined ? undefined : await patient(parts.settling.renew)(session, now)
  const all =
    known?.kind === 'renewed' ? await store.subscriptionsOf(known.pass.reader.id) : undefined
  const isGone = query.get('said') === 'gone'
  const html = plansPage(frame, {
    returnTo: safeArticle(query.get('return_to'), frame.site.paths),
    plan: query.get('plan') ?? undefined,
    signedIn: session !== undefined,
    owned: all?.ok ? notOver(all.value, now) : [],
    isOpen: payments !== undefined,
    isGone,
    now,
  })
  return page(parts, html)
}

interface Asked {
  readonly terms: Terms
  readonly plan: NonNullable<ReturnType<typeof offerOf>>['plan']
  readonly returnTo: string | undefined
}

/** What one offer costs, or what the reader has of it already. */
export async function showOffer(
  owner: Owner,
  id: string,
  query: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const asked = askedOf(id, query.get('return_to'), parts)
  if (asked === undefined) return toPlans(query.get('return_to'), parts)
  const said = query.get('said')
  const [all, granted] = await Promise.all([
    parts.store.subscriptionsOf(owner.reader),
    parts.store.entitlements(owner.reader),
  ])
  if (!all.ok || !granted.ok) return unavailable(parts, asked.returnTo)
  const { now } = owner
  const owned = ownedOf(all.value, asked, now)
  if (owned !== undefined) return showOwned(owned, asked.returnTo, now, parts)
  const terms = termsFor(all.value, asked)
  const news = said === 'declined' ? said : undefined
  const openUntil = granted.value
    .filter(({ plan, until }) => plan === asked.terms.plan && now < until)
    .reduce<number | undefined>((latest, { until }) => Math.max(until, latest ?? 0), undefined)
  return page(parts, offerPage(parts.frame, { ...asked, terms, news, openUntil, now }))
}

/** Who is not logged in does that first, and comes back to the offer. */
export function logInForOffer(
  id: string,
  query: URLSearchParams,
  parts: AccountParts,
  cookies: readonly string[],
): Reply {
  const asked = askedOf(id, query.get('return_to'), parts)
  if (asked === undefined) return toPlans(query.get('return_to'), parts)
  return toLogIn(offerHref(parts.frame.site, id, asked.returnTo), parts, cookies)
}

/** The button below the price was pressed. */
export async function takeOffer(
  owner: Owner,
  id: string,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const { frame, store, payments } = parts
  const { now, reader } = owner
  const asked = askedOf(id, form.get('return_to'), parts)
  if (asked === undefined || payments === undefined) return toPlans(form.get('return_to'), parts)
  const { returnTo } = asked
  const all = await store.subscriptionsOf(reader)
  if (!all.ok) return unavailable(parts, returnTo)
  const owned = ownedOf(all.value, asked, now)
  if (owned !== undefined) return showOwned(owned, returnTo, now, parts)
  const terms = termsFor(all.value, asked)
  const again = (what: { news?: OfferNews; error?: FieldError }, status: PageStatus) =>
    page(parts, offerPage(frame, { ...asked, terms, ...what, now }), status)
  if (form.get('shown') !== shownTerms(frame, terms.offer)) return again({ news: 'changed' }, 422)
  if (renews(terms) && form.get('consent') !== 'yes')
    return again({ error: { field: 'consent', what: 'missing' } }, 422)
  const text = consentText(frame, terms.offer)
  const consent = text === undefined ? undefined : { text, at: now }
  const checkout = { id: newSecret().hash.slice(0, 22), reader, terms, consent, returnTo }
  const begun = await store.beginCheckout(checkout, now)
  if (!begun.ok) {
    if (begun.reason === 'owned') return showOffer(owner, id, form, parts)
    if (begun.reason === 'limited') return again({ news: 'limited' }, 429)
    return unavailable(parts, returnTo)
  }
  const led = await payments.begin(checkout)
  if (led.ok) return onward(led.value.redirect)
  return led.reason === 'refused' ? again({ news: 'refused' }, 422) : unavailable(parts, returnTo)
}

/** Nothing was bought: the reader has the plan. */
export function showOwned(
  owned: Subscription,
  returnTo: string | undefined,
  now: number,
  parts: AccountParts,
): Reply {
  return page(parts, ownedPage(parts.frame, { owned, returnTo, now }))
}

/** The subscription to the plan of these terms that is not over. */
export function ownedOf(
  all: readonly Subscription[],
  { terms }: { readonly terms: Terms },
  now: number,
): Subscription | undefined {
  return notOver(all, now).find((one) => one.terms.plan === terms.plan)
}

/** An account that has had the plan has had its trial and its lower first prices. */
function termsFor(all: readonly Subscription[], { terms }: Pick<Asked, 'terms'>): Terms {
  return all.some((one) => one.terms.plan === terms.plan) ? termsAgain(terms) : terms
}

function askedOf(id: string, back: string | null, { frame }: AccountParts): Asked | undefined {
  const { plans, paths, publication } = frame.site
  const found = offerOf(plans, id)
  if (found === undefined) return undefined
  const { plan, offer } = found
  const { timeZone } = publication
  const terms = { plan: plan.id, planName: plan.name, offer, timeZone }
  return { plan, terms, returnTo: safeArticle(back, paths) }
}

function toPlans(back: string | null, { frame }: AccountParts): Reply {
  const to = subscribeHref(frame.site, safeArticle(back, frame.site.paths))
  return onward(`${to}${to.includes('?') ? '&' : '?'}said=gone`)
}
