// Gallery: the whole article is in the page and something covers it.
import { ARTICLES } from '../articles.ts'
import { pageOf, WALL } from '../page.ts'
import { articleAt, fullPage, isSubscriber } from '../paper.ts'
import type { Printed, Site } from '../site.ts'
import { html, paragraphs, text } from '../writing.ts'

const rest = ({ rest }: Printed, attributes = '') =>
  `<div class="story-rest"${attributes}>${paragraphs(rest)}</div>`

const leak = { channel: 'hidden-text' } as const

export const hidden: readonly Site[] = [
  {
    name: 'shown-to-everybody',
    says: 'The paywall is an advertisement at the end of an article that is there for everybody.',
    leak: { channel: 'page' },
    needs: 'texts',
    page: (article, asked, paper) => pageOf(article, asked, paper, { text: article.whole }),
  },
  {
    name: 'hidden-by-style',
    says: 'A style rule in the head hides the rest of the article.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: '<style>.story .story-rest { display: none }</style>',
        rest: rest(article),
      }),
  },
  {
    name: 'payment-required',
    says: 'The wall answers 402, and hides the rest of the article.',
    leak,
    page: (article, asked, paper) =>
      html(pageOf(article, asked, paper, { rest: rest(article, ' hidden') }), { status: 402 }),
  },
  {
    name: 'hidden-by-style-sheet',
    says: 'The rest of the article is hidden by the style sheet of the site.',
    leak,
    answer: ({ path }) =>
      path === '/assets/style.css'
        ? text('body{margin:0}.paywalled .story-rest{display:none!important}', 'text/css')
        : undefined,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: `<div class="paywalled">${rest(article)}</div>`,
      }),
  },
  {
    name: 'hidden-at-numbers',
    says: 'The addresses of articles are numbers in a query, and the rest of each is hidden.',
    leak,
    articles: ARTICLES.map((article, n) => ({ ...article, path: `/?p=${4100 + n}` })),
    answer: (asked, paper) => {
      const article = articleAt(`${asked.path}?p=${asked.query.get('p') ?? ''}`, paper)
      if (article === undefined) return undefined
      if (article.free || isSubscriber(asked)) return html(fullPage(article, asked, paper))
      return html(pageOf(article, asked, paper, { rest: rest(article, ' hidden') }))
    },
  },
  {
    name: 'hidden-attribute',
    says: 'The rest of the article has the attribute hidden until a script takes it off.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, { rest: rest(article, ' hidden') }),
  },
  {
    name: 'overlay',
    says: 'A layer over the whole window covers the article, and the page cannot be scrolled.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: `<style>
html, body { overflow: hidden; height: 100% }
.regwall { position: fixed; inset: 30vh 0 0; z-index: 9999; background: linear-gradient(transparent, #fff 20%) }
</style>`,
        rest: rest(article),
        wall: `<div class="regwall" role="dialog" aria-modal="true">${WALL}</div>`,
      }),
  },
  {
    name: 'clipped',
    says: 'The body of the article is clipped after a few lines.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: '<style>.story-rest{max-height:0;overflow:hidden}.story-rest::before{content:"";display:block}</style>',
        rest: rest(article),
      }),
  },
  {
    name: 'moved-off-screen',
    says: 'The rest of the article stands ten thousand pixels to the left.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: rest(article, ' style="position:absolute;left:-10000px;top:auto" aria-hidden="true"'),
      }),
  },
  {
    name: 'blurred',
    says: 'The rest of the article is blurred and cannot be selected.',
    leak,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: '<style>.story-rest p{filter:blur(7px);user-select:none;pointer-events:none}</style>',
        rest: rest(article),
      }),
  },
]
