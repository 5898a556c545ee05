// A browser that fetches ahead of its reader spends nothing of the meter; when the reader really comes, the page is
// there. Links that ask for it stand on a page of ours, since the publication's own forbid what they do not use.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from '@playwright/test'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { type Published, publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

const METERED = '/town/budget-gap'
const FREE = '/town/spring-tides'

const AHEAD = {
  prefetch: (path: string) => `<link rel="prefetch" href="${path}">`,
  'speculative prefetch': (path: string) => rules('prefetch', path),
  'speculative prerender': (path: string) => rules('prerender', path),
}

function rules(kind: string, path: string): string {
  const list = { [kind]: [{ urls: [path], eagerness: 'immediate' }] }
  return `<script type="speculationrules">${JSON.stringify(list)}</script>`
}

interface Seen {
  readonly purpose: string | undefined
  readonly status: number
}

let browser: Browser
let published: Published
/** The publication once more, beside a page with links; it notes why an article is asked for and what is answered. */
let front: Server
let address = ''
let links = ''
let seen: Seen[] = []

beforeAll(async () => {
  const files = await sampleFiles()
  ;[browser, published] = await Promise.all([openBrowser(), publish(files)])
  front = createServer((request, response) => {
    if (request.url === '/links') {
      response.setHeader('Content-Type', 'text/html').end(links)
      return
    }
    response.on('finish', () => {
      if (request.url !== METERED && request.url !== FREE) return
      seen.push({
        purpose: request.headers['sec-purpose']?.toString(),
        status: response.statusCode,
      })
    })
    published.publisher.listener(request, response)
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
})
beforeEach(() => {
  seen = []
})
afterAll(async () => {
  await browser.close()
  front.closeAllConnections()
  await new Promise((resolve) => front.close(resolve))
  await published.close()
})

test.each(Object.entries(AHEAD))(
  'a %s of a metered article spends nothing, and the visit works',
  async (_, ask) => {
    const context = await browser.newContext({ baseURL: address })
    const page = await context.newPage()
    links = `<!doctype html><title>Links</title>${ask(METERED)}<a href="${METERED}">Budget</a>`
    await page.goto('/links')
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(1)
    expect(seen[0]?.purpose).toMatch(/^prefetch/)
    expect(seen[0]?.status).toBe(503)
    expect(await context.cookies()).toEqual([])

    await page.click('a')
    await page.waitForURL(`**${METERED}`)
    expect(await page.locator('.notice').textContent()).toMatch(/^2 free articles left/)
    expect(seen.at(-1)).toEqual({ purpose: undefined, status: 200 })
    expect(await context.cookies()).toHaveLength(1)
    await context.close()
  },
)

test.each(Object.entries(AHEAD))(
  'a %s of what spends nothing is answered at once',
  async (_, ask) => {
    const context = await browser.newContext({ baseURL: address })
    const page = await context.newPage()
    links = `<!doctype html><title>Links</title>${ask(FREE)}<a href="${FREE}">Tides</a>`
    await page.goto('/links')
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(1)
    expect(seen[0]).toEqual({ purpose: expect.stringMatching(/^prefetch/), status: 200 })
    await page.click('a')
    await page.waitForURL(`**${FREE}`)
    expect(await page.locator('h1').textContent()).toMatch(/^Spring tides/)
    expect(await context.cookies()).toEqual([])
    await context.close()
  },
)
