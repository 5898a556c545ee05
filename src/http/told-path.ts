// Told path: what of an address stands in the log. Addresses of articles do; of every other one what has the form of
// words, for anything else may be a secret, or a name, or what somebody searched for.
import type { Paths } from '../core/publication.ts'

const LEFT_OUT = '…'
const LONGEST = 200
const MOST_SEGMENTS = 8

/** `target`: address or path, with or without its query, encoded or not. */
export function toldPath(target: string, own: Paths): string {
  return shortened(target, own, MOST_SEGMENTS)
}

/** Of a site that others have made: where on it that is, and no more. Further on its members' names may stand. */
export function placeOf(target: string, own: Paths): string {
  return shortened(target, own, 1)
}

function shortened(target: string, own: Paths, most: number): string {
  const path = pathOf(target)
  if (path === undefined) return `/${LEFT_OUT}`
  for (const base of [own.account, own.standfirst])
    if (path === base || path.startsWith(`${base}/`))
      return base + told(path.slice(base.length + 1), 1)
  return told(path.slice(1), most) || '/'
}

function pathOf(target: string): string | undefined {
  const [path = ''] = target.replace(/^[a-z]+:\/\/[^/]*/, '').split(/[?#]/, 1)
  try {
    return path.startsWith('/') ? decodeURIComponent(path) : undefined
  } catch {
    return undefined
  }
}

/** Behind the first segments, and behind a word that begins a search, nothing is said. */
function told(path: string, most: number): string {
  const segments = path.split('/').filter((one) => one !== '')
  const said: string[] = []
  for (const segment of segments) {
    if (said.length === most || SEARCHES.has(said.at(-1) ?? ''))
      return `/${said.join('/')}/${LEFT_OUT}`
    said.push(isWords(segment) ? segment : LEFT_OUT)
  }
  const whole = said.map((one) => `/${one}`).join('')
  return whole.length <= LONGEST ? whole : `/${LEFT_OUT}`
}

const SEARCHES: ReadonlySet<string> = new Set([
  ...['search', 'suche', 'suchen', 'recherche', 'buscar', 'busca', 'cerca', 'zoeken', 's', 'q'],
])

/** `east-quay-vote`, `2026`, `feed.xml`, `covid19`: no secret is made of such pieces alone. */
function isWords(segment: string): boolean {
  return (
    !segment.startsWith('v1.') &&
    !NUMBERS.test(segment) &&
    segment.split(/[-_.]/).every((piece) => PIECE.test(piece))
  )
}

/** More than a date has: a network address, a telephone's number. */
const NUMBERS = /^\d+(?:[-_.]+\d+){3,}$/

/** Letters in one case, or begun by a capital; a short number; a few of one after the other. */
const PIECE =
  /^(?:\p{Lu}?[\p{Ll}\p{Lo}\p{M}]{1,24}\d{0,3}|\p{Lu}{1,24}\d{0,3}|\d{1,4}|\d{1,3}[\p{Ll}]{1,3})?$/u

/**
 * A line in which addresses stand as they were asked for. What readers searched for, and whatever else stands behind an
 * address, is nobody's business: numbers stay, and so do names of fields.
 */
export function withoutWords(line: string): string {
  return line
    .replace(/(?<=\?)[^\s?]+/g, (query) => query.replace(/[^&;]+/g, toldField))
    .replace(/(?<=\/search\/)[^\s?]+/g, LEFT_OUT)
    .replace(SECRET, LEFT_OUT)
}

function toldField(field: string): string {
  const [, name = '', value] = /^([\w.[\]-]{1,40}=)?(\d{1,12})?$/.exec(field) ?? []
  if (value !== undefined) return name + value
  const known = /^[\w.[\]-]{1,40}=/.exec(field)?.[0] ?? ''
  return known + LEFT_OUT
}

/** Between two slashes, as the links of mails have them. */
const SECRET =
  /(?<=\/)(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-z_~=]*\d)[a-z\d_~=]{16,})(?=[/?\s]|$)/gi
