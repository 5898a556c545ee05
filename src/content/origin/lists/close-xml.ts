// XML closed: feeds (RSS 0.9 to 2.0, RDF, Atom), site maps and whatever else comes as XML. The rest stays byte for byte.
import { roleOf } from './closing.ts'
import { isOfSite, type Listing, listingOf } from './listing.ts'
import type { ListReading } from './reading.ts'
import type { Splice } from './splices.ts'
import { TITLE_WORDS, wordsIn } from './texts.ts'
import { closedItem, linksOf } from './xml-item.ts'
import { gapsIn, type XmlElement } from './xml-tree.ts'

const FEEDS = /^(?:rss|rdf|feed|entry|channel)$/
const MAPS = /^(?:urlset|sitemapindex)$/
/** Programs, pictures, and lists that say where something is. */
const NO_LISTS =
  /^(?:stylesheet|transform|svg|opml|opensearchdescription|rsd|browserconfig|cross-domain-policy)$/

/** What a publication says of itself. */
const MOST_AROUND = 120
/** What other XML may say before it is taken for texts of articles; only what reads like a sentence is counted. */
const MOST_PROSE = 60
const SENTENCE = 8

type IsItem = (element: XmlElement) => boolean

/** The places that change, with what stands in them then. */
export function closeXml(text: string, root: XmlElement, reading: ListReading): readonly Splice[] {
  return [...closedComments(text, root), ...closedRoot(text, root, reading)]
}

function closedRoot(text: string, root: XmlElement, reading: ListReading): readonly Splice[] {
  if (NO_LISTS.test(root.name)) return []
  if (root.name === 'oembed') return closedPreview(root)
  if (MAPS.test(root.name)) return closedMap(text, root, reading)
  const { addresses } = reading
  const isFeed = FEEDS.test(root.name)
  const isItem: IsItem = isFeed
    ? ({ name }) => name === 'item' || name === 'entry'
    : (element) => element !== root && linksOf(element).some((link) => isOfSite(link, addresses))
  const items: XmlElement[] = []
  const around: XmlElement[] = []
  sort(root, isItem, items, around)
  const splices = items.flatMap((item) => closedFeedItem(text, item, root, isItem, reading))
  return [...splices, ...(isFeed ? closedAround(text, around) : closedSentences(text, around))]
}

function sort(
  element: XmlElement,
  isItem: IsItem,
  items: XmlElement[],
  around: XmlElement[],
): void {
  if (isItem(element)) {
    items.push(element)
    return
  }
  around.push(element)
  for (const child of element.children) sort(child, isItem, items, around)
}

function closedFeedItem(
  text: string,
  item: XmlElement,
  root: XmlElement,
  isItem: IsItem,
  reading: ListReading,
): readonly Splice[] {
  const base = item.attributes['xml:base'] ?? root.attributes['xml:base']
  const listing = listingOf(linksOf(item), reading.lookUp, reading.addresses, base)
  if (listing.kind === 'free') return []
  if (isEpisode(item, root, listing)) {
    // Articles are read aloud too: whether it is one is looked at, and its text waits for that.
    if (listing.kind === 'unknown') reading.note(listing.where)
    return item.children.filter(isLongText).map(({ from, to }) => emptied(from, to))
  }
  let own = 0
  const splices = closedItem(text, item, listing, (element) => {
    if (!isItem(element)) return undefined
    const ofInner = closedFeedItem(text, element, root, isItem, reading)
    own -= ofInner.length
    return ofInner
  })
  own += splices.length
  if (own > 0 && listing.kind === 'unknown') reading.note(listing.where)
  return splices
}

/** An episode's notes are no article, unless they are known to be one's text. */
function isEpisode(item: XmlElement, root: XmlElement, listing: Listing): boolean {
  return (
    listing.kind === 'unknown' &&
    item.children.some(
      ({ name, attributes }) =>
        name === 'enclosure' && /^(?:audio|video)\//i.test(attributes['type'] ?? ''),
    ) &&
    root.children.some(({ children }) =>
      children.some(({ qualified }) => /^itunes:/i.test(qualified)),
    )
  )
}

/** Notes of an episode are shorter. */
function isLongText({ name, text }: XmlElement): boolean {
  return roleOf(name) === 'body' && wordsIn(text) > MOST_AROUND
}

const UNKNOWN: Listing = { kind: 'unknown', where: undefined }

/** A map names thousands of pages: none of them is read for the sake of a picture's caption. */
function closedMap(text: string, root: XmlElement, reading: ListReading): readonly Splice[] {
  return root.children.flatMap((item) => {
    if (closedItem(text, item, UNKNOWN, () => undefined).length === 0) return []
    const listing = listingOf(linksOf(item), reading.lookUp, reading.addresses)
    return listing.kind === 'free' ? [] : closedItem(text, item, listing, () => undefined)
  })
}

/** Around the items of a feed stands what the publication says of itself, and no text of an article. */
function closedAround(text: string, around: readonly XmlElement[]): readonly Splice[] {
  return around.flatMap((element) => {
    const own = wordsIn(element.text)
    const most = roleOf(element.name) === 'body' ? TITLE_WORDS : MOST_AROUND
    if (element.children.length === 0 && own > most) return [emptied(element.from, element.to)]
    return [...gapsIn(element)]
      .filter(([from, to]) => wordsIn(text.slice(from, to)) > MOST_AROUND)
      .map(([from, to]) => emptied(from, to))
  })
}

/** Other XML: as many sentences as an article has are taken for one. */
function closedSentences(text: string, around: readonly XmlElement[]): readonly Splice[] {
  const prose = around
    .map((element) => ({ element, words: wordsIn(ownOf(text, element)) }))
    .filter(({ words }) => words >= SENTENCE)
  const all = prose.reduce((sum, { words }) => sum + words, 0)
  return all > MOST_PROSE ? prose.map(({ element: { from, to } }) => emptied(from, to)) : []
}

/** With comments, where it holds other elements. */
function ownOf(text: string, element: XmlElement): string {
  if (element.children.length === 0) return element.text
  return [...gapsIn(element)].map(([from, to]) => text.slice(from, to)).join(' ')
}

/** A link's preview is a headline, a picture and a frame. */
function closedPreview(root: XmlElement): readonly Splice[] {
  return root.children
    .filter(({ text }) => wordsIn(text) > TITLE_WORDS)
    .map(({ from, to }) => emptied(from, to))
}

/** Before and behind the outermost element there is nothing to say at length. */
function closedComments(text: string, root: XmlElement): readonly Splice[] {
  return [...commentsIn(text, 0, root.begin), ...commentsIn(text, root.end, text.length)].filter(
    ({ from, to }) => wordsIn(text.slice(from, to)) > TITLE_WORDS,
  )
}

function commentsIn(text: string, begin: number, end: number): readonly Splice[] {
  const comments: Splice[] = []
  for (let from = text.indexOf('<!--', begin); from >= 0 && from < end; ) {
    const last = text.indexOf('-->', from)
    if (last < 0) break
    comments.push(emptied(from, last + '-->'.length))
    from = text.indexOf('<!--', last)
  }
  return comments
}

function emptied(from: number, to: number): Splice {
  return { from, to, text: '' }
}
