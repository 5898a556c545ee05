// An invented report: twenty articles of a newspaper whose walls leak in eight ways, for tests of what is made of it
// and for pictures.
import type { Channel } from '../../src/audit/channels.ts'
import type { AuditEvent, Leak, Problem, Report, SiteFacts } from '../../src/audit/finding.ts'
import { beginReport, collect, endReport } from '../../src/audit/report.ts'

const ORIGIN = 'https://www.saltmarsh-courier.example'

const TITLES = [
  ...[
    'Harbour board votes to reopen the east quay',
    'Budget gap is £2.1m, not £1.4m, auditors say',
  ],
  ...['Rovers win ugly, and nobody in the stand minds', 'The last tide table printed by hand'],
  ...['Who pays for the mud?', 'Beet harvest ends early after the wettest October since 1987'],
  ...['Ferry timetable leaves out the island on Sundays', 'Library keeps its Saturday, for a year'],
  ...['What the storm of 2017 still costs', 'Seven days on the sea wall'],
  ...['The school bus that comes when it says', 'Why the lighthouse is for sale'],
  ...['Oysters are back in the north creek', 'Parish council meets in a tent'],
  ...['Grain price halves, bakers wait', 'A choir of forty, and one who cannot sing'],
  ...['Night train returns in spring', 'The house that moved nine metres inland'],
  ...['Planning: marina flats refused a third time', 'Opening hours at Christmas'],
]

/** What leaks in each article: its channel, by whom, in how many of twenty articles, which part of the paid words. */
const WAYS: readonly {
  readonly channel: Channel
  readonly persona: string
  readonly first: number
  readonly share: number
  readonly severity: Leak['severity']
  readonly why: string
  readonly request: string
}[] = [
  {
    channel: 'api',
    persona: 'program',
    first: 14,
    share: 1,
    severity: 'high',
    why: 'The field content.rendered of /wp-json/wp/v2/posts holds it.',
    request: 'GET /wp-json/wp/v2/posts?slug=east-quay\nAccept: application/json',
  },
  {
    channel: 'hidden-text',
    persona: 'browser',
    first: 9,
    share: 0.97,
    severity: 'high',
    why: 'It stands in div.paywall-hidden, which style hides.',
    request: 'GET /harbour/east-quay-vote',
  },
  {
    channel: 'feed',
    persona: 'feed-reader',
    first: 10,
    share: 0.62,
    severity: 'high',
    why: 'The field content:encoded of /feed/ holds it.',
    request: 'GET /feed/\nAccept: application/rss+xml',
  },
  {
    channel: 'amp',
    persona: 'amp',
    first: 5,
    share: 0.9,
    severity: 'high',
    why: 'The page at ?amp=1 shows it.',
    request: 'GET /harbour/east-quay-vote?amp=1',
  },
  {
    channel: 'agent',
    persona: 'crawler',
    first: 3,
    share: 1,
    severity: 'high',
    why: 'It is sent to whoever says Googlebot.',
    request: 'GET /harbour/east-quay-vote\nUser-Agent: Googlebot',
  },
  {
    channel: 'structured-data',
    persona: 'browser',
    first: 12,
    share: 0.21,
    severity: 'medium',
    why: 'The field articleBody of the JSON-LD holds it.',
    request: 'GET /harbour/east-quay-vote',
  },
  {
    channel: 'metadata',
    persona: 'link-preview',
    first: 13,
    share: 0.04,
    severity: 'low',
    why: 'og:description holds it.',
    request: 'GET /harbour/east-quay-vote',
  },
  {
    channel: 'list',
    persona: 'browser',
    first: 4,
    share: 0.006,
    severity: 'low',
    why: 'The section page shows more than the preview.',
    request: 'GET /harbour',
  },
]

const TIGHT: readonly Channel[] = [
  ...(['page', 'state', 'comment', 'noscript', 'template', 'attribute', 'print'] as const),
  ...(['representation', 'oembed', 'sitemap', 'referrer', 'proxy', 'query', 'path'] as const),
  ...(['method', 'cache'] as const),
]

const MEETINGS: readonly (readonly [Problem, number, Leak['severity'], string])[] = [
  ['third-party', 20, 'medium', '11 hosts are asked before the first sentence.'],
  ['log-in-missing', 12, 'medium', 'There is no link to log in within the wall.'],
  ['markup-missing', 9, 'medium', 'The JSON-LD does not say isAccessibleForFree.'],
  ['ends-in-sentence', 5, 'low', 'The preview ends with “of the”.'],
  ['heavy', 2, 'low', 'The page has 3.1 MB before pictures.'],
]

export interface Invented {
  /** Proof of control: with it there are excerpts and requests. */
  readonly control?: SiteFacts['control']
  readonly basis?: SiteFacts['basis']
  /** Put instead of each title. */
  readonly title?: string
  /** How many of the twenty were done. */
  readonly done?: number
}

/** The events of the invented audit, in the order in which a real one gives them. */
export function* inventedEvents(invented: Invented = {}): Generator<AuditEvent> {
  const { control, basis = 'truth', done = TITLES.length } = invented
  const articles = TITLES.length
  yield {
    kind: 'site',
    site: { origin: ORIGIN, system: 'WordPress 6.8', articles, basis, control },
  }
  yield {
    kind: 'note',
    article: undefined,
    channel: 'graphql',
    persona: undefined,
    text: 'Not tried: no GraphQL address was found.',
  }
  for (const index of TITLES.slice(0, done).keys()) yield* ofArticle(index, invented)
}

function* ofArticle(index: number, { control, basis = 'truth', title }: Invented) {
  const headline = TITLES[index] ?? ''
  const url = `${ORIGIN}/${headline.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
  const isOpen = index === TITLES.length - 1
  const gatedWords = isOpen ? 0 : 380 + ((index * 137) % 700)
  for (const { first, share, request, ...way } of WAYS) {
    // Not always the first of the list, as no site leaks in order.
    if ((index * 7) % 20 >= first || isOpen) continue
    // The longer an article, the less of it: nearly all of one, a third of another.
    const part = way.channel === 'api' ? Math.min(1, 1.25 - (gatedWords - 380) / 780) : 1
    const words = Math.ceil(gatedWords * share * part)
    const leak = { article: url, basis, words, gatedWords, ...way }
    const excerpt = 'the fenders and left a barge across the slipway for nine years'
    const proof = control === undefined ? undefined : { excerpt, request }
    yield { kind: 'leak' as const, ...leak, proof }
  }
  for (const [problem, first, severity, why] of MEETINGS)
    if (index < first) yield { kind: 'reader' as const, article: url, problem, severity, why }
  if (index === 3)
    yield {
      kind: 'note' as const,
      article: url,
      channel: 'page' as const,
      persona: 'browser',
      text: 'It is metered: whoever sends no cookie reads it, as everybody does the first time.',
    }
  const access = isOpen ? ('open' as const) : ('gated' as const)
  const tried = [...WAYS.map(({ channel }) => channel), ...TIGHT]
  const article = { url, title: title ?? headline, access, gatedWords, tried }
  yield { kind: 'article' as const, article, done: index + 1, of: TITLES.length }
}

/** The report of those events, made on a fixed day. */
export function inventedReport(invented: Invented = {}): Report {
  const { done = TITLES.length } = invented
  let report = beginReport(ORIGIN, '2026-11-25T21:40:00.000Z')
  for (const event of inventedEvents(invented)) report = collect(report, event)
  return endReport(report, '2026-11-25T21:44:00.000Z', done === TITLES.length)
}
