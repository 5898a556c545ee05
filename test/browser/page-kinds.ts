// Every kind of page that a reader can meet, each with what brings it about.
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import type { Meter } from '../../src/core/meter.ts'
import type { Reader } from '../../src/core/reader.ts'
import { browserOf } from '../support/browser.ts'
import { type Ask, type Files, NOW, type Published, publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

const FACTS =
  'byline: Tom Askew\npublished: 2026-11-19T06:00:00+00:00\nsection: town\ntags: [council]'

/** What the sample has no reason to hold. */
const ODD: Files = {
  // No paragraph ends before a third of it: nobody without a grant may read a single block.
  'articles/town/one-breath.md': `---
title: The minutes of a meeting, in one breath
summary: Nobody at the clerk’s table reached for the return key.
${FACTS}
access: subscribers
---
${Array.from({ length: 30 }, (_, n) => `Item ${n + 1} was moved, seconded and carried.`).join(' ')}

The meeting closed at ten past nine, and the lights went out behind it.
`,
  'articles/town/drawing.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><path d="M0 0h900v600H0z"/></svg>',
  'articles/town/everything.md': `---
title: Everything a page can hold, from Donaudampfschifffahrtsgesellschaftskapitän to a table
summary: A long word, a wide table, and all the rest.
${FACTS}
access: free
correction: An earlier version held less.
---
A first paragraph with a [link to another article](/town/budget-gap), a note[^1] and *emphasis*, \`code\`, ~~nothing~~ and
https://example.org/an/address/that/goes/on/and/on/without/a/single/place/to/break/it/before/the/end/of/the/line.

> [!pull]
> It was all there.

| ${Array.from({ length: 9 }, (_, n) => `Column ${n + 1}`).join(' | ')} |
|${'---:|'.repeat(9)}
| ${Array.from({ length: 9 }, (_, n) => `£${n + 1},000,000`).join(' | ')} |

Table: Nine columns, so that it is wider than a telephone

![A black rectangle](drawing.svg "A caption under a picture")

## A heading

1. One
2. Two
   - Nested
   - [x] Done

### A smaller heading

> A quotation of two paragraphs.
>
> The second.

\`\`\`
const a = 'a line of code that is longer than a telephone is wide, and must scroll by itself or be broken'
\`\`\`

---

The last paragraph.

[^1]: A note, with a second [link](https://example.org/).
`,
}

export interface PageKind {
  readonly name: string
  readonly path: string
  readonly status: number
  readonly ask?: Ask
  /** Sent with the page's own request. */
  readonly headers?: Readonly<Record<string, string>>
}

const SUBSCRIBER: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 30 * 86_400_000 }],
}
const REGISTERED: Reader = { kind: 'registered', id: 'ada' }

/** A meter in which `count` articles that are not the sample's were read today. */
export function readBefore(count: number): Meter {
  const entries = Array.from({ length: count }, (_, n) => ({
    article: `elsewhere-${n}`,
    at: NOW,
    reader: undefined,
  }))
  return { entries }
}

const WITHDRAWN = '/sport/floodlights'

export const ARTICLES: readonly PageKind[] = [
  { name: 'article with a notice', path: '/town/budget-gap', status: 200 },
  { name: 'free article', path: '/town/spring-tides', status: 200 },
  { name: 'free article of every part', path: '/town/everything', status: 200 },
  { name: 'article opened for a time', path: '/sport/rovers-win-ugly', status: 200 },
  {
    name: 'long read, for a subscriber',
    path: '/weekend/last-tide-table',
    status: 200,
    ask: { as: SUBSCRIBER },
  },
  { name: 'registration wall', path: '/town/bus-that-comes', status: 200 },
  {
    name: 'registration wall, meter spent',
    path: '/harbour/east-quay-vote',
    status: 200,
    ask: { meter: readBefore(3) },
  },
  { name: 'paywall', path: '/harbour/who-pays-for-the-mud', status: 200 },
  {
    name: 'paywall, registered, meter spent',
    path: '/harbour/where-the-fish-go',
    status: 200,
    ask: { as: REGISTERED, meter: readBefore(5) },
  },
  { name: 'paywall without a block', path: '/town/one-breath', status: 200 },
]

export const KINDS: readonly PageKind[] = [
  { name: 'front page', path: '/', status: 200 },
  { name: 'section', path: '/harbour', status: 200 },
  { name: 'topic', path: '/tag/east-quay', status: 200 },
  { name: 'author', path: '/author/ines-marlowe', status: 200 },
  ...ARTICLES,
  { name: 'nothing at this address', path: '/nowhere', status: 404 },
  { name: 'withdrawn', path: WITHDRAWN, status: 410 },
  {
    name: 'unavailable',
    path: '/town/budget-gap',
    status: 503,
    headers: { Purpose: 'prefetch' },
  },
  { name: 'log in', path: '/account/log-in?return_to=/town/budget-gap', status: 200 },
  { name: 'subscribe', path: '/account/subscribe?return_to=/town/budget-gap', status: 200 },
  { name: 'account', path: '/account', status: 200 },
  { name: 'cancel', path: '/account/cancel', status: 200 },
]

/** The sample, set so that every kind of page above can be met. `edit` may change its configuration's text. */
export async function publishKinds(edit = (config: string) => config): Promise<Published> {
  const files = { ...(await sampleFiles()), ...ODD }
  const config = 'standfirst.config.json'
  const published = await publish({ ...files, [config]: edit(String(files[config])) })
  if (published.faults.length > 0) throw new Error(JSON.stringify(published.faults))
  published.openings.push({ scope: { kind: 'tag', tag: 'football' }, until: NOW + 86_400_000 })
  published.withdrawn.add(WITHDRAWN)
  await published.content.rescan()
  return published
}

/** The page of a kind in a browser of its own; close it with `page.context().close()`. `before` sees it still empty. */
export async function open(
  browser: Browser,
  published: Published,
  kind: PageKind,
  options: BrowserContextOptions = {},
  before: (page: Page) => void = () => {},
): Promise<Page> {
  const context = await browserOf(browser, published, kind.ask, options)
  const page = await context.newPage()
  before(page)
  const { headers } = kind
  if (headers !== undefined)
    await page.route(`**${kind.path}`, (route) =>
      route.continue({ headers: { ...route.request().headers(), ...headers } }),
    )
  const response = await page.goto(kind.path)
  if (response?.status() !== kind.status)
    throw new Error(`${kind.name}: ${kind.path} answered ${response?.status()}, not ${kind.status}`)
  return page
}
