// Survey: one walk over a page that says of each element where it stands and how much text it holds, so that nobody who
// looks for something has to walk again. Pages are up to megabytes large and as deep as they like: no recursion, and
// each question about an element is answered from its place.
import type { DefaultTreeAdapterTypes } from 'parse5'
import { classesOf, type Element, isElement, type Node } from './selectors.ts'

export interface Place {
  readonly element: Element
  readonly parent: Place | undefined
  /** Its number in document order. */
  readonly at: number
  /** The number after everything in it. */
  end: number
  readonly classes: readonly string[]
  /** In navigation, comments, a sidebar: nothing of the article's text should stand there. In a footer its facts may. */
  readonly beside: 'no' | 'footer' | 'yes'
  /** Characters of text in it, white space left out. */
  letters: number
  /** Pictures, films, sounds and frames in it. */
  media: number
  /** Characters that stand in no block within it; and how many of those are links. */
  direct: number
  linked: number
}

export interface Survey {
  readonly places: readonly Place[]
  readonly placeOf: ReadonlyMap<Element, Place>
}

export function survey(document: DefaultTreeAdapterTypes.Document): Survey {
  const places: Place[] = []
  const open: Step[] = [{ node: document, parent: undefined, block: undefined, link: false }]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const inside = isElement(step.node) ? enter(step.node, step, places) : readText(step)
    if (inside === undefined || !('childNodes' in step.node)) continue
    const { childNodes } = step.node
    for (let at = childNodes.length - 1; at >= 0; at--) {
      const node = childNodes[at]
      if (node !== undefined)
        open.push({ node, parent: inside.parent, block: inside.block, link: inside.link })
    }
  }
  // What is inside comes later: backwards, each is complete before it is added to what it stands in.
  for (const place of places.toReversed()) {
    if (place.parent === undefined) continue
    place.parent.end = Math.max(place.parent.end, place.end)
    place.parent.letters += place.letters
    place.parent.media += place.media
  }
  return { places, placeOf: new Map(places.map((place) => [place.element, place])) }
}

interface Inside {
  readonly parent: Place | undefined
  /** The nearest block, and whether there is a link between it and the text. */
  readonly block: Place | undefined
  readonly link: boolean
}

type Step = Inside & { readonly node: Node }

function enter(element: Element, within: Inside, places: Place[]): Inside | undefined {
  const { tagName } = element
  const classes = classesOf(element)
  const place: Place = {
    element,
    parent: within.parent,
    at: places.length,
    end: places.length + 1,
    classes,
    beside: besideOf(element, classes, within.parent),
    letters: 0,
    media: MEDIA.has(tagName) ? 1 : 0,
    direct: 0,
    linked: 0,
  }
  places.push(place)
  if (SILENT.has(tagName)) return undefined
  if (INLINE.has(tagName))
    return { parent: place, block: within.block, link: within.link || tagName === 'a' }
  return { parent: place, block: place, link: false }
}

function readText({ node, parent, block, link }: Step): Inside | undefined {
  if (node.nodeName === '#document') return { parent, block, link }
  if (node.nodeName !== '#text' || !('value' in node) || parent === undefined) return undefined
  const letters = lettersIn(node.value)
  parent.letters += letters
  if (block === undefined) return undefined
  block.direct += letters
  if (link) block.linked += letters
  return undefined
}

/** White space of ASCII and the no-break space do not count; a longer list would cost more than it tells. */
function lettersIn(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 32 && code !== 160) letters++
  }
  return letters
}

export function contains(outer: Place, inner: Place): boolean {
  return outer.at <= inner.at && inner.at < outer.end
}

/** The smallest place that holds all of them. */
export function commonPlace(places: readonly Place[]): Place | undefined {
  const first = Math.min(...places.map(({ at }) => at))
  const last = Math.max(...places.map(({ at }) => at))
  let common = places.find(({ at }) => at === first)
  while (common !== undefined && last >= common.end) common = common.parent
  return common
}

/** Those that stand in no other of them. In document order. */
export function outermost(places: readonly Place[]): readonly Place[] {
  let end = 0
  return places.filter((place) => {
    if (place.at < end) return false
    end = place.end
    return true
  })
}

/** Those of them that stand in none of the others. Both in document order, the others outermost. */
export function outsideOf(places: readonly Place[], others: readonly Place[]): readonly Place[] {
  let next = 0
  return places.filter((place) => {
    for (let one = others[next]; one !== undefined && one.end <= place.at; one = others[++next]);
    const around = others[next]
    return around === undefined || !contains(around, place)
  })
}

const MEDIA = new Set(['img', 'picture', 'video', 'audio', 'iframe', 'object', 'embed', 'canvas'])

/** Nothing in these is read as the page's text. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'title', 'iframe', 'object'])

/** What does not end a line of text. */
const INLINE = new Set(
  'a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

function besideOf(
  element: Element,
  classes: readonly string[],
  parent: Place | undefined,
): Place['beside'] {
  const above = parent?.beside ?? 'no'
  // A mark on the whole page says that it has a sidebar, not that it is one.
  if (above === 'yes' || element.tagName === 'html' || element.tagName === 'body') return above
  const isMarked =
    BESIDE_TAGS.has(element.tagName) ||
    element.attrs.some(
      ({ name, value }) =>
        (name === 'role' && BESIDE_ROLES.has(value)) || (name === 'id' && BESIDE.has(value)),
    ) ||
    classes.some((one) => BESIDE.has(one))
  if (isMarked) return 'yes'
  return element.tagName === 'footer' ? 'footer' : above
}

const BESIDE_TAGS = new Set(['nav', 'aside', 'dialog'])
const BESIDE_ROLES = new Set(['navigation', 'complementary', 'contentinfo', 'dialog', 'search'])
const BESIDE = new Set(
  'comment comments comments-area comment-list commentlist comment-respond respond disqus_thread wp-block-comments sidebar widget widget-area secondary related related-posts jp-relatedposts yarpp read-more-wrap read-next newsletter cookie-notice breadcrumbs breadcrumb author-box post-navigation site-header site-footer gh-head gh-foot'.split(
    ' ',
  ),
)
