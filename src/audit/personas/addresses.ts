// Addresses: the same article under another spelling, with another query, by another method.
import { type AskedArticle, type Asking, ask, barePath, withQuery } from './asking.ts'

const QUERIES: readonly string[] = [
  'utm_source=newsletter&utm_medium=email',
  'share=1',
  'gift=1',
  'preview=true',
  'full=1',
  'view=full',
  'page=all',
  'unlocked=true',
  'nopaywall=1',
  '_escaped_fragment_=',
  'replytocom=1',
]

export function addresses(article: AskedArticle): readonly Asking[] {
  const { cookie } = article
  return [
    ...QUERIES.map((query) =>
      ask('visitor', 'query', `?${query}`, { path: withQuery(article, query), cookie }),
    ),
    ...secondPages(article),
    ...spellings(article).map(([name, path]) => ask('forger', 'path', name, { path, cookie })),
    ...methods(article),
  ]
}

/** Behind a wall alone: where there is none, an article in two pages is open on both. */
function secondPages(article: AskedArticle): readonly Asking[] {
  const { cookie, page, url } = article
  const bare = barePath(article)
  if (bare === '' || (page?.data.free !== false && page?.wall !== true)) return []
  const query = withQuery(article, 'page=2')
  return [
    ask('visitor', 'query', '?page=2', { path: query, cookie }),
    ask('visitor', 'path', 'the second page of it', { path: `${bare}/2${url.search}`, cookie }),
  ]
}

/** Each is another way to write the same path, to which rules may not apply and the article still answers. */
function spellings(article: AskedArticle): readonly (readonly [string, string])[] {
  const { url } = article
  const bare = barePath(article)
  const { search } = url
  if (bare === '') return []
  const toggled = url.pathname.endsWith('/') ? bare : `${bare}/`
  const last = bare.slice(bare.lastIndexOf('/') + 1)
  const folder = bare.slice(0, bare.lastIndexOf('/'))
  const coded = `%${last.charCodeAt(0).toString(16).padStart(2, '0')}${last.slice(1)}`
  const upper = bare.replace(/%[0-9a-f]{2}|[a-z]/gi, (one) =>
    one.length > 1 ? one : one.toUpperCase(),
  )
  return [
    ['a second slash', `/${bare}${search}`],
    ['a slash at the end, or none', `${toggled}${search}`],
    ['capitals', `${upper}${search}`],
    ['a semicolon', `${bare};x=1${search}`],
    ['%2e', `/%2e${bare}${search}`],
    ['a dot at the end', `${bare}.${search}`],
    ['a coded letter', `${folder}/${coded}${search}`],
    ['%2f at the end', `${bare}%2f${search}`],
    ['an index file', `${bare}/index.html${search}`],
    ['a page of it', `${bare}/1${search}`],
  ]
}

function methods(article: AskedArticle): readonly Asking[] {
  const path = withQuery(article, '')
  const { cookie } = article
  return [
    ask('program', 'method', 'OPTIONS', { path, method: 'OPTIONS', cookie }),
    ask('program', 'method', 'Range', { path, headers: { Range: 'bytes=0-4999999' }, cookie }),
    ask('program', 'method', 'Range at the end', {
      path,
      headers: { Range: 'bytes=-200000' },
      cookie,
    }),
    ask('program', 'method', 'If-None-Match', {
      path,
      headers: { 'If-None-Match': '"standfirst-audit"' },
      cookie,
    }),
    ask('program', 'method', 'If-Modified-Since', {
      path,
      headers: { 'If-Modified-Since': 'Sat, 01 Jan 2000 00:00:00 GMT' },
      cookie,
    }),
    ask('program', 'method', 'identity', {
      path,
      headers: { 'Accept-Encoding': 'identity' },
      cookie,
    }),
  ]
}
