// Message pages: when there is no article to show, why not and where to go.
import { logInHref } from './addresses.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'
import { sheet } from './sheet.ts'
import type { Message } from './words/vocabulary.ts'

export function messagePage(frame: Frame, message: Message): string {
  const { title, text } = frame.words.messages[message]
  return sheet(frame, {
    title,
    description: undefined,
    canonical: undefined,
    head: undefined,
    masthead: {
      today: undefined,
      section: undefined,
      returnTo: undefined,
      signedIn: false,
      offers: true,
    },
    feedsOf: undefined,
    main: html`<div class="saying"><h1>${title}</h1>
<p>${text}</p>
<p><a class="button" href="/">${frame.words.toFront}</a>${message === 'unsent' ? toLogIn(frame) : undefined}</p></div>`,
  })
}

function toLogIn({ site, words }: Frame): Markup {
  return html` <a class="button" href="${logInHref(site, undefined)}" rel="nofollow">${words.logIn}</a>`
}
