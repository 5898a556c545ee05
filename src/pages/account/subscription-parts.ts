// Subscription parts: how a subscription stands, in one line, and what the account page can do about it.
import {
  nextPeriod,
  PAST_DUE_MS,
  type Payment,
  renews,
  type Subscription,
  stateOf,
} from '../../core/subscription.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import { accountHref, button, form, hidden } from './form.ts'

/** Until when it is open, and what comes then for how much. */
export function stateLine({ words, site }: Frame, subscription: Subscription, now: number): string {
  const { states } = words.subscribing
  const { timeZone } = site.publication
  const { until, terms } = subscription
  const date = words.date(until, timeZone)
  const lastDay = words.lastDay(until, timeZone)
  const next = nextPeriod(subscription)
  const price = next === undefined ? '' : words.money(next.price, terms.offer.currency)
  switch (stateOf(subscription, now)) {
    case 'trialing':
      return states.trialing(lastDay, price)
    case 'active':
      return renews(terms)
        ? states.active(date, price)
        : states.once(words.published(until, timeZone))
    case 'past_due':
      return states.pastDue(words.lastDay(until + PAST_DUE_MS, timeZone))
    case 'canceled':
    case 'lapsed':
      return states.canceled(lastDay)
  }
}

/** A row of the account page. Leads to the page that cancels, or posts `id` to /resume. */
export function subscriptionRow(frame: Frame, one: Subscription, now: number): Markup {
  const { words } = frame
  const { cancel, resume } = words.subscribing
  const { planName } = one.terms
  const act = () => {
    if (!renews(one.terms)) return undefined
    if (one.canceled !== undefined)
      return form(
        frame,
        'resume',
        html`${hidden('id', one.id)}${button(resume, { quiet: true, of: planName })}`,
      )
    const to = `${accountHref(frame, 'cancel')}?id=${encodeURIComponent(one.id)}`
    return html`<a class="act" href="${to}">${cancel.link}<span class="sr-only"> ${planName}</span></a>`
  }
  return html`<li><b>${planName}</b> <span>${stateLine(frame, one, now)}</span>${act()}</li>`
}

/** What was paid, each with a page of its own. */
export function receiptRows(frame: Frame, payments: readonly Payment[]): Markup {
  const { words, site } = frame
  const row = ({ id, planName, amount, currency, at }: Payment) => {
    const date = words.date(at, site.publication.timeZone)
    const to = accountHref(frame, `receipts/${encodeURIComponent(id)}`)
    return html`<li><a href="${to}">${date}</a> <b>${words.money(amount, currency)}</b> <span>${planName}</span></li>`
  }
  return html`<ul class="rows">${payments.map(row)}</ul>`
}
