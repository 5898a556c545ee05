// The report of an audit, opened as the file it is: axe finds nothing, nothing but the matrix scrolls sideways, it can
// be read with a keyboard and on paper, and it asks nobody for anything.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/audit/finding.ts'
import { beginReport } from '../../src/audit/report.ts'
import { htmlReport } from '../../src/audit/report-page.ts'
import { inventedReport } from '../support/audit-report.ts'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import { axeFaults } from './axe.ts'

const LONG = `Donaudampfschifffahrtsgesellschaftskapitän${'x'.repeat(150)}`

const REPORTS: readonly (readonly [string, Report])[] = [
  ['with proof', inventedReport({ control: 'well-known' })],
  ['without proof, interrupted', inventedReport({ basis: 'comparison', done: 6 })],
  ['with words that never end', inventedReport({ title: LONG, control: 'edition' })],
  ['of nothing', beginReport('https://www.example.org', '2026-11-25T08:00:00Z')],
]

let browser: Browser
let folder: string
beforeAll(async () => {
  ;[browser, folder] = await Promise.all([
    openBrowser(),
    mkdtemp(join(tmpdir(), 'standfirst-report-')),
  ])
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

async function open(report: Report, options: BrowserContextOptions): Promise<Page> {
  const file = join(folder, `${crypto.randomUUID()}.html`)
  await writeFile(file, htmlReport(report))
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(pathToFileURL(file).href)
  return page
}

async function openDetails(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
  })
}

describe.each([
  ['phone', PHONE],
  ['desktop', DESKTOP],
] as const)('on a %s', (_, options) => {
  test.each(REPORTS)('axe finds nothing: %s', async (_name, report) => {
    const page = await open(report, { ...options, bypassCSP: true })
    await openDetails(page)
    expect(await axeFaults(page)).toEqual([])
    await page.context().close()
  })
})

test.each(REPORTS)(
  'nothing but the matrix scrolls sideways at 320 pixels: %s',
  async (_, report) => {
    const page = await open(report, { viewport: { width: 320, height: 640 } })
    await openDetails(page)
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement)
    expect(scrollWidth).toBe(clientWidth)
    await page.context().close()
  },
)

test('the matrix is reached and scrolled with the keyboard, and its first column stays', async () => {
  const page = await open(inventedReport(), PHONE)
  const region = page.getByRole('region', { name: 'Article by article' })
  await region.focus()
  const head = page.getByRole('rowheader').first()
  const before = await head.boundingBox()
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight')
  await expect.poll(() => region.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0)
  expect((await head.boundingBox())?.x).toBe(before?.x)
  await page.context().close()
})

test('its style is let through by its own policy, and what a site smuggles in is not', async () => {
  const page = await open(inventedReport(), DESKTOP)
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  expect(await paper()).toBe('rgb(253, 252, 249)')
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<img src="https://evil.example/x"><style>html { background: red }</style>',
    )
  })
  await expect.poll(() => said.length).toBeGreaterThanOrEqual(2)
  for (const line of said) expect(line).toContain('Content Security Policy')
  expect(await paper()).toBe('rgb(253, 252, 249)')
  await page.context().close()
})

test('on paper it is black on white, and the whole matrix and all that got out are there', async () => {
  const page = await open(inventedReport(), { ...DESKTOP, colorScheme: 'dark' })
  await page.setViewportSize({ width: 794, height: 1123 })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const { paper, clipped } = await page.evaluate(() => ({
    paper: getComputedStyle(document.documentElement).backgroundColor,
    clipped: [...document.querySelectorAll('.scroll, table')]
      .map((one) => one.getBoundingClientRect().right)
      .filter((right) => right > document.documentElement.clientWidth + 1),
  }))
  expect(await page.locator('.leaks').first().isVisible()).toBe(true)
  expect(paper).toBe('rgb(255, 255, 255)')
  expect(clipped).toEqual([])
  await page.context().close()
})
