// Standing pages: plans with their whole prices, and the place for cancelling, honest about what is not open yet.
import type { Offer, Plan } from '../../core/publication.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import { accountSheet, wayBack } from './account-sheet.ts'

export interface StandingPage {
  /** A path of this publication in normal form. */
  readonly returnTo?: string | undefined
  readonly signedIn?: boolean
}

/** All plans and offers. Nothing can be bought here yet, and the page says so. */
export function subscribePage(frame: Frame, { returnTo, signedIn = false }: StandingPage): string {
  const { title, text } = frame.words.standing.subscribe
  return accountSheet(frame, {
    title,
    returnTo,
    signedIn,
    main: html`<p>${text}</p>
${plans(frame)}
${wayBack(frame, returnTo)}`,
  })
}

export function cancelPage(frame: Frame, { returnTo, signedIn = false }: StandingPage): string {
  const { title, text } = frame.words.standing.cancel
  return accountSheet(frame, {
    title,
    returnTo,
    signedIn,
    offers: !signedIn,
    main: html`<p>${text}</p>
${wayBack(frame, returnTo)}`,
  })
}

function plans({ site, words }: Frame): Markup {
  if (site.plans.length === 0) return html`<p>${words.noPlans}</p>`
  const offer = (one: Offer) => {
    const { price, end } = words.offer(one)
    return html`<li><b>${price}</b> ${end}</li>`
  }
  const plan = ({ name, description, offers }: Plan) => html`<section class="plan"><h2>${name}</h2>
<p>${description}</p>
<ul>${offers.map(offer)}</ul></section>`
  return html`${site.plans.map(plan)}`
}
