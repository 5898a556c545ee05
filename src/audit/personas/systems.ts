// Systems: the addresses under which content management systems and frameworks hand their articles out as data.
import type { System } from '../recognise.ts'
import { type AskedArticle, type Asking, ask, barePath, slugOf, withQuery } from './asking.ts'

/** All that is worth asking: a system that hides what it is still answers under its addresses. */
export function systems(article: AskedArticle, system: System | undefined): readonly Asking[] {
  return [
    ...wordpress(article),
    ...plainWordpress(article),
    ...ghost(article),
    ...drupal(article),
    ...arc(article),
    ...frameworks(article, system),
    ...oembed(article),
  ]
}

function api(attempt: string, path: string, article: AskedArticle): Asking {
  return ask('program', 'api', attempt, {
    path,
    cookie: article.cookie,
    headers: { Accept: 'application/json' },
  })
}

function wordpress(article: AskedArticle): readonly Asking[] {
  const slug = encodeURIComponent(slugOf(article))
  const id = postId(article)
  return [
    api('/wp-json posts by slug', `/wp-json/wp/v2/posts?slug=${slug}`, article),
    api('?rest_route posts by slug', `/?rest_route=/wp/v2/posts&slug=${slug}`, article),
    api('/wp-json pages by slug', `/wp-json/wp/v2/pages?slug=${slug}`, article),
    api(
      '/wp-json search',
      `/wp-json/wp/v2/search?search=${slug.replaceAll('-', '+')}&_embed=1`,
      article,
    ),
    ...(id === undefined
      ? []
      : [
          api('/wp-json post by id', `/wp-json/wp/v2/posts/${id}`, article),
          // The pictures of a post with a password are told with their captions. These fields alone name no other page.
          api(
            '/wp-json media by post',
            `/wp-json/wp/v2/media?parent=${id}&per_page=100&_fields=caption,alt_text,description`,
            article,
          ),
        ]),
    ask('feed-reader', 'feed', 'a feed of the article', {
      path: `${barePath(article)}/feed/?withoutcomments=1`,
      cookie: article.cookie,
    }),
  ]
}

/** WordPress writes it into plain addresses, a short link and a link to its API. */
function postId({ page, url }: AskedArticle): string | undefined {
  const links = page?.alternates.map(({ href }) => href) ?? []
  const written = [url.search, ...links].map(decoded).join('\n')
  return /(?:[?&]p=|\/wp\/v2\/(?:posts|pages)\/)(\d+)/.exec(written)?.[1]
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** Where addresses are plain (?p=4), and where a block of /wp-json is to be gone around. */
function plainWordpress(article: AskedArticle): readonly Asking[] {
  const id = postId(article)
  const feed = ask('feed-reader', 'feed', 'a feed of the article by its query', {
    path: withQuery(article, 'feed=rss2&withoutcomments=1'),
    cookie: article.cookie,
  })
  if (id === undefined) return [feed]
  return [
    api('?rest_route post by id', `/?rest_route=/wp/v2/posts/${id}`, article),
    api('/wp-json revisions', `/wp-json/wp/v2/posts/${id}/revisions`, article),
    feed,
  ]
}

/** With the key that the page itself publishes, and no other. */
function ghost(article: AskedArticle): readonly Asking[] {
  const key = article.page?.marks.find((mark) => mark.startsWith('ghost key '))?.slice(10)
  const slug = encodeURIComponent(slugOf(article))
  const paths = [
    `/ghost/api/content/posts/slug/${slug}/`,
    `/ghost/api/v3/content/posts/slug/${slug}/`,
  ]
  return paths.map((path) => {
    const query = `?${key === undefined ? '' : `key=${encodeURIComponent(key)}&`}formats=html,plaintext`
    return api(path.replace(slug, '…'), path + query, article)
  })
}

function drupal(article: AskedArticle): readonly Asking[] {
  const node = /\/node\/(\d+)/.exec(
    article.page?.alternates.map(({ href }) => href).join('\n') ?? '',
  )?.[1]
  const path = encodeURIComponent(barePath(article))
  return [
    api('/jsonapi by path', `/jsonapi/node/article?filter[path.alias]=${path}`, article),
    api('/jsonapi the newest', '/jsonapi/node/article?page[limit]=50&sort=-created', article),
    api('/router/translate-path', `/router/translate-path?path=${path}`, article),
    ...(node === undefined
      ? []
      : [api('/node?_format=json', `/node/${node}?_format=json`, article)]),
  ]
}

function arc(article: AskedArticle): readonly Asking[] {
  const query = encodeURIComponent(JSON.stringify({ website_url: `${barePath(article)}/` }))
  return ['content-api', 'story', 'article'].map((source) =>
    api(`/pf/api/v3 ${source}`, `/pf/api/v3/content/fetch/${source}?query=${query}`, article),
  )
}

function frameworks(article: AskedArticle, system: System | undefined): readonly Asking[] {
  const { cookie } = article
  const bare = barePath(article)
  const build =
    article.page?.marks.find((mark) => mark.startsWith('build '))?.slice(6) ?? system?.build
  const pageData = (attempt: string, path: string, headers: Record<string, string> = {}) =>
    ask('program', 'page-data', attempt, { path, cookie, headers })
  return [
    ...(build === undefined
      ? []
      : [pageData('/_next/data', `/_next/data/${build}${bare || '/index'}.json`)]),
    pageData('_payload.json', `${bare}/_payload.json`),
    pageData('RSC', withQuery(article, '_rsc=1'), { RSC: '1' }),
    pageData('?_data=', withQuery(article, '_data=routes%2F%24')),
    pageData('.data', `${bare}.data`),
    pageData('__data.json', `${bare}/__data.json`),
    pageData('page-data.json', `/page-data${bare || '/index'}/page-data.json`),
  ]
}

function oembed(article: AskedArticle): readonly Asking[] {
  const address = encodeURIComponent(article.url.href)
  const linked = (article.page?.alternates ?? [])
    .filter(({ type }) => type.includes('oembed'))
    .map(({ href }) => new URL(href))
    .filter(({ origin }) => origin === article.url.origin)
    .map(({ pathname, search }) => pathname + search)
  const guessed = [
    `/wp-json/oembed/1.0/embed?url=${address}`,
    `/oembed?url=${address}&format=json`,
    `/services/oembed?url=${address}&format=json`,
  ]
  const asked = [...new Set([...linked, ...guessed])].map((path) =>
    ask(
      'link-preview',
      'oembed',
      linked.includes(path) ? 'rel=oembed' : path.replace(address, '…'),
      { path },
    ),
  )
  return [
    ...asked,
    ask('link-preview', 'oembed', '/embed', {
      path: `${barePath(article)}/embed/`,
      cookie: article.cookie,
    }),
  ]
}
