// A site of the gallery, audited: what was found, put so that a test can compare it with what the site says of itself.
import { audit } from '../../src/audit/audit.ts'
import type { AuditEvent, Leak, Note, Problem } from '../../src/audit/finding.ts'
import { wordsOf } from '../../src/audit/matching/words.ts'
import type { AuditOptions, Truth } from '../../src/audit/options.ts'
import { ARTICLES, type Article } from '../gallery/articles.ts'
import { SUBSCRIBER } from '../gallery/paper.ts'
import type { Site } from '../gallery/site.ts'
import { type Form, serve } from './gallery-server.ts'

/** What the audit knows beside the site: nothing, a subscriber's cookie, or the full texts. */
export type Knowing = 'nothing' | 'subscriber' | 'texts'

export interface Audited {
  readonly leaks: readonly Leak[]
  readonly notes: readonly Note[]
  /** `structured-data /town/the-slow-clock`, each once, sorted. */
  readonly found: readonly string[]
  /** What the audit took each article for: `gated /town/the-slow-clock`. */
  readonly accesses: readonly string[]
  /** What its readers meet, each kind once, sorted. */
  readonly meets: readonly Problem[]
  /** What was asked of the site: `GET /feed/`. */
  readonly asked: readonly string[]
}

export async function audited(
  site: Site,
  { form = 'leaky', knowing = 'nothing', browser = 'none', articles = 3 }: Asking = {},
): Promise<Audited> {
  const served = await serve(site, form)
  try {
    const truth = truthOf(site, knowing)
    const options = { url: served.origin, version: '0.0.0', articles, browser }
    const events = await eventsOf({ ...options, ...(truth !== undefined && { truth }) })
    return { ...sorted(events, served.origin), asked: [...served.asked] }
  } finally {
    await served.close()
  }
}

interface Asking {
  readonly form?: Form
  readonly knowing?: Knowing
  readonly browser?: 'auto' | 'none'
  readonly articles?: number
}

export async function eventsOf(options: AuditOptions): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = []
  for await (const event of audit(options)) events.push(event)
  return events
}

export function sorted(events: readonly AuditEvent[], origin: string): Omit<Audited, 'asked'> {
  const leaks = events.filter((event) => event.kind === 'leak')
  const path = (url: string | undefined) => url?.replace(origin, '') ?? 'the site'
  return {
    leaks,
    notes: events.filter((event) => event.kind === 'note'),
    found: [
      ...new Set(leaks.map(({ channel, article }) => `${channel} ${path(article)}`)),
    ].toSorted(),
    meets: [
      ...new Set(events.filter((event) => event.kind === 'reader').map(({ problem }) => problem)),
    ].toSorted(),
    accesses: events
      .filter((event) => event.kind === 'article')
      .map(({ article }) => `${article.access} ${path(article.url)}`)
      .toSorted(),
  }
}

/** What has to be found on a site: its one channel, for each article that is gated. */
export function expectedOf({ leak, articles = ARTICLES }: Site): readonly string[] {
  if (leak === undefined) return []
  return articles
    .filter(({ free, path }) => !free && leak.only?.includes(path) !== false)
    .map(({ path }) => `${leak.channel} ${path}`)
    .toSorted()
}

/** What an audit has to take each of a site's articles for. */
export function accessesOf({ access = 'gated', articles = ARTICLES }: Site): readonly string[] {
  const read = articles.slice(0, 3).filter(({ free }) => free || access !== 'unread')
  return read.map(({ free, path }) => `${free ? 'open' : access} ${path}`).toSorted()
}

/** How much of what really is gated of its article a leak gave out, whatever the audit took for gated. */
export function shareOf({ article: url, words }: Leak, { articles = ARTICLES }: Site): number {
  const article = articles.find(({ path }) => url?.endsWith(path))
  return article === undefined ? 0 : words / wordsOf(gatedOf(article)).written.length
}

function gatedOf({ gated, figure }: Article): string {
  return [...gated, ...(figure ? [figure.alt, figure.caption] : [])].join('\n\n')
}

/** The least and the largest share that a leak of a site may tell. */
export function sharesOf({ leak }: Site): readonly [number, number] {
  return leak?.share ?? NEARLY_ALL
}

/** Without truth, some words of the preview that a layer covers count as gated. */
const NEARLY_ALL = [0.9, 1.2] as const

function truthOf({ articles = ARTICLES }: Site, knowing: Knowing): Truth | undefined {
  if (knowing === 'nothing') return undefined
  if (knowing === 'subscriber') return { kind: 'cookies', cookies: SUBSCRIBER }
  return {
    kind: 'texts',
    of({ url }) {
      const article = articles.find(({ path }) => url.endsWith(path))
      if (article === undefined) return undefined
      if (article.free) return { access: 'open' }
      const { figure, preview } = article
      return {
        preview: preview.join('\n\n'),
        gated: gatedOf(article),
        pictures: figure ? [figure.src] : [],
      }
    },
  }
}

/** With what was asked beside it, so that a failure says whether the audit ever came by. */
export function explained({ leaks, notes, found, asked }: Audited) {
  const why = leaks.map(({ persona, why }) => `${persona}: ${why}`)
  return JSON.stringify({ found, why, notes, asked }, undefined, 1)
}
