// Stories: an article as other pages show it. Its size is given by the place it stands in.
import { href } from './addresses.ts'
import type { Frame, Story } from './frame.ts'
import { html, type Markup } from './html.ts'

/** The tag of articles that argue. */
const OPINION = 'opinion'

/** Three section colours; neighbours in the navigation share one, two by two. */
const HUES = 3

export interface Teaser {
  readonly heading: 2 | 3
  readonly kicker: boolean
  readonly summary: boolean
  readonly date: boolean
  /** `eager` for the one that is seen first. */
  readonly picture: 'none' | 'lazy' | 'eager'
}

export function isOpinion({ article }: Pick<Story, 'article'>): boolean {
  return article.tags.includes(OPINION)
}

export function teaser(frame: Frame, story: Story, show: Teaser, place = ''): Markup {
  const { article } = story
  const link = html`<a href="${href(article.path)}">${article.title}</a>`
  return html`<article class="story${place && ` ${place}`}${isOpinion(story) ? ' opinion' : ''}">
${show.kicker ? kicker(frame, story) : undefined}
${show.heading === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
${show.summary && article.summary ? html`<p>${article.summary}</p>` : undefined}
${show.date ? day(frame, article.published) : undefined}
${show.picture === 'none' ? undefined : picture(story, show.picture)}
</article>`
}

function day({ words, site }: Frame, published: number): Markup {
  const { timeZone } = site.publication
  return html`<time datetime="${new Date(published).toISOString()}">${words.date(published, timeZone)}</time>`
}

function picture({ picture }: Story, loading: 'lazy' | 'eager'): Markup | undefined {
  if (picture === undefined) return undefined
  const hurry = loading === 'eager' ? html` fetchpriority="high"` : html` loading="lazy"`
  return html`<img src="${picture.src}" alt=""${size(picture)}${hurry}>`
}

export function size({
  width,
  height,
}: {
  readonly width: number | undefined
  readonly height: number | undefined
}): Markup | undefined {
  if (width === undefined || height === undefined) return undefined
  return html` width="${width}" height="${height}"`
}

/** Section's name in its colour; for opinion, that word and whose it is. */
export function kicker(frame: Frame, story: Pick<Story, 'article'>): Markup | undefined {
  const { article } = story
  if (isOpinion(story)) {
    const names = frame.words.list(article.bylines).map(({ text }) => text)
    return html`<span class="kicker"><b>${frame.words.opinion}</b> ${names}</span>`
  }
  const section = sectionOf(frame, article.section)
  if (section === undefined) return undefined
  return html`<span class="kicker ${colour(frame, section.id)}">${section.name}</span>`
}

export function sectionOf({ site }: Frame, id: string | undefined) {
  return site.publication.sections.find((section) => section.id === id)
}

export function colour({ site }: Frame, section: string | undefined): string {
  const index = site.publication.sections.findIndex(({ id }) => id === section)
  return `hue${(Math.floor(Math.max(index, 0) / 2) % HUES) + 1}`
}
