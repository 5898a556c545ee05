// A page of a site and what it is recognised as: settings of a site whose articles are metered, and pages in few words.
import { parse } from 'parse5'
import { type Recognised, recognisePage } from '../../src/content/origin/page/recognise.ts'
import type { PageSettings } from '../../src/core/origin.ts'
import type { Policy } from '../../src/core/policy.ts'

const POLICY: Policy = {
  default: { kind: 'metered' },
  rules: [],
  meter: {
    ...{ period: 'month', timeZone: 'UTC', anonymous: 3, registered: 5 },
    perNetworkPerHour: 60,
  },
  registrationFirst: false,
  cut: { words: 80 },
}

export const PAGE_SETTINGS: PageSettings = {
  cms: 'none',
  addresses: { public: 'https://gazette.example', own: ['http://origin.internal:8080'] },
  articles: { paths: [], except: [], body: undefined },
  policy: POLICY,
  cut: POLICY.cut,
  timeZone: 'Europe/Berlin',
  removeRented: false,
}

export const NOW = Date.parse('2026-11-20T12:00:00Z')

const sentence = (n: number) =>
  `Sentence ${n} of the harbour office says that the quay will be mended before the winter, and by whom. `
export const paragraphs = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `<p>${sentence(from + n).repeat(2)}</p>`).join('\n')
export const ld = (value: unknown) =>
  `<script type="application/ld+json">${JSON.stringify(value)}</script>`

export interface Page {
  readonly head?: string
  readonly body?: string
  readonly classes?: string
  readonly address?: string
  readonly settings?: Partial<PageSettings>
  readonly title?: string
}

export const TEXT = `<main><h1>The quay</h1><div class="text">${paragraphs(8)}</div></main>`

export function recognise({
  head = '',
  body = TEXT,
  classes = '',
  address = '/harbour/quay',
  settings,
  title = 't',
}: Page) {
  const html = `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body class="${classes}">${body}</body></html>`
  return recognisePage(parse(html), { address }, { ...PAGE_SETTINGS, ...settings }, NOW)
}

export const kindOf = (page: Page): Recognised['kind'] => recognise(page).kind

export function articleOn(page: Page): Extract<Recognised, { kind: 'article' }> {
  const found = recognise(page)
  if (found.kind !== 'article') throw new Error(`it is ${found.kind}`)
  return found
}

export function pageOn(page: Page): Extract<Recognised, { kind: 'page' }> {
  const found = recognise(page)
  if (found.kind !== 'page') throw new Error(`it is ${found.kind}`)
  return found
}
