// A page asks for nothing but what is its own: no other origin, no failed request, no word in the console, no breach of
// its own security policy, no script; every picture is there, and nothing moves.
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESKTOP, openBrowser } from '../support/browser.ts'
import type { Published } from '../support/publication.ts'
import { KINDS, open, type PageKind, publishKinds } from './page-kinds.ts'

let browser: Browser
let published: Published
beforeAll(async () => {
  ;[browser, published] = await Promise.all([openBrowser(), publishKinds()])
})
afterAll(async () => {
  await browser.close()
  await published.close()
})

/** Writes down everything that a page should not do. */
function listen(page: Page, kind: PageKind, complaints: string[]): void {
  const own = published.address + kind.path
  page.on('console', (message) => {
    // That the page itself is an error page is no complaint of it.
    if (kind.status >= 400 && message.location().url === own) return
    complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(published.address)) complaints.push(`asked: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.url() !== own && response.status() >= 400)
      complaints.push(`${response.status()}: ${response.url()}`)
  })
}

/** In the page: brings every picture into the window and gives those that do not come. */
async function missingPictures(): Promise<string[]> {
  const missing: string[] = []
  for (const picture of document.images) {
    picture.scrollIntoView()
    await picture.decode().catch(() => missing.push(picture.src))
  }
  return missing
}

/** In the page: everything that would move by itself or on the way from one state to another. */
function moving(): string[] {
  const lasting = [...document.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element)
    const moves = !/^0s(?:, 0s)*$/.test(transitionDuration) || animationName !== 'none'
    return moves || scrollBehavior !== 'auto'
  })
  return lasting.map((element) => element.outerHTML.slice(0, 120))
}

test.each(KINDS)(
  'nothing foreign, nothing failed, nothing said, nothing moves: $name',
  async (kind) => {
    const complaints: string[] = []
    const still = { ...DESKTOP, reducedMotion: 'reduce' as const }
    const page = await open(browser, published, kind, still, (opened) =>
      listen(opened, kind, complaints),
    )
    expect(await page.evaluate(moving)).toEqual([])
    expect(await page.evaluate(missingPictures)).toEqual([])
    expect(await page.locator('script:not([type="application/ld+json"])').count()).toBe(0)
    expect(await page.locator('[style], style, iframe, object, embed').count()).toBe(0)
    const linked = await page
      .locator('link[href]:not([rel=canonical])')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    for (const href of linked) {
      const answer = await page.request.get(href)
      expect([href, answer.status()]).toEqual([href, 200])
    }
    expect(complaints).toEqual([])
    await page.context().close()
  },
)
