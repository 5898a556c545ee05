// Formats: the article as AMP, for print, and in every format that a machine would ask for.
import { type AskedArticle, type Asking, ask, barePath, withQuery } from './asking.ts'

export function formats(article: AskedArticle): readonly Asking[] {
  return [...amp(article), ...print(article), ...byAccept(article), ...byAddress(article)]
}

function amp(article: AskedArticle): readonly Asking[] {
  const { cookie } = article
  const bare = barePath(article)
  const linked = linkedAs(article, ({ rel }) => rel === 'amphtml')
  const paths = [
    ...linked,
    `${bare}/amp`,
    `${bare}/amp/`,
    `${bare}.amp`,
    withQuery(article, 'amp=1'),
    withQuery(article, 'outputType=amp'),
  ]
  return unique(paths).map((path) =>
    ask('amp', 'amp', linked.includes(path) ? 'rel=amphtml' : shape(article, path), {
      path,
      cookie,
    }),
  )
}

function print(article: AskedArticle): readonly Asking[] {
  const { cookie } = article
  const bare = barePath(article)
  const linked = linkedAs(
    article,
    ({ rel, media }) => rel === 'alternate' && media.includes('print'),
  )
  const paths = [
    ...linked,
    `${bare}/print`,
    `${bare}/print/`,
    withQuery(article, 'print=1'),
    withQuery(article, 'view=print'),
    withQuery(article, 'print=print'),
  ]
  return unique(paths).map((path) =>
    ask('print', 'print', linked.includes(path) ? 'media=print' : shape(article, path), {
      path,
      cookie,
    }),
  )
}

const ACCEPTS: readonly string[] = [
  'application/json',
  'application/ld+json',
  'text/markdown',
  'text/plain',
  'application/rss+xml',
]

function byAccept(article: AskedArticle): readonly Asking[] {
  const path = withQuery(article, '')
  const { cookie } = article
  return ACCEPTS.map((type) =>
    ask('program', 'representation', `Accept: ${type}`, {
      path,
      headers: { Accept: type },
      cookie,
    }),
  )
}

function byAddress(article: AskedArticle): readonly Asking[] {
  const { cookie } = article
  const bare = barePath(article)
  const linked = linkedAs(
    article,
    ({ rel, type, media }) =>
      rel === 'alternate' &&
      !media.includes('print') &&
      /json|markdown|plain/.test(type) &&
      !/oembed|feed/.test(type),
  )
  const endings = ['.md', '.json', '.txt', '.xml', '/index.json']
  const queries = [
    'format=json',
    'format=amp',
    'output=1',
    'output=json',
    'format=txt',
    'm=1',
    '_format=json',
    '__a=1',
    'json=1',
  ]
  const paths = [
    ...linked,
    ...(bare === '' ? [] : endings.map((ending) => bare + ending)),
    ...queries.map((query) => withQuery(article, query)),
  ]
  const feeds = bare === '' ? [] : [`${bare}/feed`, `${bare}/feed/`]
  const others = unique(paths).map((path) => {
    const attempt = linked.includes(path) ? 'rel=alternate' : shape(article, path)
    // A link to a record of the system's API is no format of the page.
    const isApi = /^\/(?:wp-json|jsonapi|api|ghost\/api|pf\/api)\b/.test(path)
    return ask('program', isApi ? 'api' : 'representation', attempt, { path, cookie })
  })
  const ofFeeds = feeds.map((path) =>
    ask('feed-reader', 'feed', shape(article, path), { path, cookie }),
  )
  return [...others, ...ofFeeds]
}

function linkedAs(
  { page, url }: AskedArticle,
  isMeant: (alternate: { rel: string; type: string; media: string }) => boolean,
): readonly string[] {
  return (page?.alternates ?? [])
    .filter(isMeant)
    .map(({ href }) => new URL(href))
    .filter(({ origin }) => origin === url.origin)
    .map(({ pathname, search }) => pathname + search)
    .slice(0, 3)
}

/** What was put to the article's address, whichever article it is. */
function shape(article: AskedArticle, path: string): string {
  return path.replace(barePath(article), '…')
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)]
}
