// Evidence: the texts that somebody got who asked for an article, each with who asked, how, and where it stood.
import type { Question } from './asking/asker.ts'
import type { Channel } from './channels.ts'
import type { Coverage, Gated } from './matching/gated.ts'
import { lettersOf } from './matching/words.ts'
import { PERSONAS, type Persona } from './personas.ts'
import type { Read } from './reading.ts'
import { withoutRepeated } from './repeated.ts'
import type { PageFacts, Piece, Place } from './texts/apart.ts'

export interface Evidence {
  readonly persona: Persona
  readonly channel: Channel
  readonly place: Place
  readonly at: string
  readonly question: Question
  readonly text: string
  readonly letters: string
  /** Part of a page that stands beside the plain one: what that one holds at the same place is no news. */
  readonly besidePage: boolean
  /** Made by scripts out of the plain page: what that one holds anywhere is no news. */
  readonly madeOfPage: boolean
  /** Of a page: the text of its article's element. */
  readonly isBody: boolean
  /** It says itself that it is of this article. */
  readonly own: boolean
  /** It stands on a page that has the article's headline. */
  readonly ofArticle: boolean
}

/** By which channel a text gets out that stands at a place of the plain page. */
const OF_PLACE: Readonly<Record<Place, Channel>> = {
  shown: 'page',
  hidden: 'hidden-text',
  'structured-data': 'structured-data',
  metadata: 'metadata',
  state: 'state',
  comment: 'comment',
  noscript: 'noscript',
  template: 'template',
  attribute: 'attribute',
  field: 'representation',
}

interface Known {
  readonly text: string
  readonly letters: string
}

/** Characters of different texts that are kept of one article. */
const MOST_CHARACTERS = 30_000_000
/** What it costs to keep a text at all, however short. */
const CHARACTERS_OF_EACH = 300
const NOTHING: Known = { text: '', letters: '' }

/** Texts that were met already, and their letters: most answers of an article hold the same ones. */
export class Letters {
  readonly #known = new Map<string, Known>()
  #room = MOST_CHARACTERS

  /** More texts came than are kept. */
  get isFull(): boolean {
    return this.#room <= 0
  }

  of(text: string): string {
    return this.#known.get(text)?.letters ?? lettersOf(text)
  }

  /** The text itself comes back as it was met first, so that equal ones are kept once. */
  known(text: string): Known {
    const met = this.#known.get(text)
    if (met !== undefined) return met
    if (this.isFull) return NOTHING
    this.#room -= text.length + CHARACTERS_OF_EACH
    const known = { text, letters: lettersOf(text) }
    this.#known.set(text, known)
    return known
  }
}

export interface Source {
  readonly persona: Persona
  /** Undefined: the plain page, whose places are channels. */
  readonly channel: Channel | undefined
  readonly read: Read
  /** Whether what a record names is this article. */
  readonly isOwn: (of: string) => boolean
  readonly besidePage: boolean
  /** The headline of the plain page. */
  readonly headline: string | undefined
}

export function evidenceOf(source: Source, letters: Letters): readonly Evidence[] {
  if (letters.isFull) return []
  const { persona, channel, read, isOwn } = source
  const { answer, apart } = read
  const common = {
    persona,
    question: answer.question,
    besidePage: source.besidePage && apart.kind === 'page',
    madeOfPage: persona === 'script',
  }
  const ofArticle = hasHeadline(apart.page, source.headline)
  const evidence = (piece: Piece, isBody: boolean): Evidence => ({
    ...common,
    channel: channel ?? channelOf(piece, read),
    place: piece.place,
    at: piece.at,
    ...letters.known(piece.text),
    isBody,
    own: piece.of !== undefined && isOwn(piece.of),
    ofArticle,
  })
  const pieces = apart.pieces
    .filter(({ of }) => of === undefined || isOwn(of))
    .map((piece) => evidence(piece, false))
    .filter(({ text }) => text !== '')
  const { page } = apart
  if (page === undefined) return pieces
  const body = { place: 'shown', at: 'the page', text: page.body, of: undefined } as const
  return [...pieces, evidence(body, true)]
}

/** A text that stands on a page of many articles. */
export interface SharedText {
  readonly evidence: Evidence
  /** Whose it is, where that is said. */
  readonly of: Piece['of']
}

const READERS = { feed: 'feed-reader', sitemap: 'crawler', list: 'browser' } as const

/** Site maps name addresses and dates by the ten thousand, and those are no text. */
function isSentence(text: string): boolean {
  return text.length >= 30 && !/^\s*(?:https?:\S+|[\d:.,+TZ-]+)\s*$/.test(text)
}

export function sharedTextsOf(
  channel: keyof typeof READERS,
  { answer, apart }: Read,
  letters: Letters,
): readonly SharedText[] {
  const pieces = channel === 'feed' ? withoutRepeated(apart.pieces) : apart.pieces
  return pieces
    .filter(({ text }) => isSentence(text))
    .map(({ place, at, text, of }) => ({
      of,
      evidence: {
        persona: READERS[channel],
        channel,
        place,
        at,
        question: answer.question,
        ...letters.known(text),
        besidePage: false,
        madeOfPage: false,
        isBody: false,
        own: false,
        ofArticle: false,
      },
    }))
}

function hasHeadline(page: PageFacts | undefined, headline: string | undefined): boolean {
  if (page === undefined || headline === undefined) return false
  const sought = lettersOf(headline)
  const said = [page.headline, page.title, page.data.headline].map((one) => lettersOf(one ?? ''))
  return sought !== '' && said.some((one) => one.startsWith(sought))
}

/** Text that something lies over is there to be seen only by who takes it away. */
function channelOf({ place }: Piece, { apart }: Read): Channel {
  return place === 'shown' && apart.page?.overlay !== undefined ? 'hidden-text' : OF_PLACE[place]
}

/** What of a gated text got out by one channel, to one persona. */
export interface Outflow {
  readonly gated: Gated
  readonly channel: Channel
  readonly persona: Persona
  readonly coverage: Coverage
  /** The evidence that holds most of it. */
  readonly best: Evidence
}

/** `plain`: the evidence of the plain page. Fewer words than a run are nothing. */
export function outflows(
  gated: Gated,
  plain: readonly Evidence[],
  others: readonly Evidence[],
): readonly Outflow[] {
  const byPlace = new Map<Place, Coverage>()
  const anywhere = gated.nothing()
  const covered = new Map<string, Coverage>()
  const coverageOf = ({ letters }: Evidence) => {
    const known = covered.get(letters)
    if (known !== undefined) return known
    const coverage = gated.coverage(letters)
    covered.set(letters, coverage)
    return coverage
  }
  for (const evidence of plain) {
    const known = byPlace.get(evidence.place) ?? gated.nothing()
    known.merge(coverageOf(evidence))
    anywhere.merge(coverageOf(evidence))
    byPlace.set(evidence.place, known)
  }
  const found = new Map<string, { coverage: Coverage; best: Evidence; most: number }>()
  for (const evidence of [...plain, ...others]) {
    const coverage = coverageOf(evidence)
    const beside = evidence.besidePage ? byPlace.get(evidence.place) : undefined
    const known = evidence.madeOfPage ? anywhere : (beside ?? gated.nothing())
    const more = coverage.beyond(known)
    if (more < Math.min(LEAST, gated.size)) continue
    const key = `${evidence.channel} ${evidence.persona}`
    const flow = found.get(key)
    if (flow === undefined) {
      const own = gated.nothing()
      own.merge(coverage)
      found.set(key, { coverage: own, best: evidence, most: more })
      continue
    }
    flow.coverage.merge(coverage)
    if (more > flow.most) {
      flow.best = evidence
      flow.most = more
    }
  }
  return [...found.values()].map(({ coverage, best }) => ({
    gated,
    channel: best.channel,
    persona: best.persona,
    coverage,
    best,
  }))
}

const LEAST = 8

/** The request as it can be repeated: its line, then its headers. */
export function requestOf({ method = 'GET', path, headers, agent, cookie }: Question): string {
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`)
  if (agent !== '' && agent !== PERSONAS.browser.agent) lines.unshift(`User-Agent: ${agent}`)
  if (cookie !== undefined) lines.push('Cookie: (those that the site itself had set)')
  return [`${method} ${path}`, ...lines].join('\n')
}
