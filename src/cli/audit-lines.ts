// What an audit says in the terminal: a line while it works, and what it comes to in the end. Titles and paths are
// the site's: nothing of them moves the cursor.
import { CHANNELS } from '../audit/channels.ts'
import type { ArticleFacts, Report, SiteFacts } from '../audit/finding.ts'
import { type Figures, figuresOf, type Row } from '../audit/report-figures.ts'
import { pathOf } from '../audit/report-matrix.ts'
import {
  ACCESS,
  articlesOf,
  briefPercent,
  PROBLEMS,
  SHARE_OF,
  verdictOf,
  whereOf,
} from '../audit/report-words.ts'

/** A terminal that somebody looks at. */
export interface Screen {
  write(text: string): unknown
  readonly columns: number
}

export interface Progress {
  /** It is known which articles there are. */
  site(site: SiteFacts): void
  /** One more article is done; the report has it already. */
  article(article: ArticleFacts, report: Report): void
  /** Leaves a clean line for what comes next. */
  end(): void
}

/** On a screen one line that is written again and again; else a line for each article. */
export function progressOn(screen: Screen | undefined, out: (line: string) => void): Progress {
  if (screen === undefined)
    return {
      site: (site) => out(siteLine(site)),
      article: (article, report) => out(articleLine(article, report)),
      end: () => {},
    }
  const rewrite = (line: string) =>
    screen.write(`${CLEAR}${line.slice(0, Math.max(20, screen.columns - 1))}`)
  return {
    site: (site) => rewrite(siteLine(site)),
    article: (article, report) => rewrite(articleLine(article, report)),
    end: () => screen.write(CLEAR),
  }
}

/** To the line's beginning, and nothing left on it. */
const CLEAR = '\r\u001b[K'

function siteLine({ origin, articles, system }: SiteFacts): string {
  return plain(`${origin}${system === undefined ? '' : ` (${system})`}: ${articlesOf(articles)}`)
}

function articleLine(article: ArticleFacts, report: Report): string {
  const of = String(report.site.articles)
  const done = String(report.articles.length).padStart(of.length)
  const said = saidOf(article, report).replaceAll('\u00a0', ' ').padEnd(26)
  return `${done} of ${of}  ${said}  ${plain(pathOf(article.url))}`
}

function saidOf(article: ArticleFacts, report: Report): string {
  const [row] = figuresOf({ ...report, articles: [article] }).rows
  const worst = row === undefined ? undefined : worstOf(row)
  if (worst !== undefined) return worst
  return article.access === 'open' || article.access === 'unknown'
    ? ACCESS[article.access]
    : 'tight'
}

function worstOf({ cells }: Row): string | undefined {
  const [worst] = [...cells].sort(([, a], [, b]) => b - a)
  return worst && `${briefPercent(worst[1]).padStart(5)}  ${CHANNELS[worst[0]].name}`
}

/** The verdict, and the channels that leak as a table. */
export function summaryLines(report: Report): string[] {
  const figures = figuresOf(report)
  const { sentences, rest } = verdictOf(report, figures)
  return [
    '',
    sentences.join(' '),
    ...(rest === '' ? [] : [rest]),
    ...channelLines(figures, report.site),
    ...meetingLines(report),
  ].map((line) => line.replaceAll('\u00a0', ' '))
}

/** The greatest damage first, each with what closes it. */
function channelLines({ channels }: Figures, { basis }: SiteFacts): string[] {
  const leaking = channels.filter(({ leaks }) => leaks.length > 0)
  if (leaking.length === 0) return []
  const width = Math.max(...leaking.map(({ channel }) => CHANNELS[channel].name.length))
  return [
    '',
    `Close first; a share is ${SHARE_OF[basis]}:`,
    ...leaking.flatMap((one) => {
      const { name, how } = CHANNELS[one.channel]
      const share = one.share === undefined ? '' : briefPercent(one.share)
      return [`  ${name.padEnd(width)}  ${share.padStart(5)}  ${whereOf(one)}`, `    ${how}`]
    }),
  ]
}

function meetingLines({ meetings }: Report): string[] {
  const problems = Map.groupBy(meetings, ({ problem }) => problem)
  if (problems.size === 0) return []
  return [
    '',
    'No leak, and worth mending:',
    ...[...problems].map(
      ([problem, met]) => `  ${PROBLEMS[problem].name}: ${articlesOf(met.length)}`,
    ),
  ]
}

/** Without what would move the cursor, colour the line or turn its direction. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
}
