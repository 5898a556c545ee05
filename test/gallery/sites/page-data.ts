// Gallery: the addresses from which a framework's pages take their data when a reader goes from one to the next.

import { pageOf } from '../page.ts'
import { articleAt } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import { absolute, idOf, json, paragraphs, scriptJson, slugOf } from '../writing.ts'

/** Answers at an article's path between `before` and `after`. */
const around =
  (before: string, after: string, make: (article: Printed) => Reply) =>
  ({ path }: Asked, paper: Paper): Reply | undefined => {
    if (!path.startsWith(before) || !path.endsWith(after)) return undefined
    const article = articleAt(path.slice(before.length, path.length - after.length), paper)
    return article && make(article)
  }

const BUILD = 'kQ3vR8xJtW1'

/** What WPGraphQL gives for a list of posts, for one of them, and for a node by its address. */
function graphql(asked: Asked, paper: Paper): Reply | undefined {
  if (asked.path !== '/graphql') return undefined
  const query = asked.query.get('query') ?? queryIn(asked.body)
  if (query === undefined)
    return {
      ...json({ errors: [{ message: 'GraphQL Request must include a query.' }] }),
      status: 400,
    }
  if (query.includes('__schema'))
    return json({
      errors: [{ message: 'GraphQL introspection is not allowed for public requests.' }],
    })
  const nodes = paper.articles.map((article) => ({
    __typename: 'Post',
    databaseId: idOf(article, paper),
    uri: `${article.path}/`,
    link: absolute(article, asked),
    slug: slugOf(article),
    title: article.title,
    content: paragraphs(article.whole),
  }))
  const asks = JSON.stringify([query, asked.query.get('variables'), asked.body])
  const one = nodes.find(({ slug }) => asks.includes(slug)) ?? null
  if (/\bposts\b/.test(query)) return json({ data: { posts: { nodes } } })
  const field = /\b(post|nodeByUri|contentNode)\b/.exec(query)?.[1]
  if (field !== undefined) return json({ data: { [field]: one } })
  return json({ data: { __typename: 'RootQuery' } })
}

function queryIn(body: string): string | undefined {
  if (!body.startsWith('{')) return undefined
  const { query }: { query?: string } = JSON.parse(body)
  return query
}

export const pageData: readonly Site[] = [
  {
    name: 'next-data-route',
    says: 'Next’s data route gives what the loader of the page gave, before the component cuts it.',
    leak: { channel: 'page-data' },
    answer: around(`/_next/data/${BUILD}`, '.json', ({ title, whole }) =>
      json({ pageProps: { article: { title, paragraphs: whole } }, __N_SSP: true }),
    ),
    page: (article, asked, paper) => {
      const { section, title, preview } = article
      const data = {
        props: { pageProps: { article: { title, paragraphs: preview } }, __N_SSP: true },
        page: '/[section]/[slug]',
        query: { section, slug: slugOf(article) },
        buildId: BUILD,
        gssp: true,
      }
      return pageOf(article, asked, paper, {
        foot: `<script id="__NEXT_DATA__" type="application/json">${scriptJson(data)}</script><script src="/_next/static/${BUILD}/_buildManifest.js" defer></script>`,
      })
    },
  },
  {
    name: 'nuxt-payload',
    says: 'Nuxt’s payload beside the page holds the article whole.',
    leak: { channel: 'page-data' },
    answer: around('', '/_payload.json', ({ path, title, whole }) =>
      json([
        { data: 1, prerenderedAt: 6 },
        ['ShallowReactive', 2],
        { [`article-${path}`]: 3 },
        { title: 4, html: 5 },
        title,
        paragraphs(whole),
        1795413000000,
      ]),
    ),
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: `<link rel="preload" as="fetch" crossorigin="anonymous" href="${article.path}/_payload.json?b1c2d3">`,
        foot: `<script type="application/json" id="__NUXT_DATA__" data-ssr="true" data-src="${article.path}/_payload.json?b1c2d3">[{"state":1,"serverRendered":2},{},true]</script>
<script>window.__NUXT__={};window.__NUXT__.config={public:{},app:{baseURL:"/",buildId:"b1c2d3",buildAssetsDir:"/_nuxt/",cdnURL:""}}</script>`,
      }),
  },
  {
    name: 'gatsby-page-data',
    says: 'Gatsby’s page-data.json was made from the whole article when the site was built.',
    leak: { channel: 'page-data' },
    answer: around('/page-data', '/page-data.json', (article) =>
      json({
        componentChunkName: 'component---src-templates-story-tsx',
        path: article.path,
        result: { data: { story: { title: article.title, html: paragraphs(article.whole) } } },
      }),
    ),
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: `<meta name="generator" content="Gatsby 5.13.3">`,
        foot: `<div id="___gatsby"></div><script id="gatsby-script-loader">/*<![CDATA[*/window.pagePath="${article.path}";/*]]>*/</script>`,
      }),
  },
  {
    name: 'graphql',
    says: 'GraphQL answers a GET of everybody with the content of every post.',
    leak: { channel: 'graphql' },
    answer: graphql,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: '<meta name="generator" content="WordPress 6.1.1">',
        foot: `<script>window.lantern = { graphql: "${asked.origin}/graphql" }</script>`,
      }),
  },
]
