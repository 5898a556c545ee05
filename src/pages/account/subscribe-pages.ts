// Subscribe pages: what there is to choose, what one offer costs on which day, and what a reader has already.
import type { Offer, Plan } from '../../core/publication.ts'
import {
  firstPrice,
  fullPricePeriod,
  periodOf,
  type Subscription,
  type Terms,
} from '../../core/subscription.ts'
import { offerHref, subscribeHref } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import type { OfferNews } from '../words/subscribing.ts'
import { toAccount } from './account-page.ts'
import { accountSheet, wayBack } from './account-sheet.ts'
import { button, consent, type FieldError, form, hidden } from './form.ts'
import { stateLine } from './subscription-parts.ts'

export interface PlansPage {
  /** A path of this publication in normal form. */
  readonly returnTo: string | undefined
  readonly signedIn: boolean
  /** Id of the one plan to show; undefined shows all. */
  readonly plan: string | undefined
  /** Subscriptions of the reader that are not over. */
  readonly owned: readonly Subscription[]
  /** Whether anything can be paid here. */
  readonly isOpen: boolean
  /** The offer that was asked for is not sold. */
  readonly isGone: boolean
  readonly now: number
}

/** All plans with all their offers; each offer leads to its own page. */
export function plansPage(frame: Frame, page: PlansPage): string {
  const { words, site } = frame
  const { title, text, gone, closed } = words.subscribing.plans
  const chosen = site.plans.filter(({ id }) => page.plan === undefined || id === page.plan)
  const shown = chosen.length > 0 ? chosen : site.plans
  const all = html`<p><a href="${subscribeHref(site, page.returnTo)}">${words.allPlans}</a></p>`
  return accountSheet(frame, {
    title,
    returnTo: page.returnTo,
    signedIn: page.signedIn,
    main: html`${page.isGone && site.plans.length > 0 ? html`<p class="news">${gone}</p>` : undefined}
<p>${page.isOpen ? text : closed}</p>
${site.plans.length === 0 ? html`<p>${words.noPlans}</p>` : shown.map((plan) => planPart(frame, plan, page))}
${shown.length < site.plans.length ? all : undefined}
${wayBack(frame, page.returnTo)}`,
  })
}

function planPart(frame: Frame, plan: Plan, page: PlansPage): Markup {
  const { words, site } = frame
  const owned = page.owned.find(({ terms }) => terms.plan === plan.id)
  const offer = (one: Offer) => {
    const { price, end, button } = words.offer(one)
    const to = offerHref(site, one.id, page.returnTo)
    return html`<li><b>${price}</b> ${end}${page.isOpen ? html`<br><a class="button" href="${to}">${button}</a>` : undefined}</li>`
  }
  const offers = html`<ul class="offers">${plan.offers.map(offer)}</ul>`
  const state = owned && html`<p>${stateLine(frame, owned, page.now)}</p>${toAccount(frame)}`
  return html`<section class="plan"><h2>${plan.name}</h2>
<p>${plan.description}</p>
${state ?? offers}</section>`
}

export interface OfferPage {
  readonly plan: Plan
  readonly terms: Terms
  readonly returnTo: string | undefined
  readonly news?: OfferNews | undefined
  /** Until when the plan is open already, by something else than a subscription. */
  readonly openUntil?: number | undefined
  readonly error?: FieldError | undefined
  readonly now: number
}

/** What one offer costs, above the button that leads to the payment. Posts `shown`, `return_to` and `consent`. */
export function offerPage(frame: Frame, page: OfferPage): string {
  const { words, site } = frame
  const { offer: says } = words.subscribing
  const { plan, terms, returnTo, error } = page
  const { offer } = terms
  const agreed = consentText(frame, offer)
  const title = plan.name
  return accountSheet(frame, {
    title,
    error,
    returnTo,
    signedIn: true,
    main: html`${page.news && html`<p class="news">${says.news[page.news]}</p>`}
${page.openUntil && html`<p class="news">${says.openAlready(words.lastDay(page.openUntil, site.publication.timeZone))}</p>`}
<p>${plan.description}</p>
<div class="total">${total(frame, terms, page.now)}</div>
${form(
  frame,
  `subscribe/${offer.id}`,
  html`${hidden('shown', shownTerms(frame, offer))}${returnTo === undefined ? undefined : hidden('return_to', returnTo)}
${agreed === undefined ? undefined : consent(frame, agreed, error)}
${button(says.button)}`,
)}
<p><a href="${subscribeHref(site, returnTo)}">${says.others}</a></p>
${wayBack(frame, returnTo)}`,
  })
}

/** The sentence that the reader agrees to and that is kept; undefined for what does not renew. */
export function consentText({ words }: Frame, offer: Offer): string | undefined {
  if (offer.every === 'once') return undefined
  return words.subscribing.offer.consent(words.offer(offer).price, offer.every)
}

/** Everything that was said of an offer's price, to see whether it still holds when the form comes back. */
export function shownTerms({ words }: Frame, offer: Offer): string {
  const { price, end } = words.offer(offer)
  return `${price} ${end}`
}

/** What is paid today, when it renews for how much, and from when on it costs more. */
function total({ words, site }: Frame, terms: Terms, now: number): Markup {
  const { offer: says } = words.subscribing
  const { timeZone } = site.publication
  const { currency, every } = terms.offer
  const date = (at: number) => words.date(at, timeZone)
  const price = firstPrice(terms)
  const first = periodOf(terms, now, 0)
  const today = html`<p><b>${says.today(price === 0 ? undefined : words.money(price, currency))}</b></p>`
  if (every === 'once')
    return html`${today}<p>${first && says.once(words.published(first.until, timeZone))}</p>`
  const next = periodOf(terms, now, 1)
  const full = fullPricePeriod(terms, now)
  const isLater = full !== undefined && next !== undefined && full.from > next.from
  return html`${today}
<p>${next && says.next(date(next.from), words.money(next.price, currency), every)}
${isLater ? says.full(date(full.from), words.money(full.price, currency), every) : undefined}</p>
<p>${says.end}</p>`
}

/** The reader has the plan: nothing was bought by asking for it again. */
export function ownedPage(
  frame: Frame,
  page: {
    readonly owned: Subscription
    readonly returnTo: string | undefined
    readonly now: number
  },
): string {
  const { title, text, name, toAccount: to } = frame.words.subscribing.owned
  const { owned, returnTo, now } = page
  return accountSheet(frame, {
    title,
    returnTo,
    signedIn: true,
    main: html`<p><b>${name(owned.terms.planName)}</b><br>${stateLine(frame, owned, now)}</p>
<p>${text}</p>
${toAccount(frame, to)}
${wayBack(frame, returnTo)}`,
  })
}
