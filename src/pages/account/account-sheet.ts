// Account sheet: what the pages of log-in and account have around their one column.
import { articleOf, backHref, isOwn } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import { sheet } from '../sheet.ts'
import { type FieldError, problems } from './form.ts'

export interface AccountSheet {
  readonly title: string
  readonly main: Markup
  readonly signedIn?: boolean
  /** Whether the masthead offers a subscription. */
  readonly offers?: boolean
  readonly returnTo?: string | undefined
  readonly error?: FieldError | undefined
  readonly retryMinutes?: number | undefined
  /** Whether passkeys are asked for on it. */
  readonly passkeys?: boolean
}

/** A whole page: its title as the one heading, what has to be put right, then `main`. */
export function accountSheet(frame: Frame, page: AccountSheet): string {
  const { words, assets } = frame
  const { title, error } = page
  return sheet(frame, {
    title: error === undefined ? title : words.accounts.errorTitle(title),
    description: undefined,
    canonical: undefined,
    head: html`<link rel="stylesheet" href="${assets.accountCss}">
${page.passkeys ? html`<script type="module" src="${assets.passkeysScript}"></script>` : undefined}`,
    masthead: {
      today: undefined,
      section: undefined,
      returnTo: page.returnTo,
      signedIn: page.signedIn ?? false,
      offers: page.offers ?? false,
    },
    feedsOf: undefined,
    main: html`<div class="saying"><h1>${title}</h1>
${error && problems(frame, error, page.retryMinutes)}
${page.main}</div>`,
  })
}

/** A sentence that ends in an address; the address breaks anywhere and keeps its own direction. */
export function withAddress(text: string, address: string): Markup {
  return html`<p>${text} <b class="address"><bdi>${address}</bdi></b></p>`
}

/** Back to the article at the place of its cut, or to the front page. `returnTo`: as `backHref` takes it. */
export function wayBack({ words, site }: Frame, returnTo: string | undefined): Markup {
  const back = articleOf(returnTo)
  // A page of ours would ask to log in again.
  if (back === undefined || !/^\/(?!\/)/.test(back) || isOwn(back, site.paths))
    return html`<p><a href="/">${words.toFront}</a></p>`
  return html`<p><a href="${backHref(site, back)}">${words.backToArticle}</a></p>`
}
