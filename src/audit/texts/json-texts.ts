// JSON texts: every string of a JSON value, put together by where it stands. Equal places of a list are one text, so that
// an article in paragraphs is read in one piece; records that name an address of their own are kept apart.
import type { FeedItem, Piece, Place } from './apart.ts'

/** Deeper than this no API nests what people read. */
const MOST_DEPTH = 120
/** Beyond this many strings nothing is looked at any more. */
const MOST_STRINGS = 200_000

const ADDRESS_KEYS = [
  'link',
  'url',
  'permalink',
  'canonical_url',
  'external_url',
  'href',
  'uri',
  'path',
  'slug',
]
const TITLE_KEYS = ['title', 'headline', 'headlines', 'name', 'post_title']

interface Gathering {
  readonly texts: Map<string, { at: string; of: string | undefined; parts: string[] }>
  readonly items: FeedItem[]
  strings: number
}

export interface JsonTexts {
  readonly pieces: readonly Piece[]
  readonly items: readonly FeedItem[]
}

/** `within` names the place: `of the JSON-LD`, `of script #__NEXT_DATA__`. */
export function jsonTexts(value: unknown, place: Place, within: string): JsonTexts {
  const gathering: Gathering = { texts: new Map(), items: [], strings: 0 }
  gather(value, { path: [], of: undefined }, gathering)
  const pieces = [...gathering.texts.values()].map(({ at, of, parts }): Piece => {
    const named = at === '' ? within : `${at} ${within}`.trim()
    return { place, at: named, text: parts.join('\n'), of }
  })
  return { pieces: pieces.filter(({ text }) => text.length > 20), items: gathering.items }
}

function gather(
  value: unknown,
  where: { readonly path: readonly string[]; readonly of: string | undefined },
  gathering: Gathering,
): void {
  const { path, of } = where
  if (typeof value === 'string') {
    keep(value, where, gathering)
    return
  }
  if (typeof value !== 'object' || value === null || path.length > MOST_DEPTH) return
  if (Array.isArray(value)) {
    const inner = { path: [...path, '[]'], of }
    for (const one of value) gather(one, inner, gathering)
    return
  }
  const record = ownAddress(value)
  if (record !== undefined) gathering.items.push(record)
  for (const [key, one] of Object.entries(value))
    gather(one, { path: [...path, key], of: record?.link ?? of }, gathering)
}

function keep(
  text: string,
  { path, of }: { readonly path: readonly string[]; readonly of: string | undefined },
  gathering: Gathering,
): void {
  if (text === '' || gathering.strings >= MOST_STRINGS) return
  gathering.strings++
  const at = collapsed(path)
  const key = `${at}\n${of ?? ''}`
  const known = gathering.texts.get(key)
  if (known === undefined) gathering.texts.set(key, { at, of, parts: [text] })
  else known.parts.push(text)
}

/** Rich texts nest the same keys over and over: `content[].content[].text` is `content[].text`. */
function collapsed(path: readonly string[]): string {
  const names: string[] = []
  for (const step of path) {
    const last = names.at(-1)
    if (step === '[]') {
      if (last !== undefined && !last.endsWith('[]')) names[names.length - 1] = `${last}[]`
    } else if (last !== `${step}[]` && last !== step) names.push(step)
  }
  return names.slice(-4).join('.')
}

/** A record that has a title and an address of its own is an article, or another thing that is no part of one. */
function ownAddress(value: object): FeedItem | undefined {
  const fields = new Map(Object.entries(value))
  const titleKey = TITLE_KEYS.find((key) => fields.has(key))
  if (titleKey === undefined) return undefined
  for (const key of ADDRESS_KEYS) {
    const link = addressIn(fields.get(key))
    if (link !== undefined && link !== '')
      return { link, title: plain(fields.get(titleKey)), date: dateOf(fields) }
  }
  return undefined
}

/** Drupal's paths are records with an alias. */
function addressIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || !('alias' in value)) return undefined
  return typeof value.alias === 'string' ? value.alias : undefined
}

function dateOf(fields: ReadonlyMap<string, unknown>): number | undefined {
  for (const key of ['date_published', 'date', 'published_at', 'publishedAt', 'datePublished']) {
    const written = fields.get(key)
    const date = typeof written === 'string' ? Date.parse(written) : Number.NaN
    if (!Number.isNaN(date)) return date
  }
  return undefined
}

/** WordPress puts titles into objects. */
function plain(title: unknown): string {
  if (typeof title === 'string') return title
  if (typeof title !== 'object' || title === null) return ''
  const [first] = Object.values(title)
  return typeof first === 'string' ? first : ''
}

/** Undefined when it is no JSON, also after the prefixes that guard against being loaded as a script. */
export function parseJson(text: string): unknown {
  const bare = text.replace(/^\uFEFF?\s*(?:\)\]\}'?,?|for\s*\(;;\);|while\s*\(1\);)?\s*/, '')
  const unwrapped = /^[\w$.]{1,80}\(/.test(bare)
    ? bare.replace(/^[\w$.]+\(/, '').replace(/\)\s*;?\s*$/, '')
    : bare
  try {
    return JSON.parse(unwrapped)
  } catch {
    return undefined
  }
}
