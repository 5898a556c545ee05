// Meetings: what a reader meets on the page of an article, apart from its text.
import type { Answer } from './asking/asker.ts'
import type { Rendered } from './browser/chromium.ts'
import type { Meeting, Problem, Severity } from './finding.ts'
import type { Read } from './reading.ts'
import type { Article } from './site.ts'
import type { PageFacts } from './texts/apart.ts'
import { isWallBox, noticesIn } from './texts/wall-words.ts'

export interface Met {
  readonly article: Article
  readonly read: Read
  /** Whether part of it is not for everybody. */
  readonly walled: boolean
  /** Whether this very page stands before a wall, and not a whole article. */
  readonly cut: boolean
  /** What a browser with script wanted to load from elsewhere, and what it showed; undefined when there was none. */
  readonly rendered: Pick<Rendered, 'others' | 'visible'> | undefined
}

type Found = readonly [Problem, Severity, string]

export function meetings(met: Met): readonly Meeting[] {
  const { page } = met.read.apart
  if (page === undefined) return []
  const found = [
    scriptNeeded(page, met.rendered?.visible),
    noticeInReaderMode(page),
    ...(met.walled ? atTheWall(met, page) : []),
    heavy(met.read.answer),
    thirdParty(page, met.rendered?.others ?? [], met.article.url),
  ]
  return found
    .filter((one) => one !== undefined)
    .map(([problem, severity, why]) => ({
      kind: 'reader',
      article: met.article.url,
      problem,
      severity,
      why,
    }))
}

function atTheWall({ read, cut }: Met, page: PageFacts): readonly (Found | undefined)[] {
  const { answer } = read
  return [
    cut ? logInMissing(page) : undefined,
    markup(page),
    cacheContradicts(answer),
    cut ? endsInSentence(page) : undefined,
  ]
}

const FEWEST_WORDS = 20

function scriptNeeded(
  { body, scripts, shown }: PageFacts,
  visible: string | undefined,
): Found | undefined {
  if (wordsIn(body) >= FEWEST_WORDS || wordsIn(shown) >= 4 * FEWEST_WORDS || scripts.length === 0)
    return undefined
  if (visible !== undefined && wordsIn(visible) < wordsIn(shown) + FEWEST_WORDS) return undefined
  return ['script-needed', 'high', 'Without script the page shows no sentence of the article.']
}

function noticeInReaderMode({ readerText }: PageFacts): Found | undefined {
  const notices = noticesIn(readerText)
  if (notices.length === 0) return undefined
  const count = notices.length === 1 ? 'a notice' : `${notices.length} notices`
  const why = `Reader mode takes ${count} for text of the article: the page ${notices.join(', ')}.`
  return ['notice-in-reader-mode', 'medium', why]
}

function logInMissing({ logIn }: PageFacts): Found | undefined {
  if (logIn) return undefined
  const why = 'At the wall no link leads those who have paid to their log-in.'
  return ['log-in-missing', 'medium', why]
}

/** What search engines ask of pages that are not for everybody. */
function markup({ data, selected }: PageFacts): Found | undefined {
  if (data.broken) return ['markup-wrong', 'medium', 'A JSON-LD script of the page is no JSON.']
  if (data.free === true)
    return ['markup-wrong', 'medium', 'The JSON-LD says that the article is free, and it is not.']
  if (data.free === undefined) {
    const why =
      'No JSON-LD says that the article is not for everybody (isAccessibleForFree: false).'
    return ['markup-missing', 'low', why]
  }
  if (data.selectors.length === 0) {
    const why = 'The JSON-LD does not say which part is gated (hasPart with cssSelector).'
    return ['markup-missing', 'low', why]
  }
  if (selected) return undefined
  const why = `No element of the page is what the JSON-LD calls gated (${data.selectors.join(', ').slice(0, 80)}).`
  return ['markup-wrong', 'low', why]
}

function cacheContradicts({ headers, cookies }: Answer): Found | undefined {
  const control = (headers.get('cache-control') ?? []).join(', ').toLowerCase()
  const shared = /\bpublic\b|\bs-maxage\s*=\s*"?[1-9]/.test(control)
  const kept = shared || (/\bmax-age\s*=\s*"?[1-9]/.test(control) && !/\bprivate\b/.test(control))
  if (!kept || /\bno-(?:store|cache)\b/.test(control)) return undefined
  if (cookies.length > 0) {
    const why = `Shared caches may keep it (Cache-Control: ${control}), and it sets a cookie.`
    return ['cache-contradicts', 'high', why]
  }
  const vary = (headers.get('vary') ?? []).join(', ').toLowerCase()
  if (/\bcookie\b|\*/.test(vary)) return undefined
  const why = `Shared caches may keep it for every reader (Cache-Control: ${control}, no Vary: Cookie), and it depends on who reads.`
  return ['cache-contradicts', 'medium', why]
}

/** A sentence ends with its sign, and perhaps with a quotation mark or a bracket after it. */
const ENDS = /[.!?:;。！？](?:["'”’»“)\]]|\s*\[\d+\])*$/u
const LAST_LETTERS = 200
/** White space, and the arrow that leads back from a footnote. */
const AFTER_END = /[^\p{L}\p{N}\p{P}]+$/u
const CUT_OFF = /(?:…|\.\.\.|\[…\]|\[\.\.\.\])["”’»)]*$/u

function endsInSentence({ body }: PageFacts): Found | undefined {
  const lines = body
    .split(/\n+/)
    .map((line) => line.replace(/\s+/g, ' '))
    .filter((line) => wordsIn(line) >= 12 && !isWallBox(line))
  const last = lines.at(-1)?.slice(-LAST_LETTERS).replace(AFTER_END, '')
  if (last === undefined || (ENDS.test(last) && !CUT_OFF.test(last))) return undefined
  return ['ends-in-sentence', 'low', 'The preview ends inside a sentence.']
}

const MOST_BYTES = 500_000

function heavy({ body, cut }: Answer): Found | undefined {
  if (body.length < MOST_BYTES) return undefined
  const size = cut ? 'more than 5 MB' : `${Math.round(body.length / 1000)} kB`
  return ['heavy', 'low', `The page alone, without pictures and scripts, is ${size}.`]
}

function thirdParty(
  { loads }: PageFacts,
  wanted: readonly string[],
  url: string,
): Found | undefined {
  const own = siteOf(new URL(url).hostname)
  const hosts = [...loads.map((address) => new URL(address).hostname), ...wanted]
  const others = [...new Set(hosts)].filter((host) => siteOf(host) !== own)
  if (others.length === 0) return undefined
  const named = others.slice(0, 5).join(', ')
  const why = `The page loads from ${others.length} other ${others.length === 1 ? 'host' : 'hosts'} before it is read: ${named}${others.length > 5 ? ' …' : ''}.`
  return ['third-party', others.length > 3 ? 'medium' : 'low', why]
}

/** Near enough to the registered name to tell a site's own hosts from others. */
function siteOf(host: string): string {
  const labels = host.split('.')
  const two = labels.slice(-2).join('.')
  return /^(?:co|com|org|net|gov|ac|edu)\.\w\w$/.test(two) ? labels.slice(-3).join('.') : two
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}
