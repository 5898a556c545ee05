// Feed parts: what the account page says of the private feed.
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import { accountHref, button, form } from './form.ts'

/** On the account's page, for a reader without a feed. */
export function offerFeed(frame: Frame): Markup {
  const { feed } = frame.words.accounts
  return html`<p>${feed.text}</p>
${makeFeedForm(frame)}`
}

/** On the account's page, for a reader who has one: its address stands on its own page alone. */
export function pointToFeed(frame: Frame, made: number): Markup {
  const { feed } = frame.words.accounts
  return html`<p>${feed.since(made, frame.site.publication.timeZone)}</p>
<p><a href="${accountHref(frame, 'feed')}">${feed.show}</a></p>`
}

export function makeFeedForm(frame: Frame): Markup {
  return form(frame, 'feed', button(frame.words.accounts.feed.makeButton, { quiet: true }))
}
