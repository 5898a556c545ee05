// standfirst audit: where paid text gets out of a site, ours or not, as anybody who asks gets to see it.
import { relative } from 'node:path'
import { CannotAudit } from '../audit/audit.ts'
import type { AuditEvent, Report } from '../audit/finding.ts'
import { beginReport, collect, endReport } from '../audit/report.ts'
import { figuresOf } from '../audit/report-figures.ts'
import { articlesOf } from '../audit/report-words.ts'
import { type Begun, begin } from './audit-begin.ts'
import { writeReports } from './audit-files.ts'
import { type Progress, plain, progressOn, summaryLines } from './audit-lines.ts'
import { type AuditOrder, readOrder } from './audit-options.ts'
import { type Command, refuse, type Terminal } from './command.ts'
import { stayInSmallMemory } from './small-memory.ts'

export const audit: Command = {
  usage: `standfirst audit URL [--articles 20] [--sitemap URL] [--rate R]
                     [--full-text DIR | --cookie-file FILE | --edition DIR]
                     [--json FILE] [--html FILE] [--fail-on leak]
                     [--proof LINE] [--contact URL] [--no-browser]

Reads a site as a reader without script, a feed reader, a search engine, a link preview and others
would, and says how much of what is paid for got out, where, and how to close it. It reads only what
is sent to everybody, keeps to robots.txt, and changes nothing.

  --articles N        how many articles at most, the newest first; 20 when left out
  --sitemap URL       the site map to find them in; otherwise it is looked for
  --rate R            requests a second; 4 when left out, without limit on this machine

What is paid for is known best from one of these; without, what some get and others do not is compared:
  --full-text DIR     a folder of full texts (.txt, .md, .html), named as their articles' addresses end
  --cookie-file FILE  the cookies of a subscriber, to read the full texts with, and for nothing else
  --edition DIR       an edition of Standfirst; without URL it is served for this alone

  --json FILE         the report for programs. An interrupted audit goes on from there
  --html FILE         the report for people, one page that needs nothing else
  --fail-on leak      exit code 2 when anything got out
  --proof LINE        the line in /.well-known/standfirst-audit that shows that the site is yours
  --contact URL       where whoever reads the site's log learns who asked
  --no-browser        do without Chromium, where there is one

Exit code 0: it came to its end. 1: it could not be done. 2: see --fail-on. 130: interrupted.`,
  async run(args, terminal) {
    const order = await readOrder(args, terminal)
    if (!order.ok) return refuse(order.detail, terminal)
    stayInSmallMemory()
    const begun = await begin(order.value, terminal)
    if (!begun.ok) return refuse(begun.detail, terminal)
    try {
      return await carryOut(order.value, begun.value, terminal)
    } finally {
      await begun.value.close()
    }
  },
}

/** What is kept while it works is at most this old: a machine that dies loses little. */
const KEEP_EVERY_MS = 5000

async function carryOut(
  order: AuditOrder,
  { url, before, events }: Begun,
  terminal: Terminal,
): Promise<number> {
  const stop = stopOnSignal()
  const progress = progressOn(process.stdout.isTTY ? process.stdout : undefined, terminal.out)
  const now = () => new Date().toISOString()
  if (before !== undefined) sayGoingOn(before, order, terminal)
  let report = before ?? beginReport(new URL(url).origin, now())
  let kept = performance.now()
  try {
    for await (const event of events(stop.signal)) {
      report = collect(report, event)
      sayProgress(event, report, progress)
      if (event.kind !== 'article' || performance.now() - kept < KEEP_EVERY_MS) continue
      await writeReports(endReport(report, now(), false), { json: order.json, html: undefined })
      kept = performance.now()
    }
  } catch (error) {
    progress.end()
    if (error instanceof CannotAudit) return refuse(error.message, terminal)
    throw error
  } finally {
    stop.done()
  }
  progress.end()
  const isWhole = !stop.signal.aborted
  return conclude(endReport(report, now(), isWhole), order, terminal)
}

interface Stop {
  readonly signal: AbortSignal
  /** Leaves the signals to whoever else listens. */
  done(): void
}

/** One press of Ctrl+C may come twice: from the terminal, and from npm, which hands on what it got itself. */
const SAME_PRESS_MS = 500

/** The first SIGINT or SIGTERM stops the audit; a later one ends the process at once, as signals do. */
function stopOnSignal(): Stop {
  const stop = new AbortController()
  const leave = () => {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
  const end = () => {
    if (stop.signal.aborted) return
    stop.abort()
    // The process stays as long: while it ends it heeds no signal, and the second of one press would be its exit code.
    setTimeout(leave, SAME_PRESS_MS)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return { signal: stop.signal, done: () => (stop.signal.aborted ? undefined : leave()) }
}

function sayGoingOn(
  { articles, site }: Report,
  { json = '' }: AuditOrder,
  { out, folder }: Terminal,
): void {
  const done = articles.length
  out(
    `Going on with ${relative(folder, json)}: ${done} of ${articlesOf(site.articles)} ${done === 1 ? 'is' : 'are'} done. Delete it to begin anew.`,
  )
}

function sayProgress(event: AuditEvent, report: Report, progress: Progress): void {
  if (event.kind === 'site') progress.site(event.site)
  if (event.kind === 'article') progress.article(event.article, report)
}

/** Writes the reports, says what it comes to, and gives the exit code. */
async function conclude(report: Report, order: AuditOrder, terminal: Terminal): Promise<number> {
  const { out, folder } = terminal
  const nothing = report.articles.length === 0
  if (nothing && report.complete) return refuse(nothingFound(order, report), terminal)
  for (const line of summaryLines(report)) out(plain(line))
  const written = await writeReports(report, order)
  if (!written.ok) return refuse(written.detail, terminal)
  const files = [order.html, order.json].flatMap((file) =>
    file === undefined ? [] : [relative(folder, file)],
  )
  out('')
  out(
    files.length === 0
      ? 'The whole of it: --html report.html for people, --json report.json for programs.'
      : `Written: ${files.join(', ')}`,
  )
  if (!report.complete) return sayInterrupted(report, order, terminal)
  if (figuresOf(report).unread === report.articles.length)
    return refuse('No article could be read; the notes of the report say why.', terminal)
  return order.failOnLeak && report.leaks.length > 0 ? 2 : 0
}

function nothingFound({ sitemap }: AuditOrder, { notes }: Report): string {
  const front = notes.find(({ channel }) => channel === 'list')?.text
  if (front !== undefined)
    return plain(`No article was found: ${front.replace(/^Not tried: /, '')}`)
  return sitemap === undefined
    ? 'No article was found in site maps, feeds and on the front page: name a site map with --sitemap.'
    : `No article was found by ${sitemap}: is it the site map of the articles?`
}

function sayInterrupted({ articles }: Report, order: AuditOrder, { out }: Terminal): number {
  const done = articles.length
  if (order.subject.url === undefined)
    out('Interrupted. The same command begins anew: an edition is served anew for each audit.')
  else if (done === 0) out('Interrupted before the first article was done.')
  else if (order.json === undefined)
    out('Interrupted. With --json FILE the same command would go on from here.')
  else
    out(
      `Interrupted. ${articlesOf(done)} of it ${done === 1 ? 'is' : 'are'} kept; the same command goes on from there.`,
    )
  return INTERRUPTED
}

/** As shells have it: 128 and the number of SIGINT. */
const INTERRUPTED = 130
