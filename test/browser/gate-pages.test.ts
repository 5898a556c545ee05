// What a publisher sees of ours beside their site: our own pages, on a phone and a desktop, and the wall as
// docs/THE-WALL.md says it can be set, by the lines that stand there.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Notice } from '../../src/core/variant.ts'
import { loadAssets } from '../../src/node/assets.ts'
import { gatePage } from '../../src/pages/gate/gate-page.ts'
import { messagePage } from '../../src/pages/message-page.ts'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import { article, frameOf } from '../support/newspaper.ts'

const SITE = 'http://site.example'
const document = readFileSync(new URL('../../docs/THE-WALL.md', import.meta.url), 'utf8')
const blocks = (language: string) =>
  [...document.matchAll(/^```(\w+)\n(.*?)^```/gms)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  )
const [VARIABLES = '', BOX = '', OF_BOTH = ''] = blocks('css')
const [FRAGMENT = ''] = blocks('html')

const wall = (kind: 'paywall' | 'registration'): Notice => ({
  ...{ kind: 'wall', wall: kind },
  ...{ reason: 'meter-spent', spent: { limit: 3, resets: '2026-12-01' } },
})

let browser: Browser
const sheets = new Map<string, string>()
beforeAll(async () => {
  browser = await openBrowser()
  const { sources } = await loadAssets('/assets', undefined)
  for (const { name, bytes } of sources)
    if (name.endsWith('.css')) sheets.set(name.split('.')[0] ?? '', new TextDecoder().decode(bytes))
})
afterAll(() => browser.close())

async function show(page: Page, html: string): Promise<void> {
  await page.route(`${SITE}/**`, (route) => {
    const [, name] = /\/([a-z]+)\.css$/.exec(route.request().url()) ?? []
    return name === undefined
      ? route.fulfill({ contentType: 'text/html', body: html })
      : route.fulfill({ contentType: 'text/css', body: sheets.get(name) ?? '' })
  })
  await page.goto(SITE)
}

function withWall(style: string, notice: Notice, ownWall?: string): string {
  return gatePage(frameOf({ articlesFrom: 'origin' }), {
    pieces: [
      '<!DOCTYPE html><html lang="en"',
      { place: 'html' },
      '><head><meta charset="utf-8"><title>Quay</title>',
      { place: 'head' },
      `<style>${style}</style></head><body><main><h1>Quay</h1><p>The ferry sails in April.</p>`,
      { place: 'wall' },
      '</main></body></html>',
    ],
    ...{ article, variant: { view: 'preview', notice, signedIn: false }, gated: true },
    ...{ path: article.path, words: 1240, wordsBefore: 96, ownWall },
  })
}

test.each([
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
])(
  'on %s our own pages beside a site stand in one column from name to footer',
  async (_, screen) => {
    const page = await browser.newPage(screen)
    await show(page, messagePage(frameOf({ articlesFrom: 'origin' }), 'closed'))
    const lefts = ['.nameplate', 'h1', '.colophon', '.colophon .name', '.colophon nav'].map(
      async (place) => (await page.locator(place).boundingBox())?.x,
    )
    const [first] = await Promise.all(lefts)
    expect(first).toBeGreaterThan(0)
    expect(new Set(await Promise.all(lefts))).toEqual(new Set([first]))
    await page.close()
  },
)

test('the variables of the document colour the button, set the headline, and make a box', async () => {
  const page = await browser.newPage()
  const looks = async (place: string, property: string) =>
    await page
      .locator(place)
      .evaluate((at, name) => getComputedStyle(at).getPropertyValue(name), property)
  await show(page, withWall(VARIABLES, wall('paywall')))
  expect(await looks('.standfirst-button', 'background-color')).toBe('rgb(140, 28, 19)')
  expect(await looks('.standfirst-title', 'font-family')).toBe('Georgia, serif')
  await show(page, withWall(BOX, wall('paywall')))
  expect(await looks('.standfirst-wall', 'background-color')).toBe('rgb(244, 241, 234)')
  expect(await looks('.standfirst-wall', 'border-top-width')).toBe('0px')
  expect(await looks('.standfirst-wall', 'border-top-left-radius')).toBe('8px')
  const inset = await looks('.standfirst-wall', 'padding-left')
  expect(Number.parseFloat(inset)).toBeCloseTo(1.5 * 16)
  expect(await looks('.standfirst-button', 'border-top-left-radius')).toBe('8px')
  await page.close()
})

test('a wall of one’s own is the fragment of the document, and its style tells the two walls apart', async () => {
  const page = await browser.newPage()
  const own = FRAGMENT.replace('<p>{{text}}', '<p class="our-price">{{price}}</p><p>{{text}}')
  await show(page, withWall(OF_BOTH, wall('paywall'), own))
  expect(await page.locator('.our-price').isVisible()).toBe(true)
  expect(await page.locator('.our-wall h2').textContent()).toMatch(/\w/)
  for (const link of await page.locator('.our-wall a').all())
    expect(await link.getAttribute('href')).toMatch(/^\/account/)
  await show(page, withWall(OF_BOTH, wall('registration'), own))
  expect(await page.locator('.our-wall').isVisible()).toBe(true)
  expect(await page.locator('.our-price').isVisible()).toBe(false)
  await page.close()
})
