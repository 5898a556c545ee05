// Gallery: what is meant for search engines and social networks says more than the page.

import { metered } from '../metered.ts'
import { pageOf } from '../page.ts'
import type { Printed, Site } from '../site.ts'
import { absolute, inHtml, scriptJson } from '../writing.ts'

const whole = ({ whole }: Printed) => whole.join('\n\n')
/** The preview and the first two paragraphs below the cut. */
const excerpt = ({ preview, rest }: Printed) => [...preview, ...rest.slice(0, 2)].join(' ')
const TWO_OF_FIVE = [0.3, 0.5] as const

export const metadata: readonly Site[] = [
  {
    name: 'json-ld-body',
    says: 'The structured data carries the article as articleBody.',
    leak: { channel: 'structured-data' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        linked: { articleBody: whole(article), wordCount: whole(article).split(' ').length },
      }),
  },
  {
    name: 'json-ld-with-line-ends',
    says: 'The structured data is no JSON, for its strings have line ends, and says everything all the same.',
    leak: { channel: 'structured-data' },
    page: (article, asked, paper) => {
      const body = whole(article).replace(/"/g, '\\"')
      return pageOf(article, asked, paper, {
        head: `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","articleBody":"${body}",}</script>`,
      })
    },
  },
  {
    name: 'json-ld-of-one',
    says: 'Only one of the articles was published with a template that fills articleBody.',
    leak: { channel: 'structured-data', only: ['/harbour/ferry-for-sale'] },
    page: (article, asked, paper) =>
      pageOf(
        article,
        asked,
        paper,
        article.path === '/harbour/ferry-for-sale'
          ? { linked: { articleBody: whole(article) } }
          : {},
      ),
  },
  {
    name: 'json-ld-past-the-meter',
    says: 'Who has read their free article gets a preview, with the whole text in its structured data.',
    leak: { channel: 'structured-data' },
    access: 'metered',
    page: (article, asked, paper) =>
      metered(article, asked, paper, { articleBody: whole(article) }),
  },
  {
    name: 'json-ld-graph',
    says: 'A second block of structured data, a graph, describes the article with half of itself.',
    leak: { channel: 'structured-data', share: TWO_OF_FIVE },
    page: (article, asked, paper) => {
      const graph = {
        '@context': 'https://schema.org',
        '@graph': [
          { '@type': 'WebSite', '@id': `${asked.origin}/#website`, name: 'The Pellwick Lantern' },
          {
            '@type': ['Article', 'NewsArticle'],
            '@id': `${absolute(article, asked)}#article`,
            headline: article.title,
            description: excerpt(article),
          },
        ],
      }
      return pageOf(article, asked, paper, {
        head: `<script type='application/ld+json' class='seo-graph'>${scriptJson(graph)}</script>`,
      })
    },
  },
  {
    name: 'open-graph',
    says: 'og:description is filled from the text and never shortened.',
    leak: { channel: 'metadata' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, { description: { og: whole(article) } }),
  },
  {
    name: 'twitter-card',
    says: 'The Twitter card takes an excerpt that is longer than the preview.',
    leak: { channel: 'metadata', share: TWO_OF_FIVE },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, { description: { twitter: excerpt(article) } }),
  },
  {
    name: 'meta-description',
    says: 'The description for search engines is the first thousand characters of the article.',
    leak: { channel: 'metadata', share: [0.15, 0.6] },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, { description: { meta: whole(article).slice(0, 1000) } }),
  },
  {
    name: 'microdata',
    says: 'Microdata carries the article in a meta element of the page.',
    leak: { channel: 'metadata' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: `<div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="articleBody" content="${inHtml(whole(article))}"></div>`,
      }),
  },
]
