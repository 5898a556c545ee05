// Check a site: reads what its feeds, its site maps and its front page name, as the gate reads it, and says what would
// not go as its publisher means it.
import { ownVersion } from '../audit/version.ts'
import type { Config } from '../config.ts'
import { type Article, NO_DATE } from '../core/article.ts'
import type { Fault } from '../core/fault.ts'
import type { ArticlePageReading, OriginSettings, PageReading } from '../core/origin.ts'
import { looksAtAge } from '../core/policy.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { countOf } from './command.ts'
import { nearMisses } from './near-misses.ts'
import { askSite } from './origin/ask-site.ts'
import { closedForms } from './origin/closed-forms.ts'
import { findAddresses } from './origin/find-addresses.ts'
import { keptNotes } from './origin/kept-notes.ts'
import { pageSettingsOf, siteOf } from './origin/own-site.ts'
import { readSigns } from './origin/page-signs.ts'
import { NAME_IT, PASSED_OVER, passedOver } from './origin/passed-over.ts'
import { type ReadPage, readOne, type UnreadPage } from './origin/read-pages.ts'

export interface SiteChecked {
  readonly faults: readonly Fault[]
  /** What is worth knowing and nobody has to mend, one line each. */
  readonly notes: readonly string[]
  /** How many pages of which kind, as the end of the answer. */
  readonly counts: string
}

/** Reads `most` pages, one after the other. Fails `unreachable` when the site shows nothing at all. */
export async function checkSite(
  config: Config,
  settings: OriginSettings,
  most: number,
): Promise<Result<SiteChecked, 'unreachable'>> {
  const address = siteOf(settings)
  const opened = await askSite(address, `standfirst-check/${await ownVersion()}`)
  if (!opened.ok) return opened
  const site = opened.value
  try {
    const front = await site.ask('/')
    if (!front.ok)
      return failed(
        'unreachable',
        front.reason === 'elsewhere' ? leads(address.url, front.detail) : front.detail,
      )
    if (front.value.status !== 200)
      return failed(
        'unreachable',
        `${address.url} answers ${front.value.status} at its front page.`,
      )
    const signs = readSigns(front.value, address.url)
    const own = [address.url, ...address.own]
    const { paths, posts } = await findAddresses({ site, own, signs, most })
    const to = { site, settings: pageSettingsOf(config, settings), now: Date.now() }
    const read: ReadPage[] = []
    const unread: UnreadPage[] = []
    for (const path of paths) {
      const one = await readOne(to, path)
      if ('reading' in one) read.push(one)
      else unread.push(one)
    }
    const passed = passedOver(read, posts, settings.articles.except)
    const { addresses } = to.settings
    const pages = [signs.forms, ...read.map(({ forms }) => forms)]
    const forms = closedForms(pages, settings, [addresses.public, ...addresses.own])
    const said = checked(config, settings, { read, unread, passed })
    return ok({ ...said, notes: [...said.notes, ...forms] })
  } finally {
    site.close()
  }
}

function leads(url: string, elsewhere: string): string {
  return `${url} leads to ${elsewhere}: add that address to content.origin.addresses, and name in host the Host that the site expects.`
}

interface Looked {
  readonly read: readonly ReadPage[]
  readonly unread: readonly UnreadPage[]
  /** Paths that feeds name and nothing calls articles. */
  readonly passed: readonly string[]
}

function checked(
  config: Config,
  settings: OriginSettings,
  { read, unread, passed }: Looked,
): SiteChecked {
  const articles = read.flatMap(({ reading }) => (reading.kind === 'article' ? [reading] : []))
  const facts = articles.map(({ article }) => article)
  const faults = [
    ...read.flatMap(({ path, reading }) => pageFaults(path, reading)),
    ...passed.map((file) => ({ file, line: undefined, what: PASSED_OVER, mend: NAME_IT })),
    ...nearMisses(config, facts),
    ...undated(config, facts),
    ...(articles.length === 0 ? [noArticle(config)] : []),
  ]
  const notes = [
    ...unread.map(({ path, why }) => `${path} ${why}`),
    ...articles
      .filter(hasNextToNoText)
      .map(
        ({ article, words }) =>
          `${article.path}: no more than ${countOf(words, 'word')} of text ${words === 1 ? 'was' : 'were'} found on it: if it has more in the site’s own system, its template hides them, or the element of its text is to be named in content.origin.articles.body`,
      ),
    ...articles
      .filter(hasNoPreview)
      .map(
        ({ article }) =>
          `${article.path}: everybody reads its headline and no word of its text, for its first paragraph is longer than a third of it: write <!--more--> where the preview is to end, or make of that paragraph two`,
      ),
    ...articles
      .filter(
        ({ gated, words, wordsBefore }) =>
          gated && words === wordsBefore && words >= NEXT_TO_NO_TEXT,
      )
      .map(({ article }) => `${article.path}: the site itself sends no more than the preview`),
    ...rentedNotes(read, settings),
    ...keptNotes(read, settings),
  ]
  const others = read.filter(({ reading }) => reading.kind === 'page').length
  const free = articles.filter(({ gated }) => !gated).length
  const counts = [
    `${countOf(articles.length)}${free === 0 ? '' : ` (${free} free)`}`,
    countOf(others, 'other page'),
    ...(unread.length === 0 ? [] : [`${unread.length} not read`]),
  ].join(', ')
  return { faults, notes, counts }
}

function pageFaults(path: string, reading: PageReading): readonly Fault[] {
  const fault = (what: string, mend: string): Fault => ({ file: path, line: undefined, what, mend })
  if (reading.kind === 'unfindable')
    return [
      fault(
        `nobody gets it (${withoutStop(reading.why)})`,
        'name the element of its text in content.origin.articles.body, or its address in content.origin.articles.except',
      ),
    ]
  if (reading.kind === 'page') return []
  return reading.doubts.map((doubt) =>
    fault(
      withoutStop(doubt),
      'look at its cut with standfirst explain, and name the element of the text in content.origin.articles.body',
    ),
  )
}

/** No rule of age matches an article without a date. */
function undated({ site }: Config, articles: readonly Article[]): readonly Fault[] {
  const rule = site.policy.rules.find(looksAtAge)
  if (rule === undefined) return []
  return articles
    .filter(({ published }) => published === NO_DATE)
    .map(({ path }) => ({
      ...{ file: path, line: undefined },
      what: `has no date that a program can read, so that no rule that looks at an age matches it (“${rule.name}”)`,
      mend: 'let its template write article:published_time or a time element with datetime',
    }))
}

function noArticle({ file }: Config): Fault {
  return {
    file: file ?? '.',
    line: undefined,
    field: 'content.origin',
    what: 'leads to a site where nothing that was read is an article: nothing is gated',
    mend: 'name the addresses of articles in articles.paths',
  }
}

/** A headline with a byline has as many. */
const NEXT_TO_NO_TEXT = 25

function hasNextToNoText({ words, continues }: ArticlePageReading): boolean {
  return words < NEXT_TO_NO_TEXT && !continues
}

function hasNoPreview(reading: ArticlePageReading): boolean {
  return reading.gated && reading.wordsBefore === 0 && !hasNextToNoText(reading)
}

function rentedNotes(
  read: readonly ReadPage[],
  { removeRented }: OriginSettings,
): readonly string[] {
  const counts = new Map<string, number>()
  for (const { reading } of read)
    for (const name of reading.kind === 'unfindable' ? [] : reading.rented)
      counts.set(name, (counts.get(name) ?? 0) + 1)
  const end = removeRented ? 'taken out' : 'left in: content.origin.removeRented takes them out'
  return [...counts].map(
    ([name, count]) => `Scripts of ${name} on ${countOf(count, 'page')}, ${end}`,
  )
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}
