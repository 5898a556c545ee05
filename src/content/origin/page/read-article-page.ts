// Read article page: one parsed page of an article becomes its two views, whole and cut.
import { defaultTreeAdapter, serialize } from 'parse5'
import type { Article } from '../../../core/article.ts'
import { READ_ON } from '../../../core/cut.ts'
import type { ArticlePageReading, FoundBy, Named } from '../../../core/origin.ts'
import { ruleFor } from '../../../core/policy.ts'
import { GatedFiles } from './close-files.ts'
import type { CarriedBody, Circumstances } from './close-others.ts'
import { closeOtherViews, closePage } from './close-page.ts'
import { GatedRuns } from './close-runs.ts'
import { closeUnweighed } from './close-unweighed.ts'
import { cutPage, type PageCut } from './cut-page.ts'
import {
  blockTextsOf,
  captionsIn,
  familyOf,
  filesIn,
  isAllLinks,
  namedFilesIn,
  wordsIn,
} from './cut-page-texts.ts'
import {
  closeJsonLd,
  GATED_CLASS,
  gatedClassesIn,
  jsonLdIn,
  type MainFacts,
  markPaywall,
  withMain,
} from './json-ld.ts'
import {
  attributeOf,
  type Document,
  type Element,
  isElement,
  type Node,
  nodesIn,
  type ParentNode,
  type ParsedPage,
  parentOf,
  removeAll,
  setAttribute,
} from './parse-page.ts'
import { Places } from './pieces.ts'

/** An article as it was recognised on its page. */
export interface FoundArticle {
  readonly kind: 'article'
  readonly article: Article
  readonly body: Element
  readonly container: Element
  readonly foundBy: FoundBy
  /** Texts of other articles on its page. */
  readonly others: readonly CarriedBody[]
  readonly continues: boolean
  readonly listed: readonly Named[]
  readonly doubts: readonly string[]
  readonly language: string | undefined
}

export function readArticlePage(
  page: ParsedPage,
  found: FoundArticle,
  circumstances: Circumstances,
): Omit<ArticlePageReading, 'rented'> {
  const { settings, base, now } = circumstances
  const { article, body, foundBy, language, continues, listed } = found
  const gated = ruleFor(article, settings.policy, now).access.kind !== 'free'
  const { doubts: said } = found
  const known = {
    kind: 'article',
    gated,
    foundBy,
    language,
    doubts: said,
    continues,
    listed,
  } as const
  const frame = frameOf(page.document)
  const places = new Places()
  places.onHtml(frame.html)
  if (!gated) {
    places.in(frame.head, 'head', undefined)
    const whole = places.pieces(page.document)
    const words = wordsIn(body)
    return {
      ...known,
      article,
      full: whole,
      preview: whole,
      words,
      wordsBefore: words,
      previewHtml: granted(body.childNodes),
      gatedTexts: [],
      openText: [article.title, article.summary, ...blockTextsOf([body])].join('\n'),
      gatedFiles: [],
      openFiles: [...filesIn(page.document.childNodes, base)],
    }
  }
  const isMisnested = page.misnestedAfter(found.container)
  const doubts = isMisnested ? [...found.doubts, MISNESTED] : found.doubts
  return {
    ...known,
    doubts,
    ...twoViews(page.document, found, { ...circumstances, ...frame, places, isMisnested }),
  }
}

const MISNESTED =
  'End tags on the page close what they do not name: of what stands behind the article the preview keeps only what is plainly no part of it.'

interface Frame {
  readonly html: Element
  readonly head: Element
}

/** Every page has both once it is parsed. */
function frameOf(document: Document): Frame {
  const html = document.childNodes.filter(isElement)[0]
  const head = html?.childNodes.filter(isElement)[0]
  if (html === undefined || head === undefined) throw new Error('parse5 made a page without a head')
  return { html, head }
}

interface How extends Circumstances, Frame {
  readonly places: Places
  readonly isMisnested: boolean
}

function twoViews(
  document: Document,
  { article, body, container, continues }: FoundArticle,
  { settings, base, head, places, isMisnested }: How,
) {
  const facts = factsOf(article, base)
  const present = jsonLdIn(document)
  const gatedClasses = gatedClassesIn(present)
  const cut = cutPage({ body, container, isMisnested, continues, gatedClasses }, settings.cut)
  const below = new Set([...filesIn(cut.below, base), ...namedFilesIn(cut.below, base)])
  const scripts = withMain(head, present, facts)
  markPaywall(scripts, facts, markGated(cut))
  places.in(head, 'head', undefined)
  setPlaces(places, cut)
  const full = places.pieces(document)
  removeAll(cut.below)
  closeUnweighed(cut.above)
  // What stands above the cut may have had parts that stand below it.
  const above = blockTextsOf(cut.above)
  const shown = openPictures(document, body, cut, base)
  const closing = {
    runs: runsOf(cut, above, article.title),
    files: new GatedFiles(below, shown, base),
  }
  closeOtherViews(document)
  closeJsonLd(scripts, facts, above.join('\n'), closing)
  closePage(document, closing)
  const openFiles = filesIn(document.childNodes, base)
  const summary = openSummary(article.summary, closing.runs)
  return {
    article: { ...article, summary },
    full,
    preview: places.pieces(document),
    words: cut.words,
    wordsBefore: cut.wordsBefore,
    previewHtml: granted(cut.above),
    gatedTexts: blockTextsOf(cut.below),
    openText: [article.title, summary, ...above].join('\n'),
    gatedFiles: [...withOriginals(below)].filter((file) => !openFiles.has(file)),
    openFiles: [...openFiles],
  }
}

/** What structured data says of the article, to be known in it. */
export function factsOf({ title, path }: Article, base: URL): MainFacts {
  return { title, url: new URL(encodeURI(path), base).href }
}

function runsOf(cut: PageCut, above: readonly string[], title: string): GatedRuns {
  // Links to other articles stand elsewhere on the page too, with the same headlines.
  const read = cut.below.filter((node) => !isAllLinks(node))
  return new GatedRuns({
    gated: blockTextsOf(read),
    captions: captionsIn(read),
    above,
    open: [title],
  })
}

/** Pictures that everybody may see: above the cut and above the article, and what the page is shared with. */
function openPictures(document: Document, body: Element, cut: PageCut, base: URL): Set<string> {
  const shown: Node[] = [...cut.above]
  let isBefore = true
  for (const node of nodesIn(document)) {
    if (node === body) isBefore = false
    if (!isElement(node)) continue
    const { tagName } = node
    if (isBefore && (tagName === 'img' || tagName === 'source')) shown.push(node)
    if (tagName === 'meta' && isSharedPicture(node)) shown.push(node)
  }
  return filesIn(shown, base)
}

function isSharedPicture(meta: Element): boolean {
  const property = attributeOf(meta, 'property') ?? attributeOf(meta, 'name') ?? ''
  return /^(?:og|twitter):image(?::(?:src|url|secure_url))?$/.test(property)
}

/** And where to read on. Gives whether there was an element to put the class on. */
function markGated({ below, blocks }: PageCut): boolean {
  const elements = below.filter(isElement).filter(({ tagName }) => !UNSEEN.test(tagName))
  for (const element of elements) {
    const own = attributeOf(element, 'class')
    setAttribute(element, 'class', own ? `${own} ${GATED_CLASS}` : GATED_CLASS)
  }
  const first = elements.find(
    (element) => parentOf(element) === blocks && attributeOf(element, 'id') === undefined,
  )
  if (first !== undefined) setAttribute(first, 'id', READ_ON)
  return elements.length > 0
}

const UNSEEN = /^(?:script|style|link|meta|template|noscript)$/
/** What holds text and no blocks: a wall in it would be thrown out by the browser, to who knows where. */
const HOLDS_NO_BLOCKS = /^(?:p|h[1-6]|pre|span|a|em|strong|b|i|font|[uod]l|table|tbody|tr)$/

function setPlaces(places: Places, { blocks, at }: PageCut): void {
  const parent = parentOf(blocks)
  if (HOLDS_NO_BLOCKS.test(blocks.tagName) && parent !== null && 'tagName' in parent) {
    const index = parent.childNodes.indexOf(blocks)
    places.in(parent, 'wall', parent.childNodes[index + 1])
    places.in(parent, 'notice', blocks)
    return
  }
  places.in(blocks, 'wall', blocks.childNodes[at])
  places.in(blocks, 'notice', blocks.childNodes[0])
}

/** A summary that was made of the text may go on below the cut, or be taken from there. */
function openSummary(summary: string, runs: GatedRuns): string {
  const shortened = runs.shortened(summary)
  return runs.isIn(shortened) ? '' : shortened
}

/** The picture that the sizes of it were made of is no less gated. */
function withOriginals(files: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...files, ...[...files].map(familyOf)])
}

const NO_TEXT = /^(?:script|style|link|meta|template|noscript|iframe|object|embed)$/

/** Blocks as feeds and interfaces may carry them: nothing that runs, nothing that is not read. */
function granted(nodes: readonly Node[]): string {
  const isRead = (node: Node) =>
    isElement(node) ? !NO_TEXT.test(node.tagName) : node.nodeName !== '#comment'
  const root = defaultTreeAdapter.createDocumentFragment()
  const treeAdapter = {
    ...defaultTreeAdapter,
    getChildNodes: (node: ParentNode) => (node === root ? nodes : node.childNodes).filter(isRead),
  }
  return serialize(root, { treeAdapter }).trim()
}
