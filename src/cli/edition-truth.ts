// Edition truth: what stands below the cut of each article of an edition, for an audit; and every page that readers who
// were not granted an article can be sent, made here and looked through.
import type { ElementContent, Root, RootContent } from 'hast'
import type { Leak } from '../audit/finding.ts'
import type { TrueText, Truth } from '../audit/options.ts'
import { type GivenPage, leaksInPage } from '../audit/page-leaks.ts'
import type { Config } from '../config.ts'
import type { FolderContent } from '../content/folder/folder.ts'
import type { Article } from '../core/article.ts'
import { localDates } from '../core/calendar.ts'
import { type Cut, cut } from '../core/cut.ts'
import { ruleFor } from '../core/policy.ts'
import type { Content } from '../core/ports.ts'
import { allVariants, variantKey } from '../core/variant.ts'
import { createDesk, type Issue } from '../http/desk.ts'
import { loadAssets } from '../node/assets.ts'
import { sectionsOf } from '../node/open-edition.ts'
import { articlePage } from '../pages/article-page.ts'
import type { Frame } from '../pages/frame.ts'
import { wordsFor } from '../pages/words/words.ts'

/** What is out now, as its readers find it. */
export interface Printed {
  readonly content: Content
  readonly frame: Frame
  readonly issue: Issue
  /** Epoch milliseconds. */
  readonly now: number
}

export async function print(
  config: Config,
  content: FolderContent,
  address: string,
  now: number,
): Promise<Printed> {
  const { paths, publication, policy } = config.site
  const { assets, logo } = await loadAssets(`${paths.standfirst}/assets`, config.logo)
  const sections = sectionsOf(config, content)
  const site = { ...config.site, publication: { ...publication, sections, logo }, address }
  const frame = { site, assets, words: wordsFor(publication.language) }
  return { content, frame, issue: createDesk(content, policy)(now), now }
}

/** All that are out and ask something of their readers, the newest first; then the free ones. */
export function editionTruth(printed: Printed): Truth {
  const { issue } = printed
  const paths = issue.latest.map(({ path }) => path)
  return {
    kind: 'texts',
    articles: paths.map((path) => encodeURI(path)),
    async of({ url }) {
      const article = issue.edition.byPath.get(decodeURI(new URL(url).pathname))
      return article === undefined ? undefined : trueText(article, printed)
    },
  }
}

async function trueText(article: Article, printed: Printed): Promise<TrueText | undefined> {
  const { access } = ruleFor(article, printed.frame.site.policy, printed.now)
  if (access.kind === 'free') return { access: 'open' }
  const found = await cutOf(article, printed)
  if (found === undefined) return undefined
  return {
    access: access.kind === 'metered' ? 'metered' : 'gated',
    gated: gatedText(found),
    preview: previewText(article, found),
    pictures: picturesBelow(found),
  }
}

/** Leaks in the pages that were made, and how many of them there were. */
export async function* variantLeaks(
  printed: Printed,
  url: (path: string) => string,
): AsyncGenerator<Leak, number> {
  const { frame, issue, now } = printed
  const { policy, publication } = frame.site
  const resets = localDates(publication.timeZone)(now)
  let pages = 0
  for (const article of issue.latest) {
    const { access } = ruleFor(article, policy, now)
    const text = await printed.content.text(article)
    if (access.kind === 'free' || !text.ok) continue
    const found = cut(text.value.body, text.value.authorCut, policy.cut)
    const known = { gated: gatedText(found), preview: previewText(article, found) }
    const shown = {
      article,
      cut: found,
      picture: text.value.picture,
      gated: true,
      plans: access.kind === 'subscribers' ? access.plans : undefined,
      more: moreOf(article, issue),
    }
    const given: GivenPage[] = allVariants(policy, resets)
      .filter(({ view }) => view === 'preview')
      .map((variant) => ({
        name: variantKey(variant),
        html: articlePage(frame, { ...shown, variant }),
      }))
    pages += given.length
    yield* leaksInPage({ url: url(article.path), ...known, pages: given })
  }
  return pages
}

const MORE = 4

function moreOf(article: Article, { bySection }: Issue) {
  const others = bySection.get(article.section ?? '') ?? []
  return others
    .filter((other) => other !== article)
    .slice(0, MORE)
    .map((other) => ({ article: other, picture: undefined }))
}

async function cutOf(article: Article, { content, frame }: Printed): Promise<Cut | undefined> {
  const text = await content.text(article)
  return text.ok ? cut(text.value.body, text.value.authorCut, frame.site.policy.cut) : undefined
}

function gatedText({ whole, at }: Cut): string {
  return whole.children.slice(at).map(textOf).join('\n')
}

function previewText(article: Article, { before }: Cut): string {
  const { title, summary, correction = '', imageAlt } = article
  return [title, summary, imageAlt, correction, ...before.children.map(textOf)].join('\n')
}

function picturesBelow({ whole, at, before }: Cut): readonly string[] {
  const open = new Set(before.children.flatMap(picturesIn))
  return whole.children
    .slice(at)
    .flatMap(picturesIn)
    .filter((picture) => !open.has(picture))
}

type Node = Root | RootContent | ElementContent

function picturesIn(node: Node): readonly string[] {
  const inner = 'children' in node ? node.children.flatMap(picturesIn) : []
  if (node.type !== 'element' || node.tagName !== 'img') return inner
  const { src } = node.properties
  return typeof src === 'string' ? [src] : []
}

/** The descriptions of pictures are text as well. */
function textOf(node: Node): string {
  if (node.type === 'text') return node.value
  if (node.type === 'element' && node.tagName === 'img') return `${node.properties['alt'] ?? ''}\n`
  return 'children' in node ? node.children.map(textOf).join(isInline(node) ? '' : ' ') : ''
}

function isInline(node: Node): boolean {
  return (
    node.type === 'element' &&
    /^(?:p|h[1-6]|a|em|strong|code|sup|sub|del|td|th)$/.test(node.tagName)
  )
}
