// Asked search: whether an address searches the site, for which words, and the same search for other words.
import type { OriginSettings } from '../../../core/origin.ts'

export interface AskedSearch {
  /** As the site takes them apart: each is looked for as a part of words. */
  readonly words: readonly string[]
  /** As a reader typed it. */
  readonly typed: string
  /** `interface`: feeds and data, whose every count tells. */
  readonly kind: 'page' | 'interface'
  /** Path and query of the search for something else. */
  readonly for: (typed: string) => string
  /** What the site is asked: nothing in its order tells where the words stand. */
  readonly key: string
}

/** Undefined for what searches nothing. `key`: path and query as the site is asked. */
export function searchIn(
  key: string,
  { cms, searches }: Pick<OriginSettings, 'cms' | 'searches'>,
): AskedSearch | undefined {
  const at = key.indexOf('?')
  const raw = at < 0 ? key : key.slice(0, at)
  if (at < 0 && !/%|\/search\//i.test(raw)) return undefined
  const path = raw.includes('%') ? withoutNeed(raw) : raw
  if (isOfFile(path)) return undefined
  const parameters = new URLSearchParams(at < 0 ? '' : key.slice(at))
  const ofCms = cms === 'wordpress' ? ofWordPress(path, parameters) : undefined
  const isNamed = (name: string) => searches.includes(name) || (cms === 'none' && NAMES.test(name))
  return ofCms ?? ofAnything(path, parameters, isNamed)
}

/** What needs no percent sign has none (RFC 3986 §6.2.2.2). */
function withoutNeed(path: string): string {
  return path.replace(/%([2-7][\da-f])/gi, (encoded, code: string) => {
    const sign = String.fromCharCode(Number.parseInt(code, 16))
    return /[\w.~-]/.test(sign) ? sign : encoded
  })
}

/** A picture's `?q=80` is its quality. */
function isOfFile(path: string): boolean {
  if (/^\/wp-(?:content|includes)\//.test(path)) return true
  return /\.(?!php$|html?$|aspx?$)[a-z\d]{2,5}$/i.test(path) && !path.includes('/search/')
}

const OF_PATH =
  /^((?:\/(?:index\.php|[a-z]{2}(?:-[a-z]{2})?))?\/search\/)(.+?)((?:\/(?:page|feed)\b.*)?\/?)$/i
const IS_INTERFACE = /^\/wp-json(?:\/|$)|\/feed(?:\/|$)/i

function ofWordPress(path: string, parameters: URLSearchParams): AskedSearch | undefined {
  const isRest = /^\/wp-json(?:\/|$)/i.test(path) || parameters.has('rest_route')
  const isInterface = isRest || IS_INTERFACE.test(path) || parameters.has('feed')
  const kind = isInterface ? 'interface' : 'page'
  const name = isRest ? 'search' : 's'
  const typed = parameters.get(name) ?? ''
  const ordered = new URLSearchParams(parameters)
  // By relevance, which an order that says nothing is too, sentences that stand below a cut would come first.
  if (!isRest && !/^(?!relevance$)[a-z_]+$/.test(ordered.get('orderby') ?? ''))
    ordered.set('orderby', 'date')
  if (typed.trim() !== '') {
    const asked = (words: string) => withQuery(path, ordered, name, words)
    return { words: wordsOf(typed), typed, kind, for: asked, key: asked(typed) }
  }
  const [, before = '', said = '', after = ''] = isRest ? [] : (OF_PATH.exec(path) ?? [])
  if (said === '') return undefined
  const asked = (words: string) =>
    withQuery(before + encodeURIComponent(words) + after, ordered, undefined, '')
  const word = decoded(said)
  return { words: wordsOf(word), typed: word, kind, for: asked, key: asked(word) }
}

/** What forms of searches call their field. A page that takes no notice of it is the same for any words. */
const NAMES =
  /^(?:q|s|query|search|searchterm|searchword|search_?query|search_?text|find|keys|keywords?|terms?|phrase|suche|suchbegriff|suchwort|recherche|busca|buscar|cerca|zoek|sok)$/i

function ofAnything(
  path: string,
  parameters: URLSearchParams,
  isNamed: (name: string) => boolean,
): AskedSearch | undefined {
  for (const [name, typed] of parameters) {
    if (!isNamed(name) || typed.trim() === '') continue
    const asked = (words: string) => withQuery(path, parameters, name, words)
    return { words: wordsOf(typed), typed, kind: 'page', for: asked, key: asked(typed) }
  }
  return undefined
}

function withQuery(
  path: string,
  parameters: URLSearchParams,
  name: string | undefined,
  words: string,
): string {
  const next = new URLSearchParams(parameters)
  if (name !== undefined) next.set(name, words)
  const query = next.toString()
  return query === '' ? path : `${path}?${query}`
}

function wordsOf(typed: string): readonly string[] {
  return (
    typed
      .replaceAll(/["“”„«»]/g, ' ')
      .split(/[\s,+]+/)
      .filter((word) => word !== '')
      // Searches take a minus for `without`: by what is left out as much could be told.
      .map((word) => word.replace(/^-+/, '') || word)
  )
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

/** Whether every word stands in a text, as a part of words, whatever its case, accents and kinds of quotes. */
export function holds(text: string, words: readonly string[]): boolean {
  const folded = fold(text)
  return words.every((word) => folded.includes(fold(word)))
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[‐‑‒–—]/g, '-')
    .replace(/\s+/g, ' ')
}
