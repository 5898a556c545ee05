// Gallery: the page's scripts start with data in which the whole article stands.
import { gzipSync } from 'node:zlib'
import { pageOf } from '../page.ts'
import type { Printed, Site } from '../site.ts'
import { idOf, paragraphs, scriptJson, slugOf } from '../writing.ts'

const leak = { channel: 'state' } as const

const markup = ({ whole }: Printed) => paragraphs(whole)

/** Every character outside of letters and digits as \\xNN or \\uNNNN, as some template languages write it. */
const escaped = (text: string) =>
  text.replace(/[^A-Za-z0-9 ]/g, (character) => {
    const code = character.charCodeAt(0).toString(16)
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`
  })

export const state: readonly Site[] = [
  {
    name: 'next-data',
    says: 'The properties of a Next page hold the article that its component cuts.',
    leak,
    page: (article, asked, paper) => {
      const { section, title, whole } = article
      const data = {
        props: {
          pageProps: {
            article: {
              id: idOf(article, paper),
              title,
              locked: true,
              body: whole.map((text) => ({ type: 'paragraph', children: [{ text }] })),
            },
          },
          __N_SSP: true,
        },
        page: '/[section]/[slug]',
        query: { section, slug: slugOf(article) },
        buildId: 'kQ3vR8',
        isFallback: false,
        gssp: true,
      }
      return pageOf(article, asked, paper, {
        foot: `<script id="__NEXT_DATA__" type="application/json">${scriptJson(data)}</script>`,
      })
    },
  },
  {
    name: 'next-flight',
    says: 'Next streams the component tree in pieces that end anywhere, also inside a word.',
    leak,
    page: (article, asked, paper) => {
      const tree = JSON.stringify(['$', 'div', null, { article: { html: markup(article) } }])
      const pieces = `5:${tree}\n`.match(/[\s\S]{1,171}/g) ?? []
      const pushes = pieces.map(
        (piece) => `<script>self.__next_f.push([1,${scriptJson(piece)}])</script>`,
      )
      return pageOf(article, asked, paper, {
        foot: `<script>(self.__next_f=self.__next_f||[]).push([0])</script>${pushes.join('')}`,
      })
    },
  },
  {
    name: 'nuxt-state',
    says: 'A function call sets the state of a Nuxt application, with the article among its arguments.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        foot: `<script>window.__NUXT__=(function(a,b,c){return {layout:"default",data:[{article:{id:c,premium:a,html:b}}],fetch:{},error:null,serverRendered:a}}(true,${scriptJson(markup(article)).replaceAll('/', '\\u002F')},${idOf(article, paper)}));</script>`,
      }),
  },
  {
    name: 'parsed-state',
    says: 'The state is a string of JSON that the script parses, so that every escape stands twice.',
    leak,
    page: (article, asked, paper) => {
      const state = JSON.stringify({ article: { current: { body: markup(article) } } })
      return pageOf(article, asked, paper, {
        head: `<script>window.__PRELOADED_STATE__ = JSON.parse("${escaped(state).replaceAll('\\x5c', '\\\\')}");</script>`,
      })
    },
  },
  {
    name: 'apollo-cache',
    says: 'The cache of a GraphQL client lies in the page for the script to take over.',
    leak,
    page: (article, asked, paper) => {
      const key = `Article:${idOf(article, paper)}`
      const cache = {
        ROOT_QUERY: { __typename: 'Query', [`article({"id":"${key}"})`]: { __ref: key } },
        [key]: {
          __typename: 'Article',
          headline: article.title,
          'blocks({"gated":true})': article.whole.map((html) => ({ __typename: 'Text', html })),
        },
      }
      return pageOf(article, asked, paper, {
        foot: `<script>window.__APOLLO_STATE__=${scriptJson(cache)};</script>`,
      })
    },
  },
  {
    name: 'data-layer',
    says: 'What is counted about the article is pushed with the article.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        foot: `<script>window.dataLayer = window.dataLayer || []; dataLayer.push({ event: 'page', 'pageType': 'article', 'access': 'locked', 'text': ${scriptJson(article.whole.join(' '))} });</script>`,
      }),
  },
  {
    name: 'script-template',
    says: 'A script of a type that no browser runs holds the rest as HTML.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        foot: `<script type="text/x-template" class="premium-part">${paragraphs(article.rest)}</script>`,
      }),
  },
  {
    name: 'base64-state',
    says: 'The state is base64, which the script undoes.',
    leak,
    page: (article, asked, paper) => {
      const coded = Buffer.from(JSON.stringify({ story: { body: article.whole } })).toString(
        'base64',
      )
      return pageOf(article, asked, paper, {
        foot: `<script>var STORY = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64("${coded}")))</script>`,
      })
    },
  },
  {
    name: 'packed-state',
    says: 'The state is packed with gzip, then in base64, to save space.',
    leak,
    page: (article, asked, paper) => {
      const packed = gzipSync(JSON.stringify({ story: { body: markup(article) } })).toString(
        'base64',
      )
      return pageOf(article, asked, paper, {
        foot: `<script id="initial-state" type="application/octet-stream">${packed}</script>`,
      })
    },
  },
  {
    name: 'uri-encoded-state',
    says: 'The state is percent-encoded, and decoded when the paywall opens.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        foot: `<script>window.__STORY__=decodeURIComponent("${encodeURIComponent(markup(article))}")</script>`,
      }),
  },
]
