// Read page: takes an HTML page apart, and says what it tells of itself.
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { readable } from '../matching/readable.ts'
import type { Alternate, Link, PageFacts, Piece } from './apart.ts'
import { jsonTexts, parseJson } from './json-texts.ts'
import { searchAddress } from './search-form.ts'
import { readStructuredData } from './structured-data.ts'
import { attribute, isMeant, Styles } from './styles.ts'
import { rawText, textOf, type Walked, walkPage } from './walk-page.ts'
import { isWall, leadsToLogIn } from './wall-words.ts'

type Element = DefaultTreeAdapterTypes.Element

const MOST_LINKS = 2000
/** Names stand in every report, and longer ones are none. */
const LONGEST_NAME = 1000
/** Reader mode is not tried on more than this: no browser would offer it either. */
const MOST_FOR_READER = 1_500_000
const DEEPEST_FOR_READER = 256

export interface ReadPage {
  readonly pieces: readonly Piece[]
  readonly page: PageFacts
}

export function readPage(
  html: string,
  url: string,
  styles: readonly string[],
  readerMode: boolean,
): ReadPage {
  const document = parse(html, { scriptingEnabled: true })
  const own: string[] = []
  const jsonLd: string[] = []
  collect(document, own, jsonLd)
  const structured = readStructuredData(jsonLd)
  const walked = walkPage(document, new Styles([...styles, ...own]), structured.facts.selectors)
  const isReadable = html.length <= MOST_FOR_READER && deepest(document) <= DEEPEST_FOR_READER
  const readerText = readerMode && isReadable ? readerTextOf(html) : ''
  const page: PageFacts = {
    ...addressesIn(walked.elements, url),
    ...namesIn(walked.elements),
    search: searchAddress(walked.elements, url),
    data: structured.facts,
    shown: walked.shown,
    body: walked.body,
    named: walked.named,
    selected: isSelected(walked.elements, structured.facts.selectors),
    overlay: walked.overlay,
    readerText,
    wall: isWall(walked.shown),
    marks: marksOf(walked),
  }
  const shown: Piece = { place: 'shown', at: 'the page', text: walked.shown, of: undefined }
  return { page, pieces: [shown, ...walked.pieces, ...structured.pieces, ...statesOf(walked)] }
}

/** How many elements stand in each other. */
function deepest(document: DefaultTreeAdapterTypes.Document): number {
  let most = 0
  const open: [DefaultTreeAdapterTypes.Node, number][] = [[document, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next
    most = Math.max(most, depth)
    if ('childNodes' in node) for (const child of node.childNodes) open.push([child, depth + 1])
  }
  return most
}

function isSelected(elements: readonly Element[], selectors: readonly string[]): boolean {
  return elements.some((one) => selectors.some((selector) => isMeant(one, selector)))
}

/** The page's own style sheets, and its JSON-LD, which says what the walk has to look for. */
function collect(
  document: DefaultTreeAdapterTypes.Document,
  styles: string[],
  jsonLd: string[],
): void {
  const open: DefaultTreeAdapterTypes.Node[] = [document]
  while (open.length > 0) {
    const node = open.pop()
    if (node === undefined) break
    if ('tagName' in node && node.tagName === 'style') styles.push(rawText(node))
    else if ('tagName' in node && node.tagName === 'script') {
      if ((attribute(node, 'type') ?? '').toLowerCase().includes('ld+json'))
        jsonLd.push(rawText(node))
    } else if ('childNodes' in node)
      for (let at = node.childNodes.length - 1; at >= 0; at--) {
        const child = node.childNodes[at]
        if (child !== undefined) open.push(child)
      }
  }
}

function statesOf({ scripts }: Walked): readonly Piece[] {
  const streamed: string[] = []
  const pieces = scripts.flatMap(({ element, text }): readonly Piece[] => {
    if (text.trim().length < 40) return []
    const id = attribute(element, 'id')
    const name = id === undefined ? (globalOf(text) ?? 'an inline script') : `script #${id}`
    if (name === '__next_f') streamed.push(text)
    const type = attribute(element, 'type') ?? ''
    const value = /json/i.test(type) ? parseJson(text) : undefined
    if (value !== undefined) return withoutAddresses(jsonTexts(value, 'state', `of ${name}`).pieces)
    // What no browser runs is a text as it stands.
    const isProgram = type === '' || /script|module|json/i.test(type)
    const at = isProgram ? name : `the text of script[type="${type}"]`
    const assigned = isProgram ? assignedJson(text) : undefined
    if (assigned !== undefined)
      return withoutAddresses(jsonTexts(assigned, 'state', `of ${name}`).pieces)
    return [{ place: 'state', at, text, of: undefined }]
  })
  if (streamed.length < 2) return pieces
  // A page that is streamed breaks its texts anywhere: they are read as one again.
  const whole = streamed.map(streamedText).join('')
  return [...pieces, { place: 'state', at: '__next_f', text: whole, of: undefined }]
}

/** The value that a script does nothing with but put it somewhere: in it a rich text may break at every word. */
function assignedJson(script: string): unknown {
  const start = script.search(/=\s*[[{]/)
  const end = Math.max(script.lastIndexOf('}'), script.lastIndexOf(']'))
  const isRest = start >= 0 && start < LONGEST_NAME && end > start
  return isRest ? parseJson(script.slice(start + 1, end + 1)) : undefined
}

/** What one `push([1, "…"])` hands over. */
function streamedText(script: string): string {
  const start = script.indexOf('"')
  const end = script.lastIndexOf('"')
  if (start < 0 || end <= start) return ''
  const value = parseJson(`[${script.slice(start, end + 1)}]`)
  const [text] = Array.isArray(value) ? value : []
  return typeof text === 'string' ? text : script.slice(start + 1, end)
}

/** State is the page's own, whoever is named beside it. */
function withoutAddresses(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map((piece) => ({ ...piece, of: undefined }))
}

function globalOf(script: string): string | undefined {
  const found =
    /(?:window|self|globalThis)(?:\.([\w$]+)|\[["']([\w$]+)["']\])\s*(?:=|\.push)|\(self\.([\w$]+)\s*=/.exec(
      script.slice(0, 2000),
    )
  const name =
    found?.[1] ?? found?.[2] ?? found?.[3] ?? /\b(?:var|let|const)\s+([\w$]+)\s*=/.exec(script)?.[1]
  return name?.slice(0, 60)
}

function marksOf({ scripts, elements }: Walked): readonly string[] {
  const marks = scripts.flatMap(({ element, text }) => {
    const build = /"buildId":"([\w-]{1,80})"/.exec(text)?.[1]
    return [attribute(element, 'id'), globalOf(text), build && `build ${build}`]
  })
  const keys = scripts.flatMap(({ element }) => {
    const address = `${attribute(element, 'src') ?? ''} ${attribute(element, 'data-ghost') ?? ''}`
    const key = attribute(element, 'data-key')
    return key !== undefined && /ghost|portal|sodo-search/.test(address) ? [`ghost key ${key}`] : []
  })
  const roots = elements.flatMap((one) => {
    const id = attribute(one, 'id')
    return id === '__next' || id === '__nuxt' || id === 'fusion-app' ? [id] : []
  })
  return [...new Set([...keys, ...marks, ...roots].filter((mark) => mark !== undefined))].slice(
    0,
    60,
  )
}

function namesIn(elements: readonly Element[]) {
  const meta = (name: string) =>
    elements
      .find(
        (one) =>
          one.tagName === 'meta' &&
          (attribute(one, 'property') === name || attribute(one, 'name') === name),
      )
      ?.attrs.find((one) => one.name === 'content')?.value
  const first = (tag: string) => elements.find((one) => one.tagName === tag)
  const title = first('title')
  const headline = first('h1')
  return {
    title: title && clean(rawText(title)).slice(0, LONGEST_NAME),
    headline: (headline ? clean(textOf(headline)) : meta('og:title'))?.slice(0, LONGEST_NAME),
    description: meta('og:description') ?? meta('description'),
    generator: meta('generator')?.slice(0, LONGEST_NAME),
    openGraphType: meta('og:type'),
  }
}

function addressesIn(elements: readonly Element[], url: string) {
  const base = elements.find(({ tagName }) => tagName === 'base')
  const root = absolute(base && attribute(base, 'href'), url) ?? url
  const alternates: Alternate[] = []
  const links: Link[] = []
  const stylesheets: string[] = []
  const scripts: string[] = []
  const loads: string[] = []
  const pictures: string[] = []
  let logIn = false
  for (const element of elements) {
    const address = absolute(attribute(element, 'href') ?? attribute(element, 'src'), root)
    if (element.tagName === 'a' || element.tagName === 'button') {
      const text = clean(textOf(element)) || (attribute(element, 'aria-label') ?? '')
      if (leadsToLogIn(text, attribute(element, 'href') ?? '')) logIn = true
      if (address !== undefined && links.length < MOST_LINKS) links.push({ href: address, text })
    } else if (address === undefined) continue
    else if (element.tagName === 'link') {
      const rel = (attribute(element, 'rel') ?? '').toLowerCase()
      const type = (attribute(element, 'type') ?? '').toLowerCase()
      alternates.push({ rel, type, href: address, media: attribute(element, 'media') ?? '' })
      if (/\bstylesheet\b/.test(rel)) stylesheets.push(address)
      if (/\bstylesheet\b|\bpreload\b/.test(rel)) loads.push(address)
    } else if (/^(?:script|iframe|img|video|audio|source|embed)$/.test(element.tagName)) {
      if (element.tagName === 'script') scripts.push(address)
      if (element.tagName === 'img') pictures.push(address)
      if (attribute(element, 'loading') !== 'lazy') loads.push(address)
    }
  }
  const canonical = alternates.find(({ rel }) => rel === 'canonical')?.href
  return { canonical, alternates, links, stylesheets, scripts, loads, pictures, logIn }
}

function readerTextOf(html: string): string {
  try {
    const { document } = parseHTML(html)
    return linesOf(new Readability(document).parse()?.content ?? '')
  } catch {
    // A page that Reader mode cannot make sense of has no Reader mode.
    return ''
  }
}

/** The text of blocks, each on its line. */
function linesOf(html: string): string {
  return html
    .split(/<\/?(?:p|div|li|[uo]l|h[1-6]|section|aside|blockquote|figcaption|br|tr)\b[^>]*>/i)
    .map((block) => clean(readable(block)))
    .filter((line) => line !== '')
    .join('\n')
}

function absolute(address: string | undefined, base: string): string | undefined {
  if (address === undefined || address === '') return undefined
  const url = URL.parse(address, base)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined
}

function clean(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
