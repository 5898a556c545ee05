// Front page: one lead, a rail beside it, rows by section. Size says importance.
import type { Section } from '../core/publication.ts'
import { absolute, href, sectionPath } from './addresses.ts'
import type { Frame, Story } from './frame.ts'
import { html, type Markup } from './html.ts'
import { sheet } from './sheet.ts'
import { isOpinion, teaser } from './stories.ts'

export interface FrontPage {
  readonly lead: Story | undefined
  readonly rail: readonly Story[]
  readonly rows: readonly { readonly section: Section; readonly stories: readonly Story[] }[]
  /** Local date, 2026-11-23. */
  readonly today: string
}

/** The same for every reader of a day: it carries nothing of who asks. */
export function frontPage(frame: Frame, page: FrontPage): string {
  const { publication } = frame.site
  return sheet(frame, {
    title: publication.name,
    description: publication.description,
    canonical: '/',
    head: openGraph(frame),
    masthead: {
      today: page.today,
      section: undefined,
      returnTo: '/',
      signedIn: false,
      offers: true,
    },
    feedsOf: undefined,
    main: html`${top(frame, page)}${rows(frame, page.rows)}`,
  })
}

function openGraph({ site }: Frame): Markup {
  return html`<meta property="og:type" content="website">
<meta property="og:title" content="${site.publication.name}">
<meta property="og:description" content="${site.publication.description}">
<meta property="og:url" content="${absolute(site, '/')}">`
}

function top(frame: Frame, { lead, rail }: FrontPage): Markup {
  if (lead === undefined) return html`<p class="empty">${frame.words.emptyFront}</p>`
  const pictured = rail.findIndex((story, index) => index > 0 && story.picture !== undefined)
  return html`<div class="top">
${teaser(frame, lead, { heading: 2, kicker: true, summary: true, date: false, picture: 'eager' }, 'lead')}
<div class="rail">${rail.map((story, index) =>
    teaser(
      frame,
      story,
      {
        heading: 2,
        kicker: true,
        summary: index % 2 === 0 && !isOpinion(story),
        date: false,
        picture: index === pictured ? 'lazy' : 'none',
      },
      index === 0 ? 'first' : '',
    ),
  )}</div>
</div>`
}

type Row = FrontPage['rows'][number]

/** Rows one below the other; two neighbours of at most two stories share the width. */
function rows(frame: Frame, all: readonly Row[]): Markup {
  const parts: Markup[] = []
  for (let index = 0; index < all.length; index++) {
    const [row, next] = all.slice(index, index + 2)
    if (row === undefined) break
    if (next !== undefined && row.stories.length <= 2 && next.stories.length <= 2) {
      parts.push(html`<div class="pair">${sectionRow(frame, row)}${sectionRow(frame, next)}</div>`)
      index++
    } else parts.push(sectionRow(frame, row))
  }
  return html`${parts}`
}

function sectionRow(frame: Frame, { section, stories }: Row): Markup {
  const id = `row-${section.id}`
  return html`<section class="row n${Math.min(stories.length, 4)}" aria-labelledby="${id}">
<h2 class="label" id="${id}"><a href="${href(sectionPath(section.id))}">${section.name}</a></h2>
${stories.map((story, place) =>
  teaser(
    frame,
    story,
    {
      heading: 3,
      kicker: isOpinion(story),
      summary: place % 2 === 0,
      date: false,
      picture: place % 3 === 0 ? 'lazy' : 'none',
    },
    place === 0 ? 'first' : '',
  ),
)}
</section>`
}
