// Article page: one article in one of its variants. Only the granted view is ever written out.
import type { Article, Picture } from '../core/article.ts'
import type { Cut } from '../core/cut.ts'
import type { Variant } from '../core/variant.ts'
import { absolute, href, sectionPath, tagPath } from './addresses.ts'
import { bodyOf, hasGatedBlocks } from './body.ts'
import { bylines } from './bylines.ts'
import type { Frame, Story } from './frame.ts'
import { html, type Markup } from './html.ts'
import { iso, metadata } from './news-article.ts'
import { line, wall } from './notices.ts'
import { sheet } from './sheet.ts'
import { colour, isOpinion, kicker, sectionOf, size } from './stories.ts'

export interface ArticlePage {
  readonly article: Article
  readonly cut: Cut
  readonly picture: Picture | undefined
  readonly variant: Variant
  /** Whether the rules ask anything of a reader: the article is not free. */
  readonly gated: boolean
  /** Ids of the plans that open it; undefined where any does, or none is needed. */
  readonly plans?: readonly string[] | undefined
  readonly more: readonly Story[]
}

/** Equal bytes for equal (article version, variant, frame, more): nothing of the one who asks is in them. */
export function articlePage(frame: Frame, page: ArticlePage): string {
  const { article, variant, cut, gated } = page
  const section = sectionOf(frame, article.section)
  const marked =
    gated && (variant.view === 'preview' ? variant.notice.kind === 'wall' : hasGatedBlocks(cut))
  return sheet(frame, {
    title: article.title,
    description: article.summary || undefined,
    canonical: href(article.path),
    head: metadata(frame, { article, picture: page.picture, gated, marked }),
    masthead: {
      today: undefined,
      section: section?.id,
      returnTo: article.path,
      signedIn: variant.signedIn,
      offers: !variant.signedIn || variant.notice.kind === 'left' || variant.notice.kind === 'wall',
    },
    feedsOf: section,
    main: html`${isInText(page) ? undefined : line(frame, variant.notice)}
${story(frame, page)}
${wall(frame, { of: 'article', path: article.path, cut, variant, gated, plans: page.plans })}
${moreStories(frame, page)}`,
  })
}

/** Who has just paid lands where they read on, and sees no line at the top. */
function isInText({ variant, gated, cut }: ArticlePage): boolean {
  return variant.notice.kind === 'thanks' && gated && hasGatedBlocks(cut)
}

/**
 * Reader modes weigh paragraphs and sections. The one section around everything makes the article win even where it has
 * no paragraph; what stands in a footer or an aside of it is left out of their view.
 */
function story(frame: Frame, page: ArticlePage): Markup {
  const { article, variant, cut } = page
  const thanks = isInText(page) ? line(frame, variant.notice) : undefined
  const blocks = bodyOf(cut, variant.view, page.gated, thanks)
  const kind = isOpinion(page) ? ' opinion' : ''
  return html`<article class="article article-content${kind} ${colour(frame, article.section)}">
<section>
${sectionLink(frame, article)}
<h1>${article.title}</h1>
${article.summary ? html`<p class="summary">${article.summary}</p>` : undefined}
${signature(frame, article)}
${correction(frame, article)}
${leadPicture(page.picture)}
${blocks.markup === '' ? undefined : html`<div class="text ${variant.view}">${blocks}</div>`}
${variant.view === 'full' ? topics(frame, article) : undefined}
</section>
</article>`
}

function sectionLink(frame: Frame, article: Article): Markup | undefined {
  const section = sectionOf(frame, article.section)
  if (isOpinion({ article })) {
    return html`<footer class="kicker"><b>${frame.words.opinion}</b></footer>`
  }
  return (
    section &&
    html`<footer class="kicker"><a href="${href(sectionPath(section.id))}">${kicker(frame, { article })}</a></footer>`
  )
}

function signature(frame: Frame, article: Article): Markup {
  const { words, site } = frame
  const { timeZone } = site.publication
  const { published, updated } = article
  return html`<footer class="signature">${bylines(frame, article.bylines)}
<time datetime="${iso(published)}">${words.published(published, timeZone)}</time>
${updated === undefined ? undefined : html`<time datetime="${iso(updated)}">${words.updated(updated, timeZone)}</time>`}
<span class="address">${absolute(site, href(article.path))}</span></footer>`
}

function correction({ words }: Frame, { correction }: Article): Markup | undefined {
  if (correction === undefined) return undefined
  return html`<aside class="correction" aria-label="${words.correction}"><b>${words.correction}</b> <span>${correction}</span></aside>`
}

function leadPicture(picture: Picture | undefined): Markup | undefined {
  return (
    picture &&
    html`<figure class="lead"><img src="${picture.src}" alt="${picture.alt}"${size(picture)} fetchpriority="high"></figure>`
  )
}

function topics({ words }: Frame, { tags }: Article): Markup | undefined {
  if (tags.length === 0) return undefined
  const link = (tag: string) =>
    html`<li><a href="${href(tagPath(tag))}">${tag.replaceAll('-', ' ')}</a></li>`
  return html`<footer class="topics"><span id="topics">${words.topics}</span><ul aria-labelledby="topics">${tags.map(link)}</ul></footer>`
}

function moreStories(frame: Frame, { article, more }: ArticlePage): Markup | undefined {
  if (more.length === 0) return undefined
  const title = frame.words.moreFrom(sectionOf(frame, article.section)?.name)
  const item = (story: Story) =>
    html`<li${isOpinion(story) ? html` class="opinion"` : undefined}><a href="${href(story.article.path)}">${story.article.title}</a></li>`
  return html`<aside class="more" aria-labelledby="more">
<span class="label" id="more" role="heading" aria-level="2">${title}</span>
<ul>${more.map(item)}</ul>
</aside>`
}
