// Walk page: through a page once, from its first node to its last. What a reader's eye meets goes to one side; what is
// hidden, written into attributes, comments, templates and scripts goes to the other, with the place where it stands.
import type { DefaultTreeAdapterTypes } from 'parse5'
import type { Piece, Place } from './apart.ts'
import { findBody, type Node, SILENT } from './find-body.ts'
import { jsonTexts, parseJson } from './json-texts.ts'
import { attribute, classesOf, isMeant, parentOf, type Seen, type Styles } from './styles.ts'
import { asksForConsent, isWall } from './wall-words.ts'

type Element = DefaultTreeAdapterTypes.Element
type Document = DefaultTreeAdapterTypes.Document

const BLOCK =
  /^(?:address|article|aside|blockquote|body|br|button|caption|d[dlt]|details|dialog|div|fieldset|fig(?:caption|ure)|footer|form|h[1-6r]|header|html|hgroup|label|legend|li|main|nav|[ou]l|option|p|pre|section|summary|t(?:able|body|d|foot|h|head|r))$/

/** Words that are seen of a box that cuts its text off, or under something that lies over the page. */
const SEEN_OF_CLIPPED = 60
const CLIPPED_FROM = 80
/** No preview is as long as this: what is more lies there to be covered. */
const COVERED_FROM = 180
const SHORTEST = 25

/** Names that sites give to the part behind their wall. */
const GATED_NAME =
  /^(?:(?:js-|is-|has-|the-)?(?:paywall(?:ed)?|premium|subscribers?|members?|gated|locked|plus|metered|paid|protected|restricted)(?:[-_]+(?:content|text|body|only|article|part|section|area|story))?|(?:content|text|body|article|post|entry)[-_]+(?:gated|locked|premium|paywall(?:ed)?|protected|rest|full)|(?:rest|remainder)[-_]of[-_](?:article|story|text)|full[-_]?(?:text|article|story))$/i

/** Attributes that hold addresses, names and measures, and never text to be read. */
const NO_TEXT =
  /^(?:class|d|points|viewbox|integrity|nonce|width|height|rel|target|type|lang|media|sizes|role|for|id)$/i
/** Programs and rules, unless they are longer than most of these are. */
const SELDOM_TEXT = /^(?:style|on\w+)$/i
const LONG = 400
const ADDRESS = /^(?:href|src|srcset|action|poster)$/
const CARRIES_TEXT = /^\s*(?:data:text|javascript:|mailto:|sms:)/i

export interface Walked {
  readonly elements: readonly Element[]
  readonly pieces: readonly Piece[]
  readonly shown: string
  readonly body: string
  readonly named: string
  readonly overlay: string | undefined
  readonly jsonLd: readonly string[]
  readonly scripts: readonly { readonly element: Element; readonly text: string }[]
}

/** `selectors`: what the page's markup calls gated. */
export function walkPage(document: Document, styles: Styles, selectors: readonly string[]): Walked {
  const elements = elementsOf(document)
  const seen = new Map<Element, readonly Seen[]>()
  for (const element of elements) {
    const own = styles.of(element)
    if (own.length > 0) seen.set(element, own)
  }
  const overlay = elements.find(
    (element) =>
      seen.get(element)?.some(({ effect }) => effect === 'covers') === true && isWallBox(element),
  )
  const body = findBody(elements)
  const walk = new Walk({ seen, overlay, body, selectors })
  walk.through(document)
  return { elements, overlay: overlay && nameOf(overlay), ...walk.end() }
}

function isWallBox(element: Element): boolean {
  const text = textOf(element)
  return text.length < 4000 && isWall(text) && !asksForConsent(text)
}

interface Known {
  readonly seen: ReadonlyMap<Element, readonly Seen[]>
  readonly overlay: Element | undefined
  readonly body: Element | undefined
  readonly selectors: readonly string[]
}

/** How the text of a node stands, as its ancestors have it. */
interface Standing {
  readonly place: Place
  /** The element or the rule that hides it. */
  readonly at: string
  readonly isBody: boolean
  readonly isNamed: boolean
  /** Words that may still be seen of a box that cuts its text off. */
  readonly clip: { left: number; readonly at: string } | undefined
}

type Step = { readonly node: Node; readonly standing: Standing } | { readonly end: Standing }

class Walk {
  readonly #known: Known
  readonly #texts = new Map<string, { place: Place; at: string; parts: string[] }>()
  readonly #attributes = new Map<string, string[]>()
  readonly #data: Piece[] = []
  readonly #shown: string[] = []
  readonly #body: string[] = []
  readonly #named: string[] = []
  readonly #jsonLd: string[] = []
  readonly #scripts: { element: Element; text: string }[] = []

  constructor(known: Known) {
    this.#known = known
  }

  /** With a stack of its own: a page may nest deeper than functions can. */
  through(document: Document): void {
    const top: Standing = { place: 'shown', at: '', isBody: false, isNamed: false, clip: undefined }
    const steps: Step[] = [{ node: document, standing: top }]
    while (steps.length > 0) {
      const step = steps.pop()
      if (step === undefined) break
      if ('end' in step) this.#say('\n', step.end)
      else this.#enter(step.node, step.standing, steps)
    }
  }

  end() {
    const pieces: Piece[] = [...this.#data]
    for (const { place, at, parts } of this.#texts.values())
      pieces.push({ place, at, text: parts.join(''), of: undefined })
    for (const [at, parts] of this.#attributes)
      pieces.push({ place: 'attribute', at, text: parts.join('\n'), of: undefined })
    return {
      pieces: pieces.filter(({ text }) => text.trim().length >= SHORTEST),
      shown: this.#shown.join(''),
      body: this.#body.join(''),
      named: this.#named.join(''),
      jsonLd: this.#jsonLd,
      scripts: this.#scripts,
    }
  }

  #enter(node: Node, standing: Standing, steps: Step[]): void {
    if (node.nodeName === '#comment' && 'data' in node)
      this.#keep('comment', 'a comment', node.data)
    else if (node.nodeName === '#text' && 'value' in node) this.#say(node.value, standing)
    else if ('tagName' in node) this.#element(node, standing, steps)
    else if ('childNodes' in node) pushAll(node.childNodes, standing, steps)
  }

  #element(element: Element, above: Standing, steps: Step[]): void {
    this.#readAttributes(element)
    const { tagName } = element
    if (tagName === 'script') this.#script(element)
    else if (tagName === 'noscript') this.#keep('noscript', 'noscript', rawText(element))
    else if (tagName === 'template' && 'content' in element)
      this.#template(element as DefaultTreeAdapterTypes.Template, above, steps)
    else if (tagName === 'head')
      pushAll(element.childNodes, { ...above, place: 'metadata', at: 'head' }, steps)
    else if (tagName === 'title') this.#keep('metadata', 'title', rawText(element))
    else if (tagName !== 'style') {
      const standing = this.#standing(element, above)
      const isBlock = BLOCK.test(tagName)
      if (isBlock) this.#say('\n', standing)
      if (isBlock) steps.push({ end: standing })
      if (!/^(?:iframe|object)$/.test(tagName)) pushAll(element.childNodes, standing, steps)
    }
  }

  #template(element: DefaultTreeAdapterTypes.Template, above: Standing, steps: Step[]): void {
    const isShadow = attribute(element, 'shadowrootmode') !== undefined
    const inside: Standing = isShadow
      ? above
      : { ...above, place: 'template', at: nameOf(element), clip: undefined }
    pushAll(element.content.childNodes, inside, steps)
  }

  #standing(element: Element, above: Standing): Standing {
    const isBody = above.isBody || element === this.#known.body
    const isNamed = above.isNamed || this.#isNamed(element)
    const inside = { ...above, isBody, isNamed }
    if (above.place !== 'shown') return inside
    const hidden = this.#hiddenBy(element)
    if (hidden !== undefined) return { ...inside, place: 'hidden', at: hidden, clip: undefined }
    const clipped = inside.clip === undefined ? this.#clippedBy(element) : undefined
    return clipped === undefined
      ? inside
      : { ...inside, clip: { left: SEEN_OF_CLIPPED, at: clipped } }
  }

  #hiddenBy(element: Element): string | undefined {
    const name = nameOf(element)
    if (attribute(element, 'hidden') !== undefined) return `the hidden attribute of ${name}`
    if (element.tagName === 'dialog' && attribute(element, 'open') === undefined)
      return `the closed ${name}`
    if (/^(?:html|body)$/.test(element.tagName)) return undefined
    if (/^(?:noembed|noframes|datalist)$/.test(element.tagName)) return name
    const hides = this.#known.seen.get(element)?.find(({ effect }) => effect === 'hides')
    return hides && (hides.why.includes(' on ') ? hides.why : `${hides.why} on ${name}`)
  }

  /** Undefined for boxes that are too small to hold more of an article than a teaser. */
  #clippedBy(element: Element): string | undefined {
    const { overlay, body, seen } = this.#known
    if (element === body && overlay !== undefined && countWords(textOf(element)) >= COVERED_FROM)
      return `${nameOf(overlay)} over it`
    const clips = seen.get(element)?.find(({ effect }) => effect === 'clips')
    if (clips === undefined || countWords(textOf(element)) < CLIPPED_FROM) return undefined
    return clips.why.includes(' on ') ? clips.why : `${clips.why} on ${nameOf(element)}`
  }

  #isNamed(element: Element): boolean {
    if (this.#known.selectors.some((selector) => isMeant(element, selector))) return true
    const names = [...classesOf(attribute(element, 'class') ?? ''), attribute(element, 'id') ?? '']
    return names.some((name) => GATED_NAME.test(name))
  }

  #say(text: string, standing: Standing): void {
    const { clip } = standing
    if (standing.isNamed) this.#named.push(text)
    if (standing.place !== 'shown') {
      this.#keepPart(standing.place, standing.at, text)
      return
    }
    if (clip !== undefined && clip.left <= 0) {
      this.#keepPart('hidden', clip.at, text)
      return
    }
    if (clip !== undefined) clip.left -= countWords(text)
    this.#shown.push(text)
    if (standing.isBody) this.#body.push(text)
  }

  #keep(place: Place, at: string, text: string): void {
    if (text.trim().length >= SHORTEST) this.#keepPart(place, at, `${text}\n`)
  }

  #keepPart(place: Place, at: string, text: string): void {
    const key = `${place} ${at}`
    const known = this.#texts.get(key)
    if (known !== undefined) known.parts.push(text)
    else if (text.trim() !== '') this.#texts.set(key, { place, at, parts: [text] })
  }

  #script(element: Element): void {
    const text = rawText(element)
    const type = (attribute(element, 'type') ?? '').toLowerCase()
    if (type.includes('ld+json')) this.#jsonLd.push(text)
    else this.#scripts.push({ element, text })
  }

  #readAttributes(element: Element): void {
    if (element.tagName === 'meta') {
      this.#meta(element)
      return
    }
    for (const { name, value } of element.attrs) {
      if (value.length < SHORTEST || NO_TEXT.test(name)) continue
      if (SELDOM_TEXT.test(name) && value.length < LONG) continue
      if (ADDRESS.test(name) && !CARRIES_TEXT.test(value)) continue
      const at = `${name} of ${element.tagName}`
      const known = this.#attributes.get(at)
      if (known === undefined) this.#attributes.set(at, [value])
      else known.push(value)
      this.#readData(value, at)
    }
  }

  /** What components are given to begin with; a rich text may break in it at every word. */
  #readData(value: string, at: string): void {
    const data = value.length < LONG || !/^\s*[[{]/.test(value) ? undefined : parseJson(value)
    if (data === undefined) return
    for (const piece of jsonTexts(data, 'attribute', `of ${at}`).pieces)
      this.#data.push({ ...piece, of: undefined })
  }

  #meta(element: Element): void {
    const name =
      attribute(element, 'property') ?? attribute(element, 'name') ?? attribute(element, 'itemprop')
    const text = attribute(element, 'content')
    if (name !== undefined && text !== undefined) this.#keep('metadata', name, text)
  }
}

function pushAll(nodes: readonly Node[], standing: Standing, steps: Step[]): void {
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at]
    if (node !== undefined) steps.push({ node, standing })
  }
}

function elementsOf(document: Document): readonly Element[] {
  const found: Element[] = []
  const open: Node[] = [document]
  while (open.length > 0) {
    const node = open.pop()
    if (node === undefined) break
    if ('tagName' in node) found.push(node)
    if ('childNodes' in node)
      for (let at = node.childNodes.length - 1; at >= 0; at--) {
        const child = node.childNodes[at]
        if (child !== undefined) open.push(child)
      }
  }
  return found
}

export function rawText(element: Element): string {
  return element.childNodes.map((node) => ('value' in node ? node.value : '')).join('')
}

/** All text in an element, whatever becomes of it. */
export function textOf(element: Element): string {
  const parts: string[] = []
  const open: Node[] = [element]
  while (open.length > 0) {
    const node = open.pop()
    if (node === undefined) break
    if (node.nodeName === '#text' && 'value' in node) parts.push(node.value)
    else if ('childNodes' in node && !SILENT.has(node.nodeName))
      for (let at = node.childNodes.length - 1; at >= 0; at--) {
        const child = node.childNodes[at]
        if (child !== undefined) open.push(child)
      }
  }
  return parts.join(' ')
}

/** As a developer would write it in a style sheet: `div.article-rest`. */
function nameOf(element: Element): string {
  const id = attribute(element, 'id')
  const [first] = classesOf(attribute(element, 'class') ?? '')
  const mark = id !== undefined && id !== '' ? `#${id}` : first === undefined ? '' : `.${first}`
  const own = `${element.tagName}${mark}`.slice(0, 80)
  const parent = parentOf(element)
  return mark === '' &&
    parent !== undefined &&
    parent.tagName !== 'body' &&
    parent.tagName !== 'html'
    ? `${own} in ${parent.tagName}`
    : own
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}
