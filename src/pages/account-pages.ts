// Account pages: the places for logging in, subscribing and cancelling, honest about what is not open yet.
import type { Offer, Plan } from '../core/publication.ts'
import { href } from './addresses.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'
import { sheet } from './sheet.ts'
import type { AccountPageKind } from './words/vocabulary.ts'

export interface AccountPage {
  readonly kind: AccountPageKind
  /** A path of this publication in normal form; anything else is not linked to. */
  readonly returnTo: string | undefined
}

export function accountPage(frame: Frame, page: AccountPage): string {
  const { title, text } = frame.words.accountPages[page.kind]
  return sheet(frame, {
    title,
    description: undefined,
    canonical: undefined,
    head: undefined,
    masthead: {
      today: undefined,
      section: undefined,
      returnTo: page.returnTo,
      signedIn: false,
      offers: page.kind !== 'subscribe',
    },
    feedsOf: undefined,
    main: html`<div class="saying"><h1>${title}</h1>
<p>${text}</p>
${page.kind === 'subscribe' ? plans(frame) : undefined}
${wayBack(frame, page.returnTo)}</div>`,
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

function wayBack({ words }: Frame, returnTo: string | undefined): Markup {
  if (returnTo === undefined || !/^\/(?!\/)/.test(returnTo))
    return html`<p><a href="/">${words.toFront}</a></p>`
  return html`<p><a href="${href(returnTo)}">${words.backToArticle}</a></p>`
}
