// Structured data: what the JSON-LD of a page says of the article.
import type { Piece, StructuredFacts } from './apart.ts'
import { jsonTexts, parseJson } from './json-texts.ts'

const ARTICLE = /(?:Article|BlogPosting|Report|NewsArticle|LiveBlogPosting|Review)$/

export interface StructuredData {
  readonly facts: StructuredFacts
  readonly pieces: readonly Piece[]
}

export function readStructuredData(scripts: readonly string[]): StructuredData {
  const pieces: Piece[] = []
  const types: string[] = []
  const selectors: string[] = []
  let free: boolean | undefined
  let wordCount: number | undefined
  let headline: string | undefined
  let broken = false
  for (const script of scripts) {
    const value = parseJson(script)
    if (value === undefined) {
      if (script.trim() !== '') broken = true
      pieces.push({ place: 'structured-data', at: 'the JSON-LD', text: script, of: undefined })
      continue
    }
    pieces.push(
      ...jsonTexts(value, 'structured-data', 'of the JSON-LD').pieces.map((piece) => ({
        ...piece,
        of: undefined,
      })),
    )
    for (const thing of thingsIn(value)) {
      const own = typesOf(thing)
      types.push(...own)
      if (own.some((type) => ARTICLE.test(type))) {
        free = readFree(thing.get('isAccessibleForFree')) ?? free
        wordCount = Number(thing.get('wordCount')) || wordCount
        headline = textOf(thing.get('headline')) ?? headline
      }
      const selector = thing.get('cssSelector')
      if (readFree(thing.get('isAccessibleForFree')) === false)
        for (const one of [selector].flat()) if (typeof one === 'string') selectors.push(one)
    }
  }
  return { facts: { types, free, selectors, wordCount, headline, broken }, pieces }
}

type Thing = ReadonlyMap<string, unknown>

/** Every object in it, without end only as deep as anybody writes them. */
function thingsIn(value: unknown, depth = 0): readonly Thing[] {
  if (typeof value !== 'object' || value === null || depth > 40) return []
  const inner = Object.values(value).flatMap((one) => thingsIn(one, depth + 1))
  return Array.isArray(value) ? inner : [new Map(Object.entries(value)), ...inner]
}

function typesOf(thing: Thing): readonly string[] {
  return [thing.get('@type')].flat().filter((type) => typeof type === 'string')
}

/** Written as a boolean or as a text, both of which search engines take. */
function readFree(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const text = value.toLowerCase().replace(/^.*\//, '')
  return text === 'false' ? false : text === 'true' ? true : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
