// Gallery: sites that give nothing away, each with something about it that an audit could take for gated text.
import { ARTICLES, type Article } from '../articles.ts'
import { pageOf, WALL } from '../page.ts'
import { articleAt, rss, usual } from '../paper.ts'
import type { Asked, Paper, Printed, Reply, Site } from '../site.ts'
import { html, inHtml, paragraphs, scriptJson, xml } from '../writing.ts'

const NOTE =
  'Letters to the editor reach us under the green door beside the fishmonger, every weekday between eight and noon, and we read all of them aloud.'

/** The same lines end every article, below the cut of those that are gated. */
const NOTED: readonly Article[] = ARTICLES.map((article) => ({
  ...article,
  gated: [...article.gated, NOTE],
}))

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

const FURNITURE = `<!-- Theme "Halyard" 3.2. Built by the guild of small printers for papers that are read aloud in kitchens. Please leave this line in place when you copy the theme, tell us about faults by letter, and do not sell what you were given; all other rights are yours to keep. -->
<div id="consent" style="display:none"><h2>Before you go on</h2><p>We and our nineteen partners would like to store small files on your device, so that we can count how many people read about turnips, remember how large you like your letters, and show advertising that has something to do with the weather where you are. You may refuse all of it, and nothing on this page will be any worse for it.</p><p>Some partners claim a legitimate interest in your hallway. You may object to each of them one by one, in a list that is sorted by nothing in particular.</p></div>
<script>window.__WORDS__={"offline":"You seem to have lost the connection to the press. We will keep trying every few seconds, and what you have written will not be lost in the meantime.","report":"Thank you for telling us. A person will read what you have written, usually before the next edition goes out to the villages."}</script>
<noscript><p>Some pictures on this page move when scripts are allowed. You miss nothing else, and we would like you to know that we think you are quite right.</p></noscript>`

const COLOPHON =
  'You read this in a feed that we make for nothing. We do not count you, we set no cookies in it, and we would rather have a letter from you now and then than your date of birth. Whoever copies it whole owes the printers a cake, and whoever quotes from it owes us a link.'

/** The paper's own pages with something at the end of each. */
function ending(asked: Asked, paper: Paper, end: string): Reply {
  const usually = usual(asked, paper)
  if (typeof usually.body !== 'string') return usually
  return { ...usually, body: usually.body.replace('</main>', `${end}</main>`) }
}

export const mistakable: readonly Site[] = [
  {
    name: 'same-note',
    says: 'Every article ends with the same lines, also the free ones.',
    leak: undefined,
    articles: NOTED,
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
    name: 'comments-quote',
    says: 'Under the paywall a reader’s comment quotes seven words of the rest.',
    leak: undefined,
    page: (article, asked, paper) => pageOf(article, asked, paper, { foot: COMMENTS }),
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
    answer: (asked, paper) => ending(asked, paper, FURNITURE),
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
    name: 'feed-with-colophon',
    says: 'Every item of the feed ends with the same lines about the paper.',
    leak: undefined,
    answer: (asked, paper) => {
      const item = ({ path, preview }: Printed) =>
        `<content:encoded><![CDATA[${paragraphs([...preview, COLOPHON])}<p><a href="${path}">Read on in the Lantern</a></p>]]></content:encoded>`
      return asked.path === '/feed/' ? xml(rss(asked, paper, item)) : undefined
    },
  },
  {
    name: 'free-in-two-pages',
    says: 'The free article comes in two pages, and neither has a wall.',
    leak: undefined,
    answer: (asked, paper) => {
      const article = articleAt(asked.path, paper)
      if (article?.free !== true) return undefined
      const text = asked.query.get('page') === '2' ? article.gated : article.preview
      const foot = `<a rel="next" href="${article.path}?page=2">Next page</a>`
      return html(pageOf(article, asked, paper, { text, wall: '', foot }))
    },
  },
  {
    name: 'rotating',
    says: 'Each request gets other advertising, in words that no other has.',
    leak: undefined,
    answer: (asked, paper) => {
      const shown = Number(paper.memory.get('shown') ?? 0) + 1
      paper.memory.set('shown', String(shown))
      return ending(asked, paper, advertising(shown))
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
