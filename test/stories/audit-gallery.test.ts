// The gallery: sites that leak through one channel each, which the audit has to find and to call by its name, and sites
// that leak nothing, of which it may not say so.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHANNELS } from '../../src/audit/channels.ts'
import type { Site } from '../gallery/site.ts'
import { SITES } from '../gallery/sites.ts'
import {
  accessesOf,
  audited,
  eventsOf,
  expectedOf,
  explained,
  type Knowing,
  shareOf,
  sharesOf,
  sorted,
} from '../support/audited.ts'
import { type Published, publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

const withoutBrowser = SITES.filter(({ needs }) => needs !== 'browser')
const leaky = withoutBrowser.filter(({ leak }) => leak !== undefined)
const tight = withoutBrowser.filter(({ leak }) => leak === undefined)

/** What the audit of a leaky site has to know. What share got out only an audit can tell that has the texts. */
const knowingFor = ({ needs, leak }: Site): Knowing =>
  needs === 'subscriber' ? 'subscriber' : needs || leak?.share ? 'texts' : 'nothing'

test('there are at least 28 leaky sites and ten tight ones, each with a name of its own', () => {
  expect(leaky.length).toBeGreaterThanOrEqual(28)
  expect(tight.length).toBeGreaterThanOrEqual(10)
  expect(new Set(SITES.map(({ name }) => name)).size).toBe(SITES.length)
})

test('each channel has a site that leaks through it', () => {
  const shown = new Set<string | undefined>(SITES.map(({ leak }) => leak?.channel))
  expect(Object.keys(CHANNELS).filter((channel) => !shown.has(channel))).toEqual([])
})

/** One or more of each kind, found with truth as well as without. */
const EITHER_WAY = [
  'hidden-by-style',
  'json-ld-body',
  'twitter-card',
  'parsed-state',
  'base64-attribute',
  'rss-content',
  'amp-linked',
  'wordpress-rest',
  'nuxt-payload',
  'front-excerpt',
  'search-crawler',
  'gift-parameter',
  'japanese-json-ld',
]

describe('a leaky site', () => {
  test.for(leaky)('$name: $says', async (site) => {
    const result = await audited(site, { knowing: knowingFor(site) })
    expect(result.found, explained(result)).toEqual(expectedOf(site))
    const { persona } = site.leak ?? {}
    if (persona !== undefined)
      expect(new Set(result.leaks.map((leak) => leak.persona))).toEqual(new Set([persona]))
    const [least, most] = sharesOf(site)
    for (const leak of result.leaks) {
      expect(shareOf(leak, site), leak.why).toBeGreaterThanOrEqual(least)
      expect(shareOf(leak, site), leak.why).toBeLessThanOrEqual(most)
    }
  })

  test.for(leaky)('$name, closed, is not reported', async (site) => {
    const result = await audited(site, { form: 'closed', knowing: knowingFor(site), articles: 1 })
    expect(result.found, explained(result)).toEqual([])
  })

  test.for(EITHER_WAY)('%s is found with truth and without', async (name, { expect }) => {
    const site = leaky.find((site) => site.name === name)
    if (site === undefined) throw new Error(`the gallery has no ${name}`)
    for (const knowing of ['nothing', 'subscriber', 'texts'] as const) {
      if (knowing === knowingFor(site)) continue
      const result = await audited(site, { knowing, articles: 2 })
      expect(result.found, explained(result)).toEqual(expectedOf(site))
    }
  })
})

describe('a tight site', () => {
  test.for(tight)('$name: $says', async (site) => {
    const both = site.needs === undefined ? (['nothing', 'texts'] as const) : (['texts'] as const)
    for (const knowing of both) {
      const result = await audited(site, { knowing })
      expect(result.found, explained(result)).toEqual([])
      expect(result.accesses).toEqual(accessesOf(site))
      if (site.meets !== undefined) expect(result.meets).toEqual(site.meets)
    }
  })
})

/** Sections and the front page are none of them. */
const SAMPLE_ARTICLES = 18

describe('Standfirst itself', () => {
  let published: Published
  beforeEach(async () => {
    published = await publish(await sampleFiles())
  })
  afterEach(() => published.close())

  // Of one article, and of four, only those that are not audited can spend the meter.
  test.each([20, 4, 1])('gives nothing of its sample away: %i articles', async (articles) => {
    const url = `${published.address}/harbour/east-quay-vote`
    const events = await eventsOf({ url, version: '0.0.0', browser: 'none', articles })
    const { found, leaks } = sorted(events, published.address)
    expect(found, JSON.stringify(leaks, undefined, 1)).toEqual([])
    const audited = events.filter((event) => event.kind === 'article')
    expect(audited).toHaveLength(Math.min(articles, SAMPLE_ARTICLES))
  })
})
