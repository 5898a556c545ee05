// Gated page: an article's page of a site, taken apart as if it had been recognised, and what of its text is gated.

import { closeRecognised } from '../../src/content/origin/page/close-recognised.ts'
import {
  attributeOf,
  type Element,
  isElement,
  nodesIn,
  parsePage,
} from '../../src/content/origin/page/parse-page.ts'
import type { Article } from '../../src/core/article.ts'
import type { ArticlePageReading, PageSettings, Piece } from '../../src/core/origin.ts'
import type { ArticleFacts } from '../../src/core/policy.ts'

const NOW = Date.UTC(2026, 4, 1)
export const OPEN = [
  'The council met on Tuesday evening in the old customs house, and it did not take long to agree.',
  'Eleven of the thirteen members want the quay to stay where it is, whatever the ministry says of it.',
]
export const GATED = [
  'Behind closed doors the harbour master had shown them a ledger with nineteen names in faded violet ink.',
  'Ludmila Forsberg, a puppeteer, paid forty crowns in cash and left a coffin full of marionettes behind.',
  'Nobody has asked for the marionettes since, and the warehouse is to be sold before the summer ends.',
  'Whoever sleeps beneath the loft hears wooden footsteps overhead, which the watchmen blame upon seagulls.',
  'A photograph of the warehouse hangs in the town hall, next to the stairs that nobody uses any more.',
]
const article: Article = {
  id: 'AAAAAAAAAAA',
  path: '/news/quay',
  title: 'The quay stays',
  summary: '',
  bylines: [],
  published: NOW - 1000,
  updated: undefined,
  section: undefined,
  tags: [],
  access: { kind: 'subscribers' },
  image: undefined,
  imageAlt: '',
  correction: undefined,
  moved: [],
}
export const settings: PageSettings = {
  cms: 'wordpress',
  addresses: {
    public: 'https://paper.example',
    own: ['http://origin.internal:8080', 'https://old.example'],
  },
  articles: { paths: [], except: [], body: undefined },
  policy: {
    default: { kind: 'metered' },
    rules: [],
    meter: { period: 'month', timeZone: 'UTC', anonymous: 3, registered: 5, perNetworkPerHour: 9 },
    registrationFirst: true,
    cut: { words: 30 },
  },
  cut: { words: 30 },
  timeZone: 'UTC',
  removeRented: false,
}

export const p = (texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join('\n')
export const BODY = `${p(OPEN)}\n${p(GATED)}`

export function page({ head = '', body = BODY, before = '', after = '', behind = '' }): string {
  return `<!doctype html><html lang="en"><head><title>The quay stays</title>${head}</head><body>${before}<article><h1>The quay stays</h1><div class="entry-content">${body}</div>${after}</article>${behind}</body></html>`
}

export function read(
  html: string,
  facts: Partial<Article> = {},
  changed: Partial<PageSettings> = {},
): ArticlePageReading {
  const parsed = parsePage(html)
  if (parsed === undefined) throw new Error('too deep')
  const elements = [...nodesIn(parsed.document)].filter(isElement)
  const byClass = (name: string) =>
    elements.filter((one) => (attributeOf(one, 'class') ?? '').split(' ').includes(name))
  const [body] = byClass('entry-content')
  if (body === undefined) throw new Error('no body')
  const container = elements.find(({ tagName }) => tagName === 'article') ?? body
  const others = byClass('other').map((element) => ({
    element,
    article: factsOfOther(element),
    path: undefined,
  }))
  const found = {
    kind: 'article',
    article: { ...article, ...facts },
    body,
    container,
    foundBy: 'known',
    others,
    continues: false,
    listed: [],
    doubts: [],
    language: 'en',
  } as const
  const reading = closeRecognised(parsed, found, {
    settings: { ...settings, ...changed },
    base: new URL('https://paper.example/news/quay'),
    now: NOW,
  })
  if (reading.kind !== 'article') throw new Error(reading.kind)
  return reading
}

function factsOfOther(element: Element): ArticleFacts | undefined {
  if (attributeOf(element, 'data-free') === undefined) return undefined
  return { ...article, path: '/other', access: { kind: 'free' } }
}

export const text = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : `{{${piece.place}}}`)).join('')

const words = (sentence: string) => sentence.split(/\W+/).filter((word) => word.length > 5)
const SECRET = [...new Set(GATED.flatMap(words))].filter((word) => !OPEN.join(' ').includes(word))

/** Words of the gated part that a text has. */
export function secretsIn(html: string): readonly string[] {
  return SECRET.filter((word) => html.includes(word))
}
