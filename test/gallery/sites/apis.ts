// Gallery: the content API of a CMS, which knows nothing of the paywall that its theme puts up.

import { pageOf } from '../page.ts'
import { articleAt } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import { absolute, idOf, inHtml, json, paragraphs, scriptJson, slugOf } from '../writing.ts'

const leak = { channel: 'api' } as const

function wordpressPost(article: Printed, asked: Asked, paper: Paper) {
  return {
    id: idOf(article, paper),
    date: article.published.slice(0, 19),
    slug: slugOf(article),
    status: 'publish',
    type: 'post',
    link: absolute(article, asked),
    title: { rendered: inHtml(article.title) },
    content: { rendered: paragraphs(article.whole), protected: false },
    excerpt: { rendered: paragraphs([article.summary]), protected: false },
  }
}

/** The REST route of WordPress, without its prefix: `/wp/v2/posts/4100`. */
function wordpressRoute(route: string, asked: Asked, paper: Paper): Reply {
  if (route === '' || route === '/')
    return json({ name: 'The Pellwick Lantern', namespaces: ['wp/v2'], routes: {} })
  const [, id] = /^\/wp\/v2\/posts(?:\/(\d+))?\/?$/.exec(route) ?? []
  if (!route.startsWith('/wp/v2/posts')) return { ...json({ code: 'rest_no_route' }), status: 404 }
  const posts = paper.articles.map((article) => wordpressPost(article, asked, paper))
  if (id !== undefined) {
    const post = posts.find((post) => post.id === Number(id))
    return post === undefined
      ? { ...json({ code: 'rest_post_invalid_id' }), status: 404 }
      : json(post)
  }
  const slug = asked.query.get('slug')
  const search = asked.query.get('search')?.toLowerCase() ?? ''
  const found = posts.filter(
    (post) =>
      (slug === null || post.slug === slug) && JSON.stringify(post).toLowerCase().includes(search),
  )
  return json(Number(asked.query.get('page') ?? 1) > 1 ? [] : found)
}

const wordpressPage = (article: Printed, asked: Asked, paper: Paper) =>
  pageOf(article, asked, paper, {
    head: `<meta name="generator" content="WordPress 6.1.1">
<link rel="https://api.w.org/" href="${asked.origin}/wp-json/">
<link rel="alternate" type="application/json" href="${asked.origin}/wp-json/wp/v2/posts/${idOf(article, paper)}">
<link rel="shortlink" href="${asked.origin}/?p=${idOf(article, paper)}">`,
    foot: '<script src="/wp-includes/js/wp-embed.min.js" defer></script>',
  })

const GHOST_KEY = '5e1b0c97aa21d4f3870c61be24'

function ghostApi(asked: Asked, paper: Paper): Reply | undefined {
  const [, one] = /^\/ghost\/api\/content\/posts\/(?:slug\/([\w-]+)\/)?$/.exec(asked.path) ?? []
  if (!asked.path.startsWith('/ghost/api/content/posts/')) return undefined
  if (asked.query.get('key') !== GHOST_KEY)
    return { ...json({ errors: [{ message: 'Unknown Content API Key' }] }), status: 401 }
  const slug = one ?? /^slug:'?([\w-]+)'?$/.exec(asked.query.get('filter') ?? '')?.[1]
  const found = paper.articles.filter((article) => slug === undefined || slugOf(article) === slug)
  const posts = found.map((article) => ({
    id: `65c0${idOf(article, paper)}`,
    slug: slugOf(article),
    title: article.title,
    url: absolute(article, asked),
    visibility: article.free ? 'public' : 'paid',
    excerpt: article.summary,
    html: paragraphs(article.whole),
    plaintext: article.whole.join('\n\n'),
  }))
  return json({ posts, meta: { pagination: { page: 1, pages: 1, total: posts.length } } })
}

function drupalNode(article: Printed, paper: Paper) {
  return {
    type: 'node--article',
    id: `c0ffee00-1111-4222-8333-00000000${idOf(article, paper)}`,
    attributes: {
      drupal_internal__nid: idOf(article, paper),
      title: article.title,
      path: { alias: article.path, langcode: 'en' },
      body: {
        value: paragraphs(article.whole),
        format: 'full_html',
        processed: paragraphs(article.whole),
        summary: article.summary,
      },
    },
  }
}

function drupalApi(asked: Asked, paper: Paper): Reply | undefined {
  const entry = { articles: { href: `${asked.origin}/jsonapi/node/article` } }
  if (asked.path === '/jsonapi')
    return json(
      { data: [], links: { 'node--article': entry.articles } },
      'application/vnd.api+json',
    )
  const [, id] = /^\/jsonapi\/node\/article(?:\/([\w-]+))?$/.exec(asked.path) ?? []
  if (!asked.path.startsWith('/jsonapi/node/article')) return undefined
  const nodes = paper.articles.map((article) => drupalNode(article, paper))
  const nid = asked.query.get('filter[drupal_internal__nid]')
  const data =
    id === undefined
      ? nodes.filter((node) => nid === null || node.attributes.drupal_internal__nid === Number(nid))
      : nodes.find((node) => node.id === id)
  return json({ data }, 'application/vnd.api+json')
}

function arcFetch(asked: Asked, paper: Paper): Reply | undefined {
  if (asked.path !== '/pf/api/v3/content/fetch/content-api') return undefined
  const query: unknown = JSON.parse(asked.query.get('query') ?? '{}')
  const url = typeof query === 'object' && query !== null && 'website_url' in query
  const article = url ? articleAt(String(query.website_url).replace(/\/$/, ''), paper) : undefined
  if (article === undefined) return { ...json({ error: 'Not found' }), status: 404 }
  return json({
    _id: `LANTERN${idOf(article, paper)}`,
    type: 'story',
    headlines: { basic: article.title },
    content_restrictions: { content_code: 'premium' },
    content_elements: article.whole.map((content) => ({ type: 'text', content })),
  })
}

export const apis: readonly Site[] = [
  {
    name: 'wordpress-rest',
    says: 'The REST API of WordPress gives each post whole; the paywall is part of the theme.',
    leak,
    answer: (asked, paper) =>
      asked.path.startsWith('/wp-json')
        ? wordpressRoute(asked.path.slice('/wp-json'.length), asked, paper)
        : undefined,
    page: wordpressPage,
  },
  {
    name: 'wordpress-rest-route',
    says: 'wp-json is blocked at the edge, and ?rest_route= leads around the block.',
    leak,
    answer: (asked, paper) => {
      if (asked.path.startsWith('/wp-json')) return { status: 403, body: 'Forbidden' }
      const route = asked.query.get('rest_route')
      return route === null ? undefined : wordpressRoute(route, asked, paper)
    },
    page: wordpressPage,
  },
  {
    name: 'ghost-content-api',
    says: 'The key of Ghost’s content API stands in every page, and the API gives paid posts whole.',
    leak,
    answer: ghostApi,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: `<meta name="generator" content="Ghost 5.87">
<script defer src="${asked.origin}/public/portal.min.js" data-ghost="${asked.origin}/" data-key="${GHOST_KEY}" data-api="${asked.origin}/ghost/api/content/" crossorigin="anonymous"></script>`,
      }),
  },
  {
    name: 'drupal-json-api',
    says: 'Drupal’s JSON:API is on, and gives the body of every node.',
    leak,
    answer: drupalApi,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: `<meta name="Generator" content="Drupal 10 (https://www.drupal.org)"><link rel="shortlink" href="${asked.origin}/node/${idOf(article, paper)}">`,
        foot: `<script type="application/json" data-drupal-selector="drupal-settings-json">${scriptJson({ path: { baseUrl: '/', currentPath: `node/${idOf(article, paper)}` } })}</script>`,
      }),
  },
  {
    name: 'arc-fetch',
    says: 'The content source that Arc’s components fetch from answers everybody.',
    leak,
    answer: arcFetch,
    page: (article, asked, paper) => {
      const config = { source: 'content-api', query: { website_url: `${article.path}/` } }
      return pageOf(article, asked, paper, {
        head: `<script id="fusion-metadata">window.Fusion=window.Fusion||{};Fusion.arcSite="lantern";Fusion.contextPath="/pf";Fusion.deployment="412";Fusion.globalContentConfig=${scriptJson(config)};</script>`,
      })
    },
  },
]
