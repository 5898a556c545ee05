// Soak traffic: what readers, feed readers and machines ask of a newspaper, each kind with its part of a hundred requests
// and with what has to be said to it.
import { pathOf, SECTIONS } from './edition.ts'
import { atTheWall, newcomer, READERS, registered, returning, subscribers } from './readers.ts'
import type { OpenSession } from './sessions.ts'

/** What is looked at of an answer. */
export interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface Asking {
  readonly kind: string
  readonly path: string
  readonly method?: string
  readonly headers: Record<string, string>
  /** What is wrong with this answer; undefined when it is as it should be. */
  readonly judge: (seen: Seen) => string | undefined
  /** Account pages may be put off while there is more to do than can be done. */
  readonly mayWait?: boolean
}

interface Kind {
  readonly name: string
  /** Of a hundred requests. */
  readonly part: number
  /** The nth request of this kind, so that each kind comes to every article and every reader. */
  readonly ask: (nth: number) => Omit<Asking, 'kind'>
}

/** The next request, in an order that mixes the kinds evenly; `files`: addresses of what pages are shown with. */
export function traffic(
  articles: number,
  sessions: readonly OpenSession[],
  files: readonly string[],
): () => Asking {
  const kinds = [...articleKinds(articles, sessions), ...pageKinds(files)]
  const order = evenly(kinds)
  const asked = new Map<Kind, number>()
  let count = 0
  return () => {
    const kind = order[count % order.length]
    if (kind === undefined) throw new Error('There is no traffic')
    count++
    const nth = asked.get(kind) ?? 0
    asked.set(kind, nth + 1)
    return { kind: kind.name, ...kind.ask(nth) }
  }
}

function articleKinds(articles: number, sessions: readonly OpenSession[]): readonly Kind[] {
  const [walled, known, paying] = [atTheWall(), registered(READERS), subscribers(READERS)]
  const back = returning(sessions)
  const of = (cookies: readonly string[], nth: number) => cookies[nth % cookies.length] ?? ''
  const granted = receipt(/^grant/)
  const kind = (
    name: string,
    part: number,
    cookie: (nth: number) => string,
    judge = granted,
  ): Kind => ({
    name: `article, ${name}`,
    part,
    ask: (nth) => ({
      path: articleAt(nth, articles),
      headers: readerFrom(nth, cookie(readerAt(nth, articles))),
      judge,
    }),
  })
  return [
    kind('spends a read', 20, (nth) => newcomer(nth % 3)),
    kind('no cookies', 8, () => ''),
    // Theirs runs out as they read.
    kind('registered', 8, (nth) => of(known, nth), receipt(/^(?:grant|wall)/)),
    kind('subscriber', 12, (nth) => of(paying, nth)),
    kind('renews the pass', 4, (nth) => of(back, nth)),
    ...wallKinds((nth) => of(walled, nth), articles),
  ]
}

/** Readers who have read all there is, with the ETag of what they were sent before, and a browser that is early. */
function wallKinds(walled: (nth: number) => string, articles: number): readonly Kind[] {
  const tags = new Map<string, string>()
  const atWall = (nth: number) => {
    const path = articleAt(nth, articles)
    const judge = (seen: Seen) => {
      const tag = seen.headers['etag']
      if (typeof tag === 'string') tags.set(path, tag)
      return receipt(/^wall/)(seen)
    }
    return { path, headers: readerFrom(nth, walled(readerAt(nth, articles))), judge }
  }
  const known: Kind['ask'] = (nth) => {
    const asked = atWall(nth)
    const headers = { ...asked.headers, 'If-None-Match': tags.get(asked.path) ?? '"unknown"' }
    const judge = (seen: Seen) => (seen.status === 304 ? undefined : asked.judge(seen))
    return { ...asked, headers, judge }
  }
  // It would have to spend.
  const early: Kind['ask'] = (nth) => ({
    path: articleAt(nth, articles),
    headers: { ...readerFrom(nth, newcomer(1)), 'Sec-Purpose': 'prefetch' },
    judge: status(503),
  })
  return [
    { name: 'article, at the wall', part: 14, ask: atWall },
    { name: 'article, HEAD', part: 2, ask: (nth) => ({ ...atWall(nth), method: 'HEAD' }) },
    { name: 'article, known', part: 12, ask: known },
    { name: 'article, prefetched', part: 2, ask: early },
  ]
}

/** No number of articles here has the step as a factor: as many requests as there are come to all of them. */
function articleAt(nth: number, articles: number): string {
  return pathOf((nth * 7) % articles)
}

/** Another one each time that all articles were asked for: in the end every reader comes to every article. */
function readerAt(nth: number, articles: number): number {
  return nth + Math.floor(nth / articles)
}

function pageKinds(files: readonly string[]): readonly Kind[] {
  const places = (
    paths: readonly string[],
    judge: Asking['judge'],
    mayWait = false,
  ): Kind['ask'] => {
    return (nth) => ({
      path: paths[nth % paths.length] ?? '/',
      headers: readerFrom(nth, ''),
      judge,
      mayWait,
    })
  }
  const sections = SECTIONS.map((id) => `/${id}`)
  const lists = [...sections, '/tag/tag-3', '/author/a-writer']
  const feeds = ['/feed.xml', '/atom.xml', '/feed.json', ...sections.map((id) => `${id}/feed.xml`)]
  const kind = (name: string, part: number, ask: Kind['ask']) => ({ name, part, ask })
  return [
    kind('front page', 5, places(['/'], status(200))),
    kind('section, tag, author', 4, places(lists, status(200))),
    kind('feed', 3, places(feeds, status(200))),
    kind(
      'map, robots.txt',
      1,
      places(['/sitemap.xml', '/news-sitemap.xml', '/robots.txt'], status(200)),
    ),
    kind('file of the pages', 1, places(files, status(200))),
    kind('log-in form', 1, places(['/account/log-in?return_to=%2F'], status(200), true)),
    kind('offers', 1, places(['/account/subscribe'], status(200), true)),
    kind('account, not logged in', 1, places(['/account'], status(303), true)),
    kind('no such address', 1, places(['/harbour/there-is-none'], status(404))),
  ]
}

/** Each of a network of its own, as behind a proxy that says so. */
export function readerFrom(nth: number, cookie: string): Record<string, string> {
  const network = `10.${(nth >> 8) & 255}.${nth & 255}.7`
  const headers = { 'Accept-Encoding': 'gzip', 'X-Forwarded-For': network }
  return cookie === '' ? headers : { ...headers, Cookie: cookie }
}

function status(wanted: number): Asking['judge'] {
  return (seen) => (seen.status === wanted ? undefined : `${seen.status} instead of ${wanted}`)
}

function receipt(wanted: RegExp): Asking['judge'] {
  return (seen) => {
    if (seen.status !== 200) return `${seen.status} instead of 200`
    const said = String(seen.headers['standfirst-decision'])
    return wanted.test(said) ? undefined : `decided: ${said}`
  }
}

/** A hundred places, in which each kind stands as often as is its part, as far apart as can be. */
function evenly(kinds: readonly Kind[]): readonly Kind[] {
  const places = kinds.flatMap((kind, number) =>
    Array.from({ length: kind.part }, (_, turn) => ({
      kind,
      at: (turn + (number + 1) / (kinds.length + 1)) / kind.part,
    })),
  )
  return places.toSorted((a, b) => a.at - b.at).map(({ kind }) => kind)
}
