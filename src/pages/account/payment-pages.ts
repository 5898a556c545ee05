// Payment pages: the checkout at which no money moves, and the receipt of a payment.
import type { Checkout } from '../../core/payments.ts'
import { firstPrice, type Payment } from '../../core/subscription.ts'
import { offerHref } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import { toAccount } from './account-page.ts'
import { accountSheet, wayBack } from './account-sheet.ts'
import { button, form, hidden } from './form.ts'

/** Says that no money moves. Posts `answer`: accept, decline or twice. Going back answers nothing. */
export function practicePage(frame: Frame, { id, terms, returnTo }: Checkout): string {
  const { words, site } = frame
  const { practice } = words.subscribing
  const price = firstPrice(terms)
  const answer = (name: string, text: string, quiet: boolean) =>
    form(frame, `practice/${id}`, html`${hidden('answer', name)}${button(text, { quiet })}`)
  return accountSheet(frame, {
    title: practice.title,
    returnTo,
    signedIn: true,
    main: html`<p class="news">${practice.text}</p>
<p><b>${terms.planName}</b><br>${practice.price(price === 0 ? undefined : words.money(price, terms.offer.currency))}</p>
${answer('accept', practice.accept, false)}
${answer('decline', practice.decline, true)}
${answer('twice', practice.twice, true)}
<p><a href="${offerHref(site, terms.offer.id, returnTo)}">${practice.back}</a></p>`,
  })
}

/** There is no such checkout, or it is another reader's. */
export function unknownCheckoutPage(frame: Frame): string {
  const { title, text } = frame.words.subscribing.unknown
  return accountSheet(frame, {
    title,
    signedIn: true,
    main: html`<p>${text}</p>
${toAccount(frame)}
${wayBack(frame, undefined)}`,
  })
}

export interface ReceiptPage {
  readonly payment: Payment
  /** Of the reader who paid. */
  readonly address: string
  readonly isPractice: boolean
}

/** To be printed or kept: who was paid how much, when and for what. */
export function receiptPage(frame: Frame, { payment, address, isPractice }: ReceiptPage): string {
  const { words, site } = frame
  const { receipt } = words.subscribing
  const { name, timeZone } = site.publication
  const date = (at: number) => words.date(at, timeZone)
  const row = (term: string, value: Markup) => html`<dt>${term}</dt><dd>${value}</dd>`
  return accountSheet(frame, {
    title: receipt.title,
    signedIn: true,
    main: html`<p><b>${name}</b><br>${site.address}</p>
<dl class="receipt">
${row(receipt.number, html`${payment.id}`)}
${row(receipt.date, html`${date(payment.at)}`)}
${row(receipt.paidFor, html`${payment.planName}`)}
${row(receipt.period, html`${receipt.span(date(payment.from), date(payment.until))}`)}
${row(receipt.amount, html`<b>${words.money(payment.amount, payment.currency)}</b>`)}
${row(receipt.reader, html`<span class="address"><bdi>${address}</bdi></span>`)}
</dl>
${isPractice ? html`<p>${receipt.practice}</p>` : undefined}
${toAccount(frame)}`,
  })
}

/** There is no such receipt, or it is another reader's. */
export function unknownReceiptPage(frame: Frame): string {
  const { title, text } = frame.words.subscribing.receipt.unknown
  return accountSheet(frame, {
    title,
    signedIn: true,
    main: html`<p>${text}</p>
${toAccount(frame)}`,
  })
}
