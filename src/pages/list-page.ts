// List pages: all articles of a section, of a topic, of an author, newest first.
import { pageHref } from './addresses.ts'
import type { Frame, Story } from './frame.ts'
import { html, type Markup } from './html.ts'
import { sheet } from './sheet.ts'
import { teaser } from './stories.ts'

export interface ListPage {
  readonly kind: 'section' | 'tag' | 'author'
  /** As it is shown: a section's name, a tag, an author. */
  readonly name: string
  /** In normal form, without the page's number. */
  readonly path: string
  readonly stories: readonly Story[]
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** Whether this list has feeds of its own; sections do. */
  readonly feeds: boolean
}

/** The same for every reader. */
export function listPage(frame: Frame, list: ListPage): string {
  const { words, site } = frame
  const page = list.kind === 'tag' ? { ...list, name: capital(list.name, words.locale) } : list
  const section =
    page.kind === 'section'
      ? site.publication.sections.find(({ name }) => name === page.name)
      : undefined
  const numbered =
    page.page === 1 ? page.name : `${page.name}, ${words.page(page.page, page.pages)}`
  return sheet(frame, {
    title: numbered,
    description: undefined,
    canonical: pageHref(page.path, page.page),
    head: neighbours(page),
    masthead: {
      today: undefined,
      section: section?.id,
      returnTo: page.path,
      signedIn: false,
      offers: true,
    },
    feedsOf: page.feeds ? section : undefined,
    main: html`<h1 class="list-title">${over(frame, page)}${page.name}</h1>
${stories(frame, page)}
${paging(frame, page)}`,
  })
}

function capital(name: string, locale: string): string {
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}

function over({ words }: Frame, { kind }: ListPage): Markup | undefined {
  if (kind === 'section') return undefined
  return html`<span class="over">${kind === 'tag' ? words.tag : words.author}</span> `
}

function stories(frame: Frame, page: ListPage): Markup {
  const { words } = frame
  if (page.stories.length === 0) {
    const empty = page.kind === 'section' ? words.emptySection(page.name) : words.emptyList
    return html`<p class="empty">${empty} <a href="/">${words.toFront}</a></p>`
  }
  return html`<div class="list">${page.stories.map((story, index) => {
    const first = index === 0 && page.page === 1
    return html`${teaser(
      frame,
      story,
      {
        heading: 2,
        kicker: page.kind !== 'section',
        summary: true,
        date: true,
        picture: first ? 'eager' : 'lazy',
      },
      first ? 'first' : '',
    )}`
  })}</div>`
}

function neighbours({ path, page, pages }: ListPage): Markup {
  return html`${page > 1 ? html`<link rel="prev" href="${pageHref(path, page - 1)}">` : undefined}${
    page < pages ? html`<link rel="next" href="${pageHref(path, page + 1)}">` : undefined
  }`
}

function paging({ words }: Frame, { path, page, pages }: ListPage): Markup | undefined {
  if (pages < 2) return undefined
  return html`<nav class="paging" aria-label="${words.pages}"><ul>
<li>${page > 1 ? html`<a rel="prev" href="${pageHref(path, page - 1)}">${words.newer}</a>` : undefined}</li>
<li>${words.page(page, pages)}</li>
<li>${page < pages ? html`<a rel="next" href="${pageHref(path, page + 1)}">${words.older}</a>` : undefined}</li>
</ul></nav>`
}
