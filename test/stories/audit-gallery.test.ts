// The gallery: sites that leak through one channel each, which the audit has to find and to call by its name, and sites
// that leak nothing, of which it may not say so.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Leak } from '../../src/audit/finding.ts'
import { SITES } from '../gallery/sites.ts'
import {
  type Audited,
  audited,
  eventsOf,
  expectedOf,
  type Knowing,
  sorted,
} from '../support/audited.ts'
import { type Published, publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

const withoutBrowser = SITES.filter(({ leak }) => leak?.needs !== 'browser')
const leaky = withoutBrowser.filter(({ leak }) => leak !== undefined)
const tight = withoutBrowser.filter(({ leak }) => leak === undefined)

/** How much of the gated words a leak gave out; by default nearly all of them. */
const ALL = [0.9, 1] as const

const knowingFor = (needs: string | undefined): Knowing =>
  needs === 'texts' || needs === 'subscriber' ? needs : 'nothing'

const shareOf = ({ words, gatedWords }: Leak) => words / gatedWords

/** With what was asked beside it, so that a failure says whether the audit ever came by. */
function explained({ leaks, notes, found, asked }: Audited) {
  return { found, why: leaks.map(({ persona, why }) => `${persona}: ${why}`), notes, asked }
}

test('there are at least 28 leaky sites and ten tight ones, each with a name of its own', () => {
  expect(leaky.length).toBeGreaterThanOrEqual(28)
  expect(tight.length).toBeGreaterThanOrEqual(10)
  expect(new Set(SITES.map(({ name }) => name)).size).toBe(SITES.length)
})

describe('a leaky site', () => {
  test.concurrent.for(leaky)('$name: $says', async (site, { expect }) => {
    const result = await audited(site, { knowing: knowingFor(site.leak?.needs) })
    expect(result.found, JSON.stringify(explained(result), undefined, 1)).toEqual(expectedOf(site))
    const [least, most] = site.leak?.share ?? ALL
    for (const leak of result.leaks) {
      expect(shareOf(leak), leak.why).toBeGreaterThanOrEqual(least)
      expect(shareOf(leak), leak.why).toBeLessThanOrEqual(most)
    }
  })

  test.concurrent.for(leaky)(
    '$name is not reported once its leak is closed',
    async (site, { expect }) => {
      const result = await audited(site, { form: 'closed', knowing: knowingFor(site.leak?.needs) })
      expect(result.found, JSON.stringify(explained(result), undefined, 1)).toEqual([])
    },
  )
})

describe('a tight site', () => {
  test.concurrent.for(tight)('$name: $says', async (site, { expect }) => {
    for (const knowing of ['nothing', 'texts'] as const) {
      const result = await audited(site, { knowing })
      expect(result.found, JSON.stringify(explained(result), undefined, 1)).toEqual([])
    }
  })
})

describe('Standfirst itself', () => {
  let published: Published
  beforeAll(async () => {
    published = await publish(await sampleFiles())
  })
  afterAll(() => published.close())

  test('gives nothing of its sample away', async () => {
    const events = await eventsOf({ url: published.address, version: '0.0.0', browser: 'none' })
    const { found, leaks } = sorted(events, published.address)
    expect(found, JSON.stringify(leaks, undefined, 1)).toEqual([])
  })
})
