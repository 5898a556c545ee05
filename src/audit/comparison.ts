// Comparison: what is gated of an article when nobody has said so. It is the text that some of those who ask get, that
// belongs to the article, and that the plain page does not show to a reader's eye.
import type { Evidence } from './evidence.ts'
import { Gated } from './matching/gated.ts'
import { readable } from './matching/readable.ts'
import { RunIndex } from './matching/runs.ts'
import { lettersOf, wordsOf } from './matching/words.ts'
import type { PageFacts } from './texts/apart.ts'
import { stringsIn } from './texts/script-strings.ts'
import { isWallBox } from './texts/wall-words.ts'

/** Fewer words in a row are a caption, a byline, a line of another page. */
const LEAST = 30
const LEAST_OF_METADATA = 50
const LONGEST = 200_000
const MOST_CANDIDATES = 300

/** Pages of other articles: what stands on them too belongs to the site. */
export type Neighbours = RunIndex<string>

export interface Compared {
  readonly url: string
  readonly page: PageFacts
  /** What the plain page shows to a reader's eye, as letters. */
  readonly shown: string
  /** Whether that is known from a browser, and not from the page's source. */
  readonly rendered: boolean
  /** Title, headline and description, as letters. */
  readonly titles: readonly string[]
  readonly plain: readonly Evidence[]
  readonly others: readonly Evidence[]
  readonly preview: Preview
  readonly neighbours: Neighbours
  readonly metered: boolean
}

/** Undefined when nothing of the article seems to be gated. */
export function gatedByComparison(compared: Compared): Gated | undefined {
  const named = namedOnPage(compared)
  const candidates = [
    ...(named === undefined ? [] : [named]),
    ...(isWalled(compared) ? onThePage(compared) : []),
    ...compared.others.flatMap((one) => ofOthers(one, compared)),
  ]
  const fresh = largestOf(candidates, named)
    .map((text) => ({ text, gated: freshOf(text, compared, text === named) }))
    .filter(({ gated }) => gated.longestStretch() >= LEAST)
    .sort((one, other) => other.gated.size - one.gated.size)
  const taken: string[] = []
  let length = 0
  let all: Gated | undefined
  for (const { text, gated } of fresh) {
    // What comes after it would be looked at no more.
    if (length >= LONGEST) break
    if (all !== undefined && gated.size - gated.coverage(all.letters).count < LEAST) continue
    taken.push(text)
    length += text.length
    all = freshOf(taken.join('\n'), compared, taken.includes(named ?? ''))
  }
  return all
}

/** Each once, and what the page names always: a hostile site may give a hundred thousand of them. */
function largestOf(candidates: readonly string[], named: string | undefined): readonly string[] {
  const each = [...new Set(candidates)].filter((text) => text !== named)
  const largest = each.toSorted((one, other) => other.length - one.length).slice(0, MOST_CANDIDATES)
  return named === undefined ? largest : [named, ...largest]
}

function freshOf(
  text: string,
  { url, shown, titles, neighbours }: Compared,
  isShown: boolean,
): Gated {
  const gated = new Gated(text.slice(0, LONGEST))
  if (!isShown) gated.exceptOwn(shown)
  for (const one of titles) gated.exceptOwn(one)
  for (const run of neighbours.runsIn(gated.letters))
    if (run.owner !== url) gated.exceptRun(run.at, run.length)
  return gated
}

/** Whether the page itself lets on that not all of it is for everybody. */
export function isWalled({ page, metered }: Pick<Compared, 'page' | 'metered'>): boolean {
  return metered || page.data.free === false || page.wall || page.overlay !== undefined
}

/** What the page's own markup calls gated, and shows. A box with the words of a wall is the wall. */
function namedOnPage({ page }: Compared): string | undefined {
  if (page.data.free !== false || page.named.trim() === '') return undefined
  return isWallBox(page.named) || !isProse(page.named) ? undefined : page.named
}

/** What the picture shows, whoever cannot see it is told. */
const DESCRIBES_PICTURE = /^(?:alt|title|aria-label|aria-description) of |:alt$/
/** Fields of what invites to an article. An editor may write one for feeds and lists alone: it is sent on purpose. */
const INVITES = /(?:^|[^a-z])(?:excerpt|description|summary|subtitle|dek|teaser)(?:\.rendered)?$/i

/** What stands on the page for whoever looks behind it, before and after its scripts. */
function onThePage(compared: Compared): readonly string[] {
  const { plain, others, page, rendered } = compared
  const made = others.filter(({ madeOfPage }) => madeOfPage)
  const behind = [...plain, ...made].flatMap((one) => ofPlainPage(one, compared))
  // What is sent and not to be seen in a browser was taken away by a script.
  return rendered && isProse(page.body) ? [...behind, page.body] : behind
}

function ofPlainPage(evidence: Evidence, { page }: Compared): readonly string[] {
  const { place, text } = evidence
  if (place === 'shown') return []
  if (place === 'metadata') return text.split(/\s+/).length >= LEAST_OF_METADATA ? [text] : []
  if (isWallBox(text) || DESCRIBES_PICTURE.test(evidence.at)) return []
  const texts = place === 'state' && !evidence.at.includes(' of ') ? stringsOf(text) : [text]
  return texts.filter((one) => isProse(one) && !isMenu(one, page))
}

/** What others get counts when it goes on from what the plain page shows, or says that it is of this article. */
function ofOthers(evidence: Evidence, compared: Compared): readonly string[] {
  const { text, isBody, besidePage, place, channel, own } = evidence
  if (own) return isProse(text) && !isInvitation(evidence) ? [text] : []
  // A page of many articles goes on with another one.
  if (channel === 'list' || channel === 'sitemap' || channel === 'search')
    return onListPage(evidence, compared)
  if (besidePage && place === 'shown' && !(isBody && evidence.ofArticle)) return []
  return isProse(text) && isContinued(text, compared) ? [text] : []
}

function isInvitation({ at, text }: Evidence): boolean {
  return INVITES.test(at) && text.split(/\s+/).length < LEAST_OF_METADATA
}

/** From where the preview begins to where the next article does, or to the next line that is no sentence. */
function onListPage({ place, text }: Evidence, compared: Compared): readonly string[] {
  if (place !== 'shown' && place !== 'field') return []
  const found: string[] = []
  let open: string[] | undefined
  for (const line of text.split(/\n+/)) {
    const isSentence = line.split(/\s+/).length >= 8
    if (isSentence && isContinued(line, compared)) open = [...(open ?? []), line]
    else if (isSentence && open !== undefined) open.push(line)
    else if (line.trim() !== '' && open !== undefined) {
      found.push(open.join('\n'))
      open = undefined
    }
  }
  return open === undefined ? found : [...found, open.join('\n')]
}

/** Whether some eight words in a row of what the plain page shows of the article stand in it as well. */
function isContinued(text: string, { preview }: Compared): boolean {
  const runs = preview.index.runsIn(lettersOf(text.slice(0, LONGEST)))
  return runs.some(({ length }) => length >= preview.least)
}

/** What everybody may read of the article, to be found again in other texts. */
export interface Preview {
  readonly index: RunIndex<undefined>
  /** Letters in a row that are no accident. */
  readonly least: number
}

export function previewOf(page: PageFacts): Preview {
  const body = wordsOf(page.body)
  const words = body.letters === '' ? wordsOf(page.shown) : body
  const index = new RunIndex<undefined>()
  index.add(undefined, words.letters, words.unspaced)
  return { index, least: words.unspaced ? 14 : 40 }
}

/** The strings of a script that are long enough to be sentences. */
function stringsOf(script: string): readonly string[] {
  const found = stringsIn(script).filter(({ length }) => length > 60)
  return found.length > 1 ? [...found, found.join(' ')] : found
}

/** Longer than any word, and short enough for an expression that goes back and forth. */
const LONGEST_WORD = 60
const MOST_LINKS = 200

/** Words and sentences, rather than code, names and numbers. */
function isProse(packed: string): boolean {
  const plain = readable(packed.slice(0, LONGEST))
  const tokens = plain.split(/\s+/).filter((token) => token !== '')
  const unspaced =
    plain.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)
      ?.length ?? 0
  if (unspaced > 60) return true
  if (tokens.length < LEAST * 0.6) return false
  const words = tokens.filter(
    (token) =>
      token.length < LONGEST_WORD &&
      /^[("'«„“‘[]*[\p{L}\p{N}][\p{L}\p{N}\p{M}'’&;#-]*[.,:;!?)"'»”’\]…—–-]*$/u.test(token),
  ).length
  const ends = plain.match(/[.!?…](?:["'”’»)]*)(?:\s|$)/gu)?.length ?? 0
  return words / tokens.length > 0.7 && ends >= tokens.length / 80
}

/** A list of links that waits to be opened. */
function isMenu(text: string, { links }: PageFacts): boolean {
  const inLinks = links
    .slice(0, MOST_LINKS)
    .filter((link) => link.text.length > 8 && text.includes(link.text))
  const length = inLinks.reduce((sum, link) => sum + link.text.length, 0)
  return length > text.length / 2
}
