// Feed page: a reader's private feed: its address to be copied, made anew, or switched off.
import type { FeedKind } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import type { FeedNews } from '../words/vocabulary.ts'
import { toAccount } from './account-page.ts'
import { accountSheet } from './account-sheet.ts'
import { makeFeedForm } from './feed-parts.ts'
import { accountHref, button, copyable, form } from './form.ts'

export interface FeedPage {
  /** Undefined without a feed. */
  readonly feed:
    | {
        /** Epoch milliseconds. */
        readonly made: number
        /** Whole addresses of what it follows. */
        readonly addresses: Readonly<Record<FeedKind, string>>
      }
    | undefined
  /** Id of the section that these addresses follow; undefined for the whole publication. */
  readonly section: string | undefined
  /** Whether the meter counts what this reader reads. */
  readonly isMetered: boolean
  /** What was done just now. */
  readonly said?: FeedNews | undefined
}

const FORMS: readonly (readonly [FeedKind, string])[] = [
  ['rss', 'RSS'],
  ['atom', 'Atom'],
  ['json', 'JSON Feed'],
]

/** Posts to /feed, /feed/replace and /feed/off. */
export function feedPage(frame: Frame, page: FeedPage): string {
  const { feed } = frame.words.accounts
  const { addresses } = page.feed ?? {}
  return accountSheet(frame, {
    title: feed.title,
    signedIn: true,
    main: html`${page.said && html`<p class="news">${feed.news[page.said]}</p>`}
<p>${feed.text}${page.isMetered ? html` ${feed.metered}` : undefined}</p>
<p>${feed.pictures}</p>
<p><b>${feed.warning}</b></p>
${
  addresses === undefined
    ? makeFeedForm(frame)
    : html`${choice(frame, page.section)}
<section class="part">${FORMS.map(([kind, name]) => copyable(kind, feed.label(name), addresses[kind]))}
<p>${feed.copy}</p></section>
${changes(frame)}`
}
${toAccount(frame)}`,
  })
}

function choice(frame: Frame, section: string | undefined): Markup | undefined {
  const { sections } = frame.site.publication
  const { feed } = frame.words.accounts
  if (sections.length === 0) return undefined
  const to = accountHref(frame, 'feed')
  const link = (id: string | undefined, name: string) => {
    const here = id === section ? html` aria-current="page"` : undefined
    const query = id === undefined ? '' : `?section=${encodeURIComponent(id)}`
    return html`<li><a href="${to}${query}"${here}>${name}</a></li>`
  }
  return html`<nav aria-label="${feed.which}"><ul class="choice">${link(undefined, feed.everything)}${sections.map(({ id, name }) => link(id, name))}</ul></nav>`
}

function changes(frame: Frame): Markup {
  const { feed } = frame.words.accounts
  return html`<section class="part"><p>${feed.replace}</p>
${form(frame, 'feed/replace', button(feed.replaceButton, { quiet: true }))}
<p>${feed.ends}</p>
${form(frame, 'feed/off', button(feed.offButton, { quiet: true }))}</section>`
}
