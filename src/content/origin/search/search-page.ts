// Search page: one page of results as it came: what it leads to, and the same page without some of it.
import type { DefaultTreeAdapterTypes } from 'parse5'
import type { PageSettings, PageSource } from '../../../core/origin.ts'
import { decodePage } from '../page/decode.ts'
import { type Place, survey } from '../page/find-body-survey.ts'
import {
  attributeOf,
  type Element,
  isElement,
  nodesIn,
  parsePage,
  rawTextOf,
  removeAll,
  setRawText,
  written,
} from '../page/parse-page.ts'
import { recognisePage } from '../page/recognise.ts'
import { type Head, readHead } from '../page/recognise-head.ts'
import { textOf } from '../page/selectors.ts'

/** What is done to a page. Plain data: it is handed to a thread. */
export interface SearchStep {
  /** Paths of articles that leave no trace on it, and of those that stay. */
  readonly without: readonly string[]
  readonly stay: readonly string[]
  /** What stands there whatever is searched, as `leads`: it stays. */
  readonly anyway: readonly string[]
  /** Stands on the page, and what takes its place. */
  readonly said: { readonly word: string; readonly typed: string } | undefined
}

export interface SearchPage {
  readonly html: string
  /** A path and where on the page it stands, for each of its links. */
  readonly leads: readonly (readonly [path: string, where: string])[]
  /** Paths of what it lists as articles. */
  readonly listed: readonly string[]
  /** Of the article that it is itself. */
  readonly own: string | undefined
}

/** Undefined for a page that cannot be read. `now` in epoch milliseconds. */
export function readSearchPage(
  source: PageSource,
  step: SearchStep,
  settings: PageSettings,
  now: number,
): SearchPage | undefined {
  const page = parsePage(decodePage(source.bytes, source.type))
  if (page === undefined) return undefined
  const { document } = page
  const { places } = survey(document)
  const head = readHead({ places, placeOf: new Map() }, source.address, settings.addresses)
  const links = linksOf(places, head)
  const found = recognisePage(document, source, settings, now)
  removeFrom(document, places, links, step)
  dropCounts(document)
  if (settings.cms === 'wordpress') dropOrder(document)
  if (step.said !== undefined) say(document, step.said)
  return {
    html: written(document),
    leads: links.map(({ path, where }) => [path, where]),
    listed: found.kind === 'unfindable' ? [] : found.listed.map(({ path }) => path),
    own:
      found.kind === 'page' ? undefined : found.kind === 'article' ? found.article.path : head.path,
  }
}

interface Link {
  readonly place: Place
  readonly path: string
  readonly where: string
}

function linksOf(places: readonly Place[], { pathOf }: Pick<Head, 'pathOf'>): readonly Link[] {
  const wheres = new Map<Place, string>()
  const whereOf = (place: Place): string => {
    const before = wheres.get(place)
    if (before !== undefined) return before
    const { parent, element, classes } = place
    if (/^(?:html|body)$/.test(element.tagName)) return ''
    // What has a number in it is of one article.
    const named = classes.filter((one) => !/\d/.test(one)).join('.')
    const where = `${parent === undefined ? '' : whereOf(parent)}>${element.tagName}.${named}`
    wheres.set(place, where)
    return where
  }
  return places.flatMap((place) => {
    if (!/^(?:a|area)$/.test(place.element.tagName)) return []
    const path = pathOf(attributeOf(place.element, 'href') ?? '')
    return path === undefined || path === '/' ? [] : [{ place, path, where: whereOf(place) }]
  })
}

export function leadKey([path, where]: readonly [string, string]): string {
  return `${path} ${where}`
}

/** Holds more than what was found. */
const AROUND = /^(?:html|head|body|main|form|header|footer|nav|aside|table|tbody)$/

function removeFrom(
  document: DefaultTreeAdapterTypes.Document,
  places: readonly Place[],
  links: readonly Link[],
  { without, stay, anyway }: SearchStep,
): void {
  if (without.length === 0) return
  const gone = new Set(without)
  const staying = new Set(stay)
  const besides = new Set(anyway)
  const isAnyway = ({ path, where }: Link) => besides.has(leadKey([path, where]))
  const kept = links.filter((link) => isAnyway(link) || staying.has(link.path))
  const keptAt = kept.map(({ place }) => place.at)
  const isFree = ({ at, end }: Place) => !keptAt.some((one) => at <= one && one < end)
  const items = links
    .filter((link) => gone.has(link.path) && !isAnyway(link))
    .map(({ place }) => {
      let item = place
      for (let up = place.parent; up !== undefined && isFree(up); up = up.parent) {
        if (AROUND.test(up.element.tagName)) break
        item = up
      }
      return item
    })
  const traces = places.filter(({ element }) => isTrace(element, without))
  removeAll([...items, ...traces].map(({ element }) => element))
  for (const node of nodesIn(document)) if (isElement(node)) dropAttributes(node, without)
}

/** States, structured data and the like, that name what is gone. */
function isTrace(element: Element, without: readonly string[]): boolean {
  return (
    /^(?:script|noscript|template)$/.test(element.tagName) && names(rawTextOf(element), without)
  )
}

function dropAttributes(element: Element, without: readonly string[]): void {
  if (element.tagName === 'a') return
  element.attrs = element.attrs.filter(({ value }) => !names(value, without))
}

function names(text: string, paths: readonly string[]): boolean {
  if (!text.includes('/') && !/%2f/i.test(text)) return false
  const plain = text.replaceAll('\\/', '/').replaceAll(/%2f/gi, '/').toLowerCase()
  return paths.some((path) => plain.includes(path) || plain.includes(encodeURI(path).toLowerCase()))
}

const COUNTED =
  /\d[\d.,\u00a0]*\s*(?:(?:search\s+)?(?:results?|hits?|matches|matching|articles?|posts?|stories|items?|entries|found)|treffer|(?:such)?ergebnis|artikel|beitr|fundst|gefunden|r[ée]sultat|risultat|resultad|resultat)|(?:found|gefunden|showing|zeige|total|insgesamt|results?|ergebnisse|treffer)\D{0,4}\d/i
const LONGEST_COUNT = 160
const NUMBERS = /\d[\d.,]*(?:\s*(?:[-–]|of|von|to|bis|sur|de|di)\s*\d[\d.,]*)*\s*/gi
const NO_COUNT = /^(?:a|script|style|noscript|template|html|head|body|main|article|time|form)$/

/** How many were found would tell what was taken out. */
function dropCounts(document: DefaultTreeAdapterTypes.Document): void {
  for (const node of nodesIn(document)) {
    if (!isElement(node) || NO_COUNT.test(node.tagName) || isInLink(node)) continue
    const text = textOf(node)
    if (text.length > LONGEST_COUNT || !COUNTED.test(text)) continue
    const inside = [...nodesIn(node)]
    if (inside.some((one) => isElement(one) && NO_COUNT.test(one.tagName))) continue
    for (const one of inside)
      if (one.nodeName === '#text' && 'value' in one) one.value = one.value.replace(NUMBERS, '')
  }
}

function isInLink(element: Element): boolean {
  for (let at = element.parentNode; at !== null && isElement(at); at = at.parentNode)
    if (/^(?:a|article)$/.test(at.tagName)) return true
  return false
}

/** It was asked by date in place of the reader, and will be again. */
function dropOrder(document: DefaultTreeAdapterTypes.Document): void {
  for (const node of nodesIn(document)) {
    if (!isElement(node)) continue
    const href = node.attrs.find(({ name }) => name === 'href')
    if (href?.value.includes('orderby=date'))
      href.value = href.value.replace(/([?&])orderby=date(?:&|$|(?=#))/, '$1').replace(/[?&]$/, '')
  }
}

/** The page of a search for one word says that another one was searched. */
function say(
  document: DefaultTreeAdapterTypes.Document,
  { word, typed }: NonNullable<SearchStep['said']>,
): void {
  const inAddress = encodeURIComponent(typed).replaceAll('%20', '+')
  const inScript = JSON.stringify(typed).slice(1, -1).replaceAll('<', '\\u003c')
  for (const node of nodesIn(document)) {
    if (isElement(node)) {
      for (const attribute of node.attrs)
        if (attribute.value.includes(word))
          attribute.value = attribute.value.replaceAll(
            word,
            ADDRESS.test(attribute.name) ? inAddress : typed,
          )
      if (/^(?:script|style|noscript|iframe)$/.test(node.tagName)) {
        const raw = rawTextOf(node)
        if (raw.includes(word)) setRawText(node, raw.replaceAll(word, inScript))
      }
    } else if ('value' in node && node.value.includes(word))
      node.value = node.value.replaceAll(word, typed)
    else if ('data' in node && node.data.includes(word))
      node.data = node.data.replaceAll(word, inAddress)
  }
}

const ADDRESS = /^(?:href|src|action|content|data-url|data-href)$/
