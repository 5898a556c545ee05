// Explain a page of a site: what the gate makes of it, asked for once, and what each reader would get.
import { ownVersion } from '../audit/version.ts'
import type { Config } from '../config.ts'
import { instants } from '../content/folder/instant.ts'
import { articlePath } from '../content/origin/page/facts-path.ts'
import { addressPath } from '../core/address-path.ts'
import { NO_DATE } from '../core/article.ts'
import type { ArticlePageReading, OriginSettings, PageReading } from '../core/origin.ts'
import { pathMatches } from '../core/policy.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { plain } from './audit-lines.ts'
import { refuse, type Terminal } from './command.ts'
import {
  type Explanation,
  explainCase,
  meaningOf,
  READERS,
  type ReaderKind,
  type WrittenQuestion,
} from './explanation.ts'
import { ordersIn } from './orders-in.ts'
import { type AddressSaid, sayAddress } from './origin/address-said.ts'
import { askSite } from './origin/ask-site.ts'
import { FOUND_IN, previewLine } from './origin/look-lines.ts'
import { pageSettingsOf, siteOf } from './origin/own-site.ts'
import { readOne, type UnreadPage } from './origin/read-pages.ts'
import { writtenTarget } from './origin/target.ts'
import { instantInWords } from './until.ts'

export interface SiteQuestion extends WrittenQuestion {
  readonly config: Config
  readonly settings: OriginSettings
}

interface ExplainedPage {
  readonly path: string
  readonly reading: PageReading
  /** Where the site leads who asks. */
  readonly leadsTo: string | undefined
  /** Of each reader that was asked for; empty of what is no article. */
  readonly readers: readonly { readonly as: ReaderKind; readonly explanation: Explanation }[]
  /** Epoch milliseconds. */
  readonly on: number
}

export async function explainFromSite(question: SiteQuestion, terminal: Terminal): Promise<number> {
  const { config, settings, json } = question
  const target = writtenTarget(question.written, config, undefined)
  if (!target.ok) return refuse(target.detail, terminal)
  const said = sayAddress(target.value, config, settings)
  const tell = (program: object, lines: readonly string[]) => {
    const { more } = said
    if (json)
      terminal.out(JSON.stringify({ ...program, more: Object.fromEntries(more) }, undefined, 2))
    else for (const line of [...lines, ...more.map(inColumns)]) terminal.out(plain(line))
    return 0
  }
  if (said.key === undefined)
    return tell({ path: target.value, kind: said.kind, why: said.read }, [
      `${target.value} is ${said.read}`,
    ])
  const explained = await explainPage(said.key, question)
  if (!explained.ok) return refuse(plain(explained.detail), terminal)
  const page = explained.value
  return 'readers' in page
    ? tell(forPrograms(page, question), [
        ...(page.leadsTo === undefined ? [] : [`${said.key} leads to ${page.leadsTo}:`]),
        ...inWords(page, question),
      ])
    : tell(page, [page.path, page.why])
}

function inColumns([about, said]: AddressSaid['more'][number]): string {
  return `${about.padEnd(9)} ${said}`
}

/** What is no page and goes out. */
interface ExplainedFile {
  readonly path: string
  readonly kind: 'text' | 'file'
  readonly why: string
}

const FILE =
  'A file: as the site sends it. One that articles show only below their cut is for whoever may read one of these.'

function fileOf(
  path: string,
  { kind, type = 'without a type' }: UnreadPage,
  { open }: OriginSettings,
): ExplainedFile | undefined {
  if (kind !== 'text') return kind && { path, kind, why: FILE }
  const isOpen = open.some((pattern) => pathMatches(pattern, addressPath(path)))
  const goes = isOpen
    ? 'as the site sends it, for content.origin.open says so; the sentinel reads it'
    : 'everybody gets it, without what stands below the cut of articles that it carries'
  return { path, kind, why: `A text (${type}) and no page: ${goes}.` }
}

/** What the site answers may end with a stop, or with a question. */
function sentenceOf(why: string): string {
  return /[.?!]$/.test(why) ? why : `${why}.`
}

async function explainPage(
  target: string,
  question: SiteQuestion,
): Promise<Result<ExplainedPage | ExplainedFile, 'unexplained'>> {
  const { config, settings, dataDir } = question
  const { timeZone } = config.site.publication
  const on = question.on === undefined ? Date.now() : instants(timeZone)(question.on)
  if (on === undefined)
    return failed('unexplained', `--on ${question.on} is no date: write 2026-12-01.`)
  const orders = await ordersIn(dataDir)
  if (!orders.ok) return failed('unexplained', orders.detail)
  const path = articlePath(target, { public: 'https://localhost', own: [] }) ?? target
  if (orders.value.isWithdrawn(path))
    return failed('unexplained', `${path} was withdrawn: everybody gets 410 Gone.`)
  const opened = await askSite(siteOf(settings), `standfirst-explain/${await ownVersion()}`)
  if (!opened.ok) return failed('unexplained', opened.detail)
  const site = opened.value
  const pages = { site, settings: pageSettingsOf(config, settings), now: on }
  const read = await readOne(pages, target).finally(() => site.close())
  if (!('reading' in read)) {
    const file = fileOf(target, read, settings)
    return file === undefined
      ? failed('unexplained', `${target} ${sentenceOf(read.why)}`)
      : ok(file)
  }
  const { reading } = read
  const { openings } = orders.value
  const asked = question.as === undefined ? READERS : [question.as]
  const readers =
    reading.kind !== 'article'
      ? []
      : asked.map((as) => ({
          as,
          explanation: explainCase(
            { article: reading.article, as, read: question.read, on, openings },
            config,
            cutOf(reading),
          ),
        }))
  const shown = reading.kind === 'article' ? path : read.path
  const leadsTo = read.path === target ? undefined : read.path
  return ok({ path: shown, reading, leadsTo, readers, on })
}

/** Whether a mark or the length has put it there, the reading does not say, and it is not shown. */
function cutOf({ wordsBefore, words }: ArticlePageReading): Explanation['cut'] {
  return { by: 'length', wordsBefore, words }
}

function inWords(page: ExplainedPage, question: SiteQuestion): readonly string[] {
  const { path, reading } = page
  switch (reading.kind) {
    case 'unfindable':
      return [path, `It looks like an article, and nobody gets it: ${reading.why}`]
    case 'page':
      return [
        path,
        'A page that is no article: everybody gets it, without what stands below the cut of articles that it carries.',
        ...(reading.listed.length === 0
          ? []
          : [`Lists     ${reading.listed.map(({ path }) => path).join(', ')}`]),
        ...rentedLine(reading.rented),
      ]
    case 'article':
      return articleInWords(page, reading, question)
  }
}

function articleInWords(
  { readers, on }: ExplainedPage,
  reading: ArticlePageReading,
  { config, read }: SiteQuestion,
): readonly string[] {
  const { article, words, wordsBefore, foundBy } = reading
  const { timeZone } = config.site.publication
  const rule = readers[0]?.explanation
  const facts = [
    article.section === undefined ? [] : [`section ${article.section}`],
    article.tags.length === 0 ? [] : [`tags ${article.tags.join(', ')}`],
    article.bylines.length === 0 ? [] : [`by ${article.bylines.join(', ')}`],
    [
      article.published === NO_DATE
        ? 'no date found'
        : `of ${instantInWords(article.published, timeZone)}`,
    ],
    reading.language === undefined ? [] : [`language ${reading.language}`],
  ]
  return [
    `${article.path}  “${article.title}”`,
    `Facts     ${facts.flat().join('; ')}`,
    ...(rule === undefined ? [] : [`Rule      ${rule.decision.rule}: ${rule.access}`]),
    `Text      ${words} words, in ${FOUND_IN[foundBy]}`,
    reading.gated
      ? `Cut       after ${wordsBefore} of ${words} words${wordsBefore === 0 ? '' : `: ${previewLine(reading)}`}`
      : 'Cut       none: it is free',
    ...reading.doubts.map((doubt) => `Doubtful  ${doubt}`),
    ...rentedLine(reading.rented),
    ...readers.flatMap(({ as, explanation }) => [
      `On ${instantInWords(on, timeZone)}, ${subjectOf(as, read)} ${meaningOf(explanation.decision)}`,
      `  ${explanation.receipt}`,
    ]),
  ]
}

function rentedLine(rented: readonly string[]): readonly string[] {
  return rented.length === 0 ? [] : [`Rented    scripts of ${rented.join(', ')}`]
}

function subjectOf(as: ReaderKind, read: number): string {
  const who =
    as === 'anonymous'
      ? 'an anonymous reader'
      : as === 'registered'
        ? 'a registered reader'
        : 'a subscriber'
  if (read === 0) return who
  return `${who} who has read ${read === 1 ? '1 other metered article' : `${read} other metered articles`}`
}

function forPrograms({ path, reading, readers, on }: ExplainedPage, { read }: SiteQuestion) {
  if (reading.kind !== 'article')
    return { path, kind: reading.kind, ...(reading.kind === 'unfindable' && { why: reading.why }) }
  const { article, words, wordsBefore, foundBy, gated, doubts, rented } = reading
  return {
    path,
    kind: 'article',
    title: article.title,
    section: article.section,
    tags: article.tags,
    published: article.published === NO_DATE ? null : new Date(article.published).toISOString(),
    on: new Date(on).toISOString(),
    ...{ gated, words, wordsBefore, foundBy, doubts, rented, read },
    readers: readers.map(({ as, explanation: { decision, access, receipt } }) => ({
      as,
      decision,
      access,
      receipt,
    })),
  }
}
