// Report: an audit's events, one after the other, become one value. Pure: whoever calls it knows the time.
import type { ArticleFacts, AuditEvent, Leak, Meeting, Note, Report } from './finding.ts'

/** A report in which nothing stands yet. `began`: ISO 8601. */
export function beginReport(origin: string, began: string): Report {
  return {
    version: 1,
    began,
    ended: undefined,
    complete: false,
    site: { origin, system: undefined, articles: 0, basis: 'comparison', control: undefined },
    articles: [],
    leaks: [],
    notes: [],
    meetings: [],
  }
}

/** The report with one more event. What is said twice stands in it once, and what was said last holds. */
export function collect(report: Report, event: AuditEvent): Report {
  switch (event.kind) {
    case 'site':
      return { ...report, site: event.site }
    case 'article':
      return { ...report, articles: put(report.articles, event.article, ofArticle) }
    case 'leak':
      return { ...report, leaks: put(report.leaks, event, ofLeak) }
    case 'note':
      return { ...report, notes: put(report.notes, event, ofNote) }
    case 'reader':
      return { ...report, meetings: put(report.meetings, event, ofMeeting) }
  }
}

/** `ended`: ISO 8601. `complete`: whether everything was tried that was to be tried. */
export function endReport(report: Report, ended: string, complete: boolean): Report {
  return { ...report, ended, complete }
}

/** What an audit that goes on may keep of an interrupted one: all that is of articles that were done. */
export function keepDone(report: Report): Report {
  const done = new Set(report.articles.map(({ url }) => url))
  const isDone = ({ article }: { readonly article: string | undefined }) =>
    article !== undefined && done.has(article)
  return {
    ...report,
    ended: undefined,
    complete: false,
    leaks: report.leaks.filter(isDone),
    notes: report.notes.filter(isDone),
    meetings: report.meetings.filter(isDone),
  }
}

type Parts = readonly (string | undefined)[]

/** Compared part by part: a large site has ten thousands of findings, and each is looked for among all. */
function put<One>(list: readonly One[], one: One, partsOf: (one: One) => Parts): readonly One[] {
  const parts = partsOf(one)
  const at = list.findIndex((other) => {
    const others = partsOf(other)
    return parts.every((part, index) => part === others[index])
  })
  return at === -1 ? [...list, one] : list.with(at, one)
}

const ofArticle = ({ url }: ArticleFacts): Parts => [url]
const ofLeak = ({ article, channel, persona }: Leak): Parts => [article, channel, persona]
const ofNote = ({ article, channel, persona, text }: Note): Parts => [
  article,
  channel,
  persona,
  text,
]
const ofMeeting = ({ article, problem }: Meeting): Parts => [article, problem]
