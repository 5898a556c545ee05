// Cancel pages: one page, one button, and what stays open until when; logged in, or by a mail.
import { type Subscription, stateOf } from '../../core/subscription.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import { toAccount } from './account-page.ts'
import { accountSheet, wayBack } from './account-sheet.ts'
import { button, type FieldError, field, form, hidden } from './form.ts'
import { subscriptionRow } from './subscription-parts.ts'

/** Posts `id` to /cancel. */
export function cancelOnePage(frame: Frame, one: Subscription, now: number): string {
  const { words, site } = frame
  const { cancel } = words.subscribing
  const { until, terms } = one
  const isOver = stateOf(one, now) === 'past_due'
  return accountSheet(frame, {
    title: cancel.title(terms.planName),
    signedIn: true,
    main: html`<p><b>${isOver ? cancel.atOnce : cancel.until(words.lastDay(until, site.publication.timeZone))}</b></p>
${isOver ? undefined : html`<p>${cancel.text}</p>`}
${form(frame, 'cancel', html`${hidden('id', one.id)}${button(cancel.button)}`)}
${toAccount(frame, cancel.keep)}`,
  })
}

/** Several renew: which one? With none there is nothing to cancel. */
export function cancelWhichPage(frame: Frame, all: readonly Subscription[], now: number): string {
  const { cancel } = frame.words.subscribing
  if (all.length === 0)
    return accountSheet(frame, {
      title: cancel.nothing.title,
      signedIn: true,
      main: html`<p>${cancel.nothing.text}</p>
${toAccount(frame)}`,
    })
  return accountSheet(frame, {
    title: cancel.ask.title,
    signedIn: true,
    main: html`<ul class="rows">${all.map((one) => subscriptionRow(frame, one, now))}</ul>`,
  })
}

export interface CancelAskPage {
  /** As it was written, for the reader to put right. */
  readonly address: string
  readonly error?: FieldError | undefined
  readonly retryMinutes?: number | undefined
}

/** Without logging in. Posts `address` to /cancel. */
export function cancelAskPage(frame: Frame, page: CancelAskPage): string {
  const { title, text, label, button: send } = frame.words.subscribing.cancel.ask
  const { address, error, retryMinutes } = page
  return accountSheet(frame, {
    title,
    error,
    retryMinutes,
    main: html`<p>${text}</p>
${form(
  frame,
  'cancel',
  html`${field(frame, { name: 'address', label, value: address, kind: 'address', error, retryMinutes })}
${button(send)}`,
)}
${wayBack(frame, undefined)}`,
  })
}

/** What a mailed link canceled. */
export function canceledPage(frame: Frame, canceled: readonly Subscription[]): string {
  const { words, site } = frame
  const { done, nothing } = words.subscribing.cancel
  const each = ({ terms, until }: Subscription): Markup =>
    html`<p><b>${done.each(terms.planName, words.lastDay(until, site.publication.timeZone))}</b></p>`
  const { title, text } = canceled.length === 0 ? nothing : done
  return accountSheet(frame, {
    title,
    main: html`${canceled.map(each)}
<p>${text}</p>
${wayBack(frame, undefined)}`,
  })
}
