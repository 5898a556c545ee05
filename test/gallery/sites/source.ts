// Gallery: the text stands in the source of the page, in places that nobody sees.
import { WITH_PICTURES } from '../articles.ts'
import { pageOf } from '../page.ts'
import { PNG } from '../paper.ts'
import type { Site } from '../site.ts'
import { inHtml, paragraphs } from '../writing.ts'

export const source: readonly Site[] = [
  {
    name: 'html-comment',
    says: 'The template comments the rest of the article out instead of leaving it out.',
    leak: { channel: 'comment' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: `<!-- premium start ${paragraphs(article.rest)} premium end -->`,
      }),
  },
  {
    name: 'noscript',
    says: 'Browsers without script get the whole article, so that crawlers do.',
    leak: { channel: 'noscript' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, { rest: `<noscript>${paragraphs(article.rest)}</noscript>` }),
  },
  {
    name: 'template',
    says: 'A template element holds the rest until the script has asked who reads.',
    leak: { channel: 'template' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: `<template id="rest">${paragraphs(article.rest)}</template>`,
      }),
  },
  {
    name: 'data-attribute',
    says: 'A component gets the article as JSON in one of its attributes.',
    leak: { channel: 'attribute' },
    page: (article, asked, paper) => {
      const props = { paywalled: true, html: paragraphs(article.whole) }
      return pageOf(article, asked, paper, {
        rest: `<story-reader data-props="${inHtml(JSON.stringify(props))}"></story-reader>`,
      })
    },
  },
  {
    name: 'word-by-word-props',
    says: 'A component gets the article as a rich text that breaks at every word.',
    leak: { channel: 'attribute' },
    page: (article, asked, paper) => {
      const children = article.rest.map((text) => ({
        type: 'paragraph',
        children: text.split(' ').map((word) => ({ type: 'text', bold: false, text: `${word} ` })),
      }))
      const props = inHtml(JSON.stringify({ story: { doc: { type: 'root', children } } }))
      return pageOf(article, asked, paper, {
        foot: `<div data-react-class="Story" data-react-props="${props}"></div>`,
      })
    },
  },
  {
    name: 'mail-link',
    says: 'The link that sends an article by mail holds all of it.',
    leak: { channel: 'attribute' },
    page: (article, asked, paper) => {
      const body = encodeURIComponent(article.whole.join('\n'))
      return pageOf(article, asked, paper, {
        foot: `<a href="mailto:?subject=Read%20this&amp;body=${body}">Send it to a friend</a>`,
      })
    },
  },
  {
    name: 'base64-attribute',
    says: 'The rest of the article waits in an attribute, in base64.',
    leak: { channel: 'attribute' },
    page: (article, asked, paper) => {
      const coded = Buffer.from(paragraphs(article.rest)).toString('base64')
      return pageOf(article, asked, paper, {
        rest: `<div class="pw-slot" data-pw-content="${coded}"></div>`,
      })
    },
  },
  {
    name: 'field-value',
    says: 'The text to be read aloud lies in a field of a form.',
    leak: { channel: 'attribute' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: `<form class="listen"><input type="hidden" name="speak" value="${inHtml(article.whole.join(' '))}"></form>`,
      }),
  },
  {
    name: 'frame-source',
    says: 'The text for reading at night is the source of a frame, written into an attribute.',
    leak: { channel: 'attribute' },
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        foot: `<iframe hidden title="Night" srcdoc="${inHtml(`<body style="background:#000">${paragraphs(article.rest)}</body>`)}"></iframe>`,
      }),
  },
  {
    name: 'picture-alt',
    says: 'A strip of pictures shows those below the cut as grey boxes, each with its whole description.',
    leak: { channel: 'attribute', share: [0.03, 0.15] },
    needs: 'texts',
    articles: WITH_PICTURES,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest:
          article.figure === undefined || !paper.leaks
            ? ''
            : `<div class="strip"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" alt="${inHtml(article.figure.alt)}"></div>`,
      }),
  },
  {
    name: 'picture-open',
    says: 'The pictures of the paid text are open to whoever knows their address.',
    leak: { channel: 'picture', share: [0, 1] },
    needs: 'texts',
    articles: WITH_PICTURES,
    answer: ({ path }, { articles, leaks }) =>
      leaks && articles.some(({ figure }) => figure?.src === path)
        ? {
            headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=31536000' },
            body: PNG,
          }
        : undefined,
  },
]
