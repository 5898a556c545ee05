// What a browser makes of pages of a site that were cut, with scripts and without: of the part below the cut, nothing.
import type { Browser, Page } from '@playwright/test'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { faultyBody, sourceOf } from '../support/faulty-html.ts'
import { read, text } from '../support/gated-page.ts'

const PAGES = 12
const CANARY = /geheim\d+/g

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** In the page: all of its text, in shadows and templates too, alternative texts, and what is written nowhere else. */
function everything(): string {
  const parts = [document.documentElement.outerHTML]
  const collect = (root: ParentNode) => {
    parts.push(root.textContent ?? '')
    for (const element of root.querySelectorAll('*')) {
      parts.push(element.getAttribute('alt') ?? '')
      if (element instanceof HTMLTemplateElement) collect(element.content)
      if (element.shadowRoot !== null) collect(element.shadowRoot)
    }
  }
  collect(document)
  return parts.join(' ')
}

async function canariesIn(page: Page, html: string): Promise<readonly string[]> {
  await page.route('**/*', (route) =>
    route.request().isNavigationRequest()
      ? route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' })
      : route.abort(),
  )
  await page.goto('http://gazette.example/')
  const shown = await page.evaluate(everything)
  await page.unrouteAll()
  return shown.match(CANARY) ?? []
}

test.each([true, false])('nothing of what is gated, scripts: %s', async (javaScriptEnabled) => {
  const context = await browser.newContext({ javaScriptEnabled })
  const page = await context.newPage()
  const bodies = fc.sample(fc.tuple(faultyBody('offen'), faultyBody('geheim')), {
    numRuns: PAGES,
    seed: 5,
  })
  const found: (readonly string[])[] = []
  for (const [open, gated] of bodies) {
    const { full, preview } = read(sourceOf(`<p>offen</p>${open}`, gated))
    expect(text(full)).toContain('geheim0')
    found.push(await canariesIn(page, text(preview)))
  }
  expect(found).toEqual(bodies.map(() => []))
  // It would be seen if it were there.
  expect(await canariesIn(page, sourceOf('', '<p>geheim7</p>'))).toContain('geheim7')
  await context.close()
})
