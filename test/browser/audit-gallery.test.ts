// The sites of the gallery that only an audit with a browser can tell: what their scripts bring into the page, and what
// they take out of it.
import { describe, expect, test } from 'vitest'
import { SITES } from '../gallery/sites.ts'
import { audited, expectedOf, explained, shareOf } from '../support/audited.ts'

const withBrowser = SITES.filter(({ needs }) => needs === 'browser')
const tight = SITES.filter(({ name }) => name === 'plain' || name === 'hidden-furniture')

describe('an audit with a browser', () => {
  test.for(withBrowser)('$name: $says', async (site) => {
    const result = await audited(site, { browser: 'auto', articles: 2 })
    expect(result.found, explained(result)).toEqual(expectedOf(site))
    for (const leak of result.leaks) expect(shareOf(leak, site), leak.why).toBeGreaterThan(0.9)
  })

  test.for(withBrowser)('$name, closed, is not reported', async (site) => {
    const result = await audited(site, { form: 'closed', browser: 'auto', articles: 1 })
    expect(result.found, explained(result)).toEqual([])
  })

  test.for(tight)('$name: $says', async (site) => {
    const result = await audited(site, { browser: 'auto', articles: 2 })
    expect(result.found, explained(result)).toEqual([])
  })
})
