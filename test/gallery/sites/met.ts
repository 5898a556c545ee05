// Gallery: sites that give nothing away, and where readers meet what they should not.

import { pageOf, WALL } from '../page.ts'
import { usual } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import { html, layout } from '../writing.ts'

/** The usual page with one text instead of another. */
const replaced =
  (from: RegExp, to: string) =>
  (article: Printed, asked: Asked, paper: Paper): string =>
    pageOf(article, asked, paper).replace(from, to)

const withHeaders =
  (headers: Readonly<Record<string, string>>) =>
  (article: Printed, asked: Asked, paper: Paper): Reply =>
    html(pageOf(article, asked, paper), { headers })

export const met: readonly Site[] = [
  {
    name: 'script-needed',
    says: 'Without script there is an empty box where the preview should be.',
    leak: undefined,
    meets: ['script-needed'],
    page: (article, asked, paper) =>
      layout(
        article.title,
        '<div id="story-root" class="story-rest"></div><script src="/assets/story.js"></script>',
        asked,
        paper,
        '<meta property="og:type" content="article"><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","isAccessibleForFree":false,"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".story-rest"}}</script>',
      ),
  },
  {
    name: 'notices-in-text',
    says: 'Three notices about what is not working stand inside the article.',
    leak: undefined,
    meets: ['notice-in-reader-mode'],
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        rest: '<div class="story-rest"><p>We are having trouble retrieving this story. Please enable JavaScript, which is required to read it.</p><p>If you are in Reader mode please exit it. Are you already a subscriber? Then wait while we verify access to your copy.</p></div>',
      }),
  },
  {
    name: 'no-log-in',
    says: 'Whoever has paid finds no way to log in.',
    leak: undefined,
    meets: ['log-in-missing'],
    answer: (asked, paper) => {
      const usually = usual(asked, paper)
      if (typeof usually.body !== 'string') return usually
      const body = usually.body
        .replaceAll('<a href="/account/log-in">Log in</a>', '')
        .replace('Already a subscriber?', '')
      return { ...usually, body }
    },
  },
  {
    name: 'no-markup',
    says: 'Nothing tells search engines that part of the article is paid for.',
    leak: undefined,
    meets: ['markup-missing'],
    page: replaced(/<script type="application\/ld\+json">.*?<\/script>/s, ''),
  },
  {
    name: 'called-free',
    says: 'The structured data calls the article free.',
    leak: undefined,
    // Without truth, a page that says so is believed.
    needs: 'texts',
    meets: ['markup-wrong'],
    page: replaced(/"isAccessibleForFree":false/g, '"isAccessibleForFree":true'),
  },
  {
    name: 'kept-by-caches',
    says: 'Shared caches may keep the page, whoever has asked for it.',
    leak: undefined,
    meets: ['cache-contradicts'],
    page: withHeaders({ 'cache-control': 'public, max-age=600', vary: 'Accept-Encoding' }),
  },
  {
    name: 'cut-in-sentence',
    says: 'The preview ends after so many letters, wherever that is.',
    leak: undefined,
    meets: ['ends-in-sentence'],
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, { text: [`${article.preview.join(' ').slice(0, 280)}…`] }),
  },
  {
    name: 'third-parties',
    says: 'Five companies know of every reader before the first word is read.',
    leak: undefined,
    meets: ['third-party'],
    page: (article, asked, paper) => {
      const hosts = ['count', 'tags', 'ads', 'fonts', 'heat'].map((name) => `${name}.example`)
      const head = hosts.map((host) => `<script async src="https://${host}/a.js"></script>`)
      return pageOf(article, asked, paper, { head: head.join('\n') })
    },
  },
  {
    name: 'heavy',
    says: 'The page weighs half a megabyte, most of it a picture in its style.',
    leak: undefined,
    meets: ['heavy'],
    page: (article, asked, paper) => {
      const picture = Buffer.alloc(420_000, 7).toString('base64')
      const head = `<style>.masthead{background:url(data:image/png;base64,${picture})}</style>`
      return pageOf(article, asked, paper, { head, wall: WALL })
    },
  },
]
