// Structured data: what the JSON-LD of a page says, of whichever article it says it.
import { decodeHTML } from 'entities'

/** One object of the data. */
export type Thing = ReadonlyMap<string, unknown>

export interface Structured {
  /** Articles that the page itself may be, and not such as it lists, quotes or belongs to. */
  readonly articles: readonly Thing[]
  /** Types of everything else that the page itself may be. */
  readonly types: readonly string[]
  /** What a list names: addresses. */
  readonly listed: readonly string[]
  /** Selectors of what is said not to be free. */
  readonly gated: readonly string[]
  /** Whether something that the page itself may be is said to be free or not. */
  readonly free: readonly boolean[]
  readonly byId: ReadonlyMap<string, Thing>
  /** Data that nobody can read and that speaks of an article. */
  readonly broken: boolean
}

const ARTICLE = /(?:Article|BlogPosting|^Report|^Recipe|^(?:Critic)?Review)$/
/** What stands under these is the page itself; under all others, something that it speaks of. */
const ITSELF = new Set(['@graph', 'mainEntity', 'mainEntityOfPage', '@list', '@set'])
const LIST = new Set(['itemListElement', 'blogPost', 'blogPosts'])
/** No page says more; who reads it shall not wait for one that does. */
const MOST_THINGS = 20_000

export function readStructured(scripts: readonly string[]): Structured {
  const found = {
    articles: [] as Thing[],
    ...{ types: [] as string[], listed: [] as string[], gated: [] as string[] },
    ...{ free: [] as boolean[], byId: new Map<string, Thing>(), broken: false },
  }
  for (const script of scripts) {
    const value = parseJson(script)
    if (value !== undefined) read(value, found)
    else if (/"@type"\s*:\s*\[?\s*"[^"]*(?:Article|BlogPosting)"/.test(script)) {
      found.broken = true
      if (/"isAccessibleForFree"\s*:\s*"?false/i.test(script)) found.free.push(false)
    }
  }
  return found
}

type Found = {
  -readonly [Key in keyof Structured]: Structured[Key] extends readonly (infer One)[]
    ? One[]
    : Structured[Key]
} & { byId: Map<string, Thing> }

interface Step {
  readonly value: unknown
  readonly standing: 'itself' | 'listed' | 'other'
}

function read(value: unknown, found: Found): void {
  const open: Step[] = [{ value, standing: 'itself' }]
  let things = 0
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { standing } = step
    if (typeof step.value !== 'object' || step.value === null) continue
    if (things++ > MOST_THINGS) return
    if (Array.isArray(step.value)) {
      for (const inner of step.value.toReversed()) open.push({ value: inner, standing })
      continue
    }
    const thing: Thing = new Map(Object.entries(step.value))
    note(thing, standing, found)
    for (const [key, inner] of thing)
      open.push({ value: inner, standing: standingUnder(key, standing) })
  }
}

function standingUnder(key: string, standing: Step['standing']): Step['standing'] {
  if (LIST.has(key)) return 'listed'
  if (standing === 'itself' && ITSELF.has(key)) return 'itself'
  return standing === 'listed' && key === 'item' ? 'listed' : 'other'
}

function note(thing: Thing, standing: Step['standing'], found: Found): void {
  const id = thing.get('@id')
  const isMore = typeof id === 'string' && thing.size > (found.byId.get(id)?.size ?? 1)
  if (isMore) found.byId.set(id, thing)
  const free = freeOf(thing)
  if (free === false)
    for (const one of [thing.get('cssSelector')].flat())
      if (typeof one === 'string') found.gated.push(one)
  if (standing === 'listed') found.listed.push(...addressesOf(thing))
  if (standing !== 'itself') return
  const types = typesOf(thing)
  const isArticle = types.some((type) => ARTICLE.test(type))
  if (isArticle) found.articles.push(thing)
  else found.types.push(...types)
  if (free !== undefined && !isArticle && types.includes('WebPage')) found.free.push(free)
}

function typesOf(thing: Thing): readonly string[] {
  return [thing.get('@type')]
    .flat()
    .filter((type) => typeof type === 'string')
    .map((type) => type.replace(/^.*[/:]/, ''))
}

/** Written as a boolean, as a text, or as an address. */
export function freeOf(thing: Thing): boolean | undefined {
  return readFree(thing.get('isAccessibleForFree'))
}

export function readFree(value: unknown): boolean | undefined {
  const text = String(value).trim().toLowerCase().replace(/^.*\//, '')
  return text === 'true' || text === '1'
    ? true
    : text === 'false' || text === '0'
      ? false
      : undefined
}

/** Where a thing says that it stands. */
export function addressesOf(thing: Thing): readonly string[] {
  const page = thing.get('mainEntityOfPage')
  const ofPage =
    typeof page === 'object' && page !== null ? new Map(Object.entries(page)) : undefined
  return [thing.get('url'), thing.get('@id'), page, ofPage?.get('@id'), ofPage?.get('url')]
    .flat()
    .filter((one) => typeof one === 'string')
    .filter((one) => /^(?:https?:)?\//i.test(one))
}

/** A text as it is read; sites write entities into it. Undefined when there is none. */
export function plain(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.includes('&') ? decodeHTML(value) : value
  return text.replace(/\s+/g, ' ').trim() || undefined
}

export function plainTexts(value: unknown): readonly string[] {
  return [value].flat().flatMap((one) => plain(one) ?? [])
}

/** Data as it should be, or with the faults that templates make: comments around it, line breaks in texts, commas too many. */
function parseJson(text: string): unknown {
  for (const mend of [same, unwrapped, mended])
    try {
      return JSON.parse(mend(text))
    } catch {
      // The next one mends more of it.
    }
  return undefined
}

function same(text: string): string {
  return text
}

function unwrapped(text: string): string {
  return text
    .trim()
    .replace(/^(?:\/\/|\/\*)? ?(?:<!--|<!\[CDATA\[)(?: ?\*\/)?/, '')
    .replace(/(?:\/\/|\/\*)? ?(?:-->|\]\]>)(?: ?\*\/)?$/, '')
    .trim()
    .replace(/;$/, '')
}

function mended(text: string): string {
  return unwrapped(text)
    .replace(/[\u0000-\u001f]+/g, ' ')
    .replace(/,(?=\s*[}\]])/g, '')
}
