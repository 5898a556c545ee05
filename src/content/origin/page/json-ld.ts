// JSON-LD: the page's structured data made from what is granted: of the article marked as search engines want a paywall
// marked, without a word from below the cut.
import { defaultTreeAdapter, html } from 'parse5'
import type { Closing } from './close-page.ts'
import {
  attributeOf,
  type Document,
  type Element,
  isElement,
  nodesIn,
  rawTextOf,
  removeAll,
  setRawText,
} from './parse-page.ts'

/** What search engines are told is not free: one class, never nested. */
export const GATED_CLASS = 'standfirst-gated'

const ARTICLE_TYPE =
  /^(?:https?:\/\/schema\.org\/)?(?:\w*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting)$/
/** What is about other articles, or about the site. */
const ABOUT_OTHERS =
  /^(?:itemListElement|hasPart|isPartOf|citation|isBasedOn|mentions|relatedLink|publisher|author|comment|breadcrumb)$/
const MOST_DEPTH = 100

/** One script of the page. `value` is undefined where it is no JSON. */
export interface JsonLd {
  readonly element: Element
  readonly value: unknown
}

export interface MainFacts {
  readonly title: string
  /** Absolute, at the public address. */
  readonly url: string
}

type Item = Readonly<Record<string, unknown>>

export function jsonLdIn(document: Document): readonly JsonLd[] {
  const found: JsonLd[] = []
  for (const node of nodesIn(document))
    if (isElement(node) && node.tagName === 'script' && isJsonLd(node))
      found.push({ element: node, value: parsed(rawTextOf(node)) })
  return found
}

function isJsonLd(script: Element): boolean {
  return /^\s*application\/ld\+json\b/i.test(attributeOf(script, 'type') ?? '')
}

function parsed(text: string): unknown {
  const bare = text
    .replace(/^\s*(?:\/\*\s*)?(?:\/\/\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*\/)?/, '')
    .replace(/(?:\/\*\s*)?(?:\/\/\s*)?(?:-->|\]\]>)(?:\s*\*\/)?\s*$/, '')
  try {
    return JSON.parse(bare)
  } catch {
    return undefined
  }
}

/** Classes that the page says are not free. */
export function gatedClassesIn(scripts: readonly JsonLd[]): ReadonlySet<string> {
  const classes = new Set<string>()
  for (const { value } of scripts)
    eachItem(value, (item) => {
      const { cssSelector } = item
      if (!isFalse(item['isAccessibleForFree'])) return
      for (const selector of Array.isArray(cssSelector) ? cssSelector : [cssSelector])
        if (typeof selector === 'string' && /^\.[\w-]+$/.test(selector.trim()))
          classes.add(selector.trim().slice(1))
    })
  return classes
}

function isFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && /(?:^|\/)false$/i.test(value))
}

/** The scripts, with one of our own in the head where the page has none that is about its article. */
export function withMain(
  head: Element,
  scripts: readonly JsonLd[],
  facts: MainFacts,
): readonly JsonLd[] {
  if (mainIn(scripts, facts) !== undefined) return scripts
  const type = [{ name: 'type', value: 'application/ld+json' }]
  const element = defaultTreeAdapter.createElement('script', html.NS.HTML, type)
  defaultTreeAdapter.appendChild(head, element)
  const { title, url } = facts
  const headline = title === '' ? {} : { headline: title }
  const value = { '@context': 'https://schema.org', '@type': 'NewsArticle', ...headline, url }
  return [...scripts, { element, value }]
}

/** `isMarked`: whether an element with the gated class is on the page. */
export function markPaywall(scripts: readonly JsonLd[], facts: MainFacts, isMarked: boolean): void {
  const main = mainIn(scripts, facts)
  for (const { element, value } of scripts) {
    let isHere = false
    const marked = mapItems(value, (item) => {
      if (item !== main) return item
      isHere = true
      return withPaywall(item, isMarked)
    })
    if (isHere) write(element, marked)
  }
}

function withPaywall(item: Item, isMarked: boolean): Item {
  const others = [item['hasPart'] ?? []].flat().filter((part) => !isGatedPart(part))
  const gated = {
    '@type': 'WebPageElement',
    isAccessibleForFree: false,
    cssSelector: `.${GATED_CLASS}`,
  }
  const parts = isMarked ? [gated, ...others] : others
  const { hasPart: _, ...rest } = item
  return {
    ...rest,
    isAccessibleForFree: false,
    ...(parts.length === 0 ? {} : { hasPart: parts.length > 1 ? parts : parts[0] }),
  }
}

function isGatedPart(part: unknown): boolean {
  return isItem(part) && part['cssSelector'] !== undefined
}

/** Texts of articles that are not the page's own are nothing that was decided on: they go, from every view. */
export function closeOthersInJsonLd(
  scripts: readonly JsonLd[],
  facts: MainFacts | undefined,
): void {
  const main = facts && mainIn(scripts, facts)
  for (const { element, value } of scripts) {
    let isHere = false
    const closed = mapItems(value, (item) => {
      if (item === main || !isArticle(item)) return item
      isHere ||= item['articleBody'] !== undefined || item['text'] !== undefined
      return withText(item, '')
    })
    if (isHere) write(element, closed)
  }
}

/** Of the preview: text of the article is what everybody may read, and all copies of the rest go. */
export function closeJsonLd(
  scripts: readonly JsonLd[],
  facts: MainFacts | undefined,
  preview: string,
  closing: Closing,
): void {
  const main = facts && mainIn(scripts, facts)
  for (const { element, value } of scripts) {
    const own = mapItems(value, (item) =>
      item === main ? withText(withPaywall(item, true), preview) : withText(item, ''),
    )
    // What is no JSON is undefined from the beginning.
    const closed = closedValue(own, closing, 0)
    if (closed === undefined) removeAll([element])
    else write(element, closed)
  }
}

/** Of what the page says of anything: no copy of what was cut off. */
export function dropCopies(scripts: readonly JsonLd[], closing: Closing): void {
  for (const { element, value } of scripts) {
    const closed = closedValue(value, closing, 0)
    if (closed === undefined) removeAll([element])
    else write(element, closed)
  }
}

function withText(item: Item, granted: string): Item {
  if (!isArticle(item)) return item
  const { articleBody, text, ...rest } = item
  const hadText = articleBody !== undefined || text !== undefined
  return hadText && granted !== '' ? { ...rest, articleBody: granted } : rest
}

function closedValue(value: unknown, closing: Closing, depth: number): unknown {
  if (typeof value === 'string') {
    const short = closing.runs.shortened(value)
    return closing.runs.isIn(short) || closing.files.isIn(short) ? undefined : short
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > MOST_DEPTH) return undefined
  if (Array.isArray(value))
    return value
      .map((one) => closedValue(one, closing, depth + 1))
      .filter((one) => one !== undefined)
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    closedValue(one, closing, depth + 1),
  ])
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined))
}

/** The article of the page: what has its address or its headline, else the first that is not about others. */
function mainIn(scripts: readonly JsonLd[], { title, url }: MainFacts): Item | undefined {
  const articles: Item[] = []
  for (const { value } of scripts)
    eachItem(value, (item) => {
      if (isArticle(item)) articles.push(item)
    })
  const path = pathOf(url)
  const has = (item: Item) =>
    ['url', '@id', 'mainEntityOfPage'].some((key) => {
      const named = item[key]
      const address = isItem(named) ? (named['@id'] ?? named['url']) : named
      return typeof address === 'string' && pathOf(address) === path
    })
  return articles.find(has) ?? articles.find(({ headline }) => headline === title) ?? articles[0]
}

function pathOf(address: string): string | undefined {
  const base = 'https://nowhere.invalid'
  if (!URL.canParse(address, base)) return undefined
  return new URL(address, base).pathname.replace(/\/$/, '').toLowerCase()
}

function isArticle(item: Item): boolean {
  return [item['@type']].flat().some((type) => typeof type === 'string' && ARTICLE_TYPE.test(type))
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every item but those that belong to another article or to the site. */
function eachItem(value: unknown, see: (item: Item) => void, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return
  if (isItem(value)) see(value)
  for (const [key, inner] of Object.entries(value))
    if (key === 'hasPart' || !ABOUT_OTHERS.test(key)) eachItem(inner, see, depth + 1)
}

function mapItems(value: unknown, map: (item: Item) => Item, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return value
  if (Array.isArray(value)) return value.map((one) => mapItems(one, map, depth + 1))
  if (!isItem(value)) return value
  const mapped = Object.entries(map(value)).map(([key, one]) => [
    key,
    mapItems(one, map, depth + 1),
  ])
  return Object.fromEntries(mapped)
}

/** No `<`, so that no text can end the element. */
function write(script: Element, value: unknown): void {
  setRawText(script, JSON.stringify(value).replace(/</g, '\\u003c'))
}
