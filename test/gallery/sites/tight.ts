// Gallery: sites that give nothing away, each with something about it that an audit could take for a leak.
import { ARTICLES, type Article } from '../articles.ts'
import { GERMAN, JAPANESE } from '../other-languages.ts'
import { pageOf, WALL } from '../page.ts'
import { articleAt, fullPage, isSubscriber, rss, usual } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import {
  absolute,
  html,
  idOf,
  inHtml,
  json,
  paragraphs,
  scriptJson,
  slugOf,
  xml,
} from '../writing.ts'

const NOTE =
  'Letters to the editor reach us under the green door beside the fishmonger, every weekday between eight and noon, and we read all of them aloud.'

/** The same lines end every article, below the cut of those that are gated. */
const NOTED: readonly Article[] = ARTICLES.map((article) => ({
  ...article,
  gated: [...article.gated, NOTE],
}))

const ALL_FREE: readonly Article[] = ARTICLES.map((article) => ({ ...article, free: true }))

/** Twenty-four more articles, free and short, for lists of related ones. */
const MANY: readonly Article[] = [
  ...ARTICLES,
  ...Array.from({ length: 24 }, (_, n) => ({
    path: `/weekend/crossword-${n + 1}`,
    title: `Crossword number ${n + 1}: the solution`,
    summary: `Answers to puzzle ${n + 1}, with the name of whoever sent them first.`,
    byline: 'The puzzle desk',
    published: `2026-10-${String(n + 1).padStart(2, '0')}T08:00:00+00:00`,
    section: 'weekend',
    tag: 'crosswords',
    free: true,
    preview: [`The long word across the middle of puzzle ${n + 1} was harder than we meant.`],
    gated: [],
  })),
]

const COMMENTS = `<section class="comments"><h2>2 comments</h2>
<article class="comment"><h3>quayside_ned</h3><p>“wanted to be forgiven and never discovered”: that line made my week!</p></article>
<article class="comment"><h3>m.pask</h3><p>I do not subscribe, but I would like to know how this ends.</p></article></section>`

/** One article a month is open to everybody; a cookie counts. */
function metered(article: Printed, asked: Asked, paper: Paper): Reply {
  const read = /meter=([\w-]+)/.exec(asked.headers['cookie'] ?? '')?.[1]
  const name = article.path.split('/').at(-1) ?? ''
  if (read !== undefined && read !== name) return html(pageOf(article, asked, paper))
  const notice =
    '<aside class="meter"><p>This is the only free article of this month. <a href="/subscribe">Subscribe</a> or <a href="/account/log-in">log in</a> to read on.</p></aside>'
  return html(fullPage(article, asked, paper, { foot: notice }), {
    headers: { 'set-cookie': `meter=${name}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax` },
  })
}

/** Whatever is asked for in whatever form: the preview, as that form. */
function previewInEveryForm(asked: Asked, paper: Paper): Reply | undefined {
  const path = asked.path.replace(/\.(?:md|json|txt)$|\/(?:amp|print|feed)?$/, '')
  const article = articleAt(path, paper)
  if (article === undefined || article.free || isSubscriber(asked)) return undefined
  const { title, summary, preview } = article
  const wantsJson =
    asked.path.endsWith('.json') ||
    asked.query.has('format') ||
    (asked.headers['accept'] ?? '').includes('json')
  if (wantsJson) return json({ title, summary, body: preview, locked: true })
  if (asked.path.endsWith('.md') || (asked.headers['accept'] ?? '').includes('markdown'))
    return {
      headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'private' },
      body: `# ${title}\n\n${preview.join('\n\n')}\n`,
    }
  return html(pageOf(article, asked, paper))
}

/** A feed address is a secret of its reader; the public has none. */
function secretFeed(asked: Asked, paper: Paper): Reply | undefined {
  if (asked.path === '/feed/' && asked.query.get('key') !== 'h7Qd0vLw2mXz')
    return { status: 404, body: '' }
  if (asked.path !== '/feed/') return undefined
  const whole = ({ preview, gated }: Printed) => paragraphs([...preview, ...gated])
  return xml(
    rss(asked, paper, (article) => `<content:encoded>${inHtml(whole(article))}</content:encoded>`),
  )
}

function previewEverywhere(article: Printed, asked: Asked, paper: Paper): string {
  const preview = article.preview.join(' ')
  return pageOf(article, asked, paper, {
    linked: { articleBody: preview, description: preview },
    description: { meta: preview, og: preview, twitter: preview },
  })
}

const FURNITURE = `<!-- Theme "Halyard" 3.2. Built by the guild of small printers for papers that are read aloud in kitchens. Please leave this line in place when you copy the theme, tell us about faults by letter, and do not sell what you were given; all other rights are yours to keep. -->
<div id="consent" style="display:none"><h2>Before you go on</h2><p>We and our nineteen partners would like to store small files on your device, so that we can count how many people read about turnips, remember how large you like your letters, and show advertising that has something to do with the weather where you are. You may refuse all of it, and nothing on this page will be any worse for it.</p><p>Some partners claim a legitimate interest in your hallway. You may object to each of them one by one, in a list that is sorted by nothing in particular.</p></div>
<script>window.__WORDS__={"offline":"You seem to have lost the connection to the press. We will keep trying every few seconds, and what you have written will not be lost in the meantime.","report":"Thank you for telling us. A person will read what you have written, usually before the next edition goes out to the villages."}</script>
<noscript><p>Some pictures on this page move when scripts are allowed. You miss nothing else, and we would like you to know that we think you are quite right.</p></noscript>`

const CRAWLERS = /bot|crawl|spider|facebookexternalhit|slurp/i

export const tight: readonly Site[] = [
  {
    name: 'plain',
    says: 'The server sends the preview and a paywall, and nothing else.',
    leak: undefined,
    meets: [],
  },
  {
    name: 'metered',
    says: 'One article a month is open to everybody, and a cookie counts.',
    leak: undefined,
    access: 'metered',
    page: metered,
  },
  {
    name: 'same-note',
    says: 'Every article ends with the same lines, also the free ones.',
    leak: undefined,
    articles: NOTED,
  },
  {
    name: 'preview-everywhere',
    says: 'Structured data, tags and feeds carry the preview, to the word.',
    leak: undefined,
    answer: (asked, paper) => {
      const item = ({ preview }: Printed) =>
        `<content:encoded><![CDATA[${paragraphs(preview)}]]></content:encoded>`
      return asked.path === '/feed/' ? xml(rss(asked, paper, item)) : undefined
    },
    page: previewEverywhere,
  },
  {
    name: 'preview-in-every-form',
    says: 'JSON, Markdown, AMP and print are there, each with the preview.',
    leak: undefined,
    answer: previewInEveryForm,
  },
  {
    name: 'crawlers-refused',
    says: 'Whoever looks like a crawler gets 403.',
    leak: undefined,
    answer: ({ headers, path }) =>
      path !== '/robots.txt' && CRAWLERS.test(headers['user-agent'] ?? '')
        ? { status: 403, headers: { 'content-type': 'text/plain' }, body: 'Forbidden' }
        : undefined,
  },
  {
    name: 'odd-paths-redirected',
    says: 'Every path that is not written in its one form is redirected to it, for ever if need be.',
    leak: undefined,
    answer: (asked, paper) => {
      const normal = asked.path
        .toLowerCase()
        .replace(/\/{2,}/g, '/')
        .replace(/[;%].*$/, '')
      const known = normal !== '/feed/' && normal.length > 1 ? normal.replace(/\/$/, '') : normal
      if (known !== asked.path || (asked.query.size > 0 && articleAt(known, paper) !== undefined))
        return { status: 301, headers: { location: known }, body: '' }
      return undefined
    },
  },
  {
    name: 'many-related',
    says: 'A long list of other articles follows each article, and grows with a parameter.',
    leak: undefined,
    articles: MANY,
    page: (article, asked, paper) => {
      const others = paper.articles.slice(0, asked.query.size > 0 ? 27 : 9)
      const list = others.map(
        ({ path, title, summary }) =>
          `<li><a href="${path}">${inHtml(title)}</a><p>${inHtml(summary)}</p></li>`,
      )
      return pageOf(article, asked, paper, { foot: `<ol class="related">${list.join('')}</ol>` })
    },
  },
  {
    name: 'all-free',
    says: 'Everything is free, in the feed and in the structured data as on the page.',
    leak: undefined,
    access: 'open',
    articles: ALL_FREE,
    answer: (asked, paper) => {
      if (asked.path === '/feed/')
        return xml(
          rss(
            asked,
            paper,
            ({ whole }) => `<content:encoded><![CDATA[${paragraphs(whole)}]]></content:encoded>`,
          ),
        )
      const article = articleAt(asked.path, paper)
      if (article === undefined) return undefined
      const linked = { articleBody: article.whole.join(' '), isAccessibleForFree: true }
      return html(fullPage(article, asked, paper, { linked }))
    },
  },
  {
    name: 'secret-feeds',
    says: 'Feeds are whole, at an address that only its reader knows; without the secret there is none.',
    leak: undefined,
    answer: secretFeed,
  },
  {
    name: 'comments-quote',
    says: 'Under the paywall a reader’s comment quotes seven words of the rest.',
    leak: undefined,
    page: (article, asked, paper) => pageOf(article, asked, paper, { foot: COMMENTS }),
  },
  {
    name: 'german',
    says: 'A plain paywall, in German.',
    leak: undefined,
    articles: GERMAN,
    language: 'de',
  },
  {
    name: 'japanese',
    says: 'A plain paywall, in a language without spaces between words.',
    leak: undefined,
    articles: JAPANESE,
    language: 'ja',
  },
  {
    name: 'log-in-redirect',
    says: 'Gated articles lead to the log-in page, with their address in its own.',
    leak: undefined,
    access: 'unread',
    answer: (asked, paper) => {
      const article = articleAt(asked.path, paper)
      if (article === undefined || article.free || isSubscriber(asked)) return undefined
      const to = encodeURIComponent(absolute(article, asked))
      return { status: 302, headers: { location: `/account/log-in?to=${to}` }, body: '' }
    },
  },
  {
    name: 'overlay-over-preview',
    says: 'A layer lies over the page, and there is nothing under it but the preview.',
    leak: undefined,
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, {
        head: '<style>html,body{overflow:hidden}.regwall{position:fixed;inset:30vh 0 0;background:#fff}</style>',
        wall: `<div class="regwall" role="dialog" aria-modal="true">${WALL}</div>`,
      }),
  },
  {
    name: 'hidden-furniture',
    says: 'Every page hides a consent dialog, words for its scripts, and a comment of its theme.',
    leak: undefined,
    answer: (asked, paper) => {
      const usually = usual(asked, paper)
      if (typeof usually.body !== 'string' || !usually.body.includes('</main>')) return usually
      return { ...usually, body: usually.body.replace('</main>', `</main>${FURNITURE}`) }
    },
  },
  {
    name: 'free-article-in-state',
    says: 'The state of each page holds the free article that is recommended under it, whole.',
    leak: undefined,
    page: (article, asked, paper) => {
      const free = paper.articles.filter(({ free }) => free)
      const recommended = free.map(({ path, title, whole }) => ({ path, title, body: whole }))
      return pageOf(article, asked, paper, {
        foot: `<script>window.__RECOMMENDED__=${scriptJson(recommended)}</script>`,
      })
    },
  },
  {
    name: 'front-for-everything',
    says: 'Whatever address does not exist shows the front page, with status 200.',
    leak: undefined,
    answer: (asked, paper) => {
      const usually = usual(asked, paper)
      return usually.status === 404 ? usual({ ...asked, path: '/' }, paper) : undefined
    },
  },
  {
    name: 'free-in-feed',
    says: 'The feed carries free articles whole, and of the others what everybody may read.',
    leak: undefined,
    answer: (asked, paper) => {
      const item = ({ free, preview, gated }: Printed) =>
        `<content:encoded><![CDATA[${paragraphs(free ? [...preview, ...gated] : preview)}]]></content:encoded>`
      return asked.path === '/feed/' ? xml(rss(asked, paper, item)) : undefined
    },
  },
  {
    name: 'api-for-previews',
    says: 'WordPress’s API is open, and its plugin cuts what it gives.',
    leak: undefined,
    answer: (asked, paper) => {
      const route = asked.query.get('rest_route') ?? asked.path.replace('/wp-json', '')
      if (route === asked.path || !route.startsWith('/wp/v2/posts')) return undefined
      const posts = paper.articles.map((article) => ({
        id: idOf(article, paper),
        slug: slugOf(article),
        link: absolute(article, asked),
        title: { rendered: inHtml(article.title) },
        content: { rendered: paragraphs(article.preview), protected: true },
        excerpt: { rendered: paragraphs([article.summary]), protected: false },
      }))
      const slug = asked.query.get('slug')
      return json(slug === null ? posts : posts.filter((post) => post.slug === slug))
    },
  },
  {
    name: 'rotating',
    says: 'Each request gets other advertising, in words that no other has.',
    leak: undefined,
    answer: (asked, paper) => {
      const shown = Number(paper.memory.get('shown') ?? 0) + 1
      paper.memory.set('shown', String(shown))
      const usually = usual(asked, paper)
      if (typeof usually.body !== 'string' || !usually.body.includes('</main>')) return usually
      return { ...usually, body: usually.body.replace('</main>', `${advertising(shown)}</main>`) }
    },
  },
]

const WARES = [
  'lanterns',
  'galoshes',
  'turnips',
  'accordions',
  'hammocks',
  'thermometers',
  'quilts',
]
const MAKERS = [
  'Hobday',
  'Mirfield',
  'Sallow',
  'Ockenden',
  'Trimm',
  'Winterbourne',
  'Yarrow',
  'Zell',
]

function advertising(n: number): string {
  const of = (words: readonly string[], step: number) => words[Math.floor(n / step) % words.length]
  return `<aside class="ad"><p>${of(MAKERS, 1)} and daughters sell ${of(WARES, 1)} and repair ${of(WARES, 8)} in all weathers, ask for pattern ${n} at the ${of(MAKERS, 5)} arcade and mention this line for a rebate of ${n} pence on two ${of(WARES, 3)}.</p></aside>`
}
