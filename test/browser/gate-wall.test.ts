// The wall and the one line within sites whose styles do their worst to asides, lists, spans and links.
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Piece } from '../../src/core/origin.ts'
import type { Notice } from '../../src/core/variant.ts'
import { loadAssets } from '../../src/node/assets.ts'
import { gatePage } from '../../src/pages/gate/gate-page.ts'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import { article, frameOf } from '../support/newspaper.ts'
import { axeFaults } from './axe.ts'

const SITE = 'http://site.example'
const COLUMN = 'main{max-width:640px;margin:0 auto;padding:0 16px}'

const STYLES: Readonly<Record<string, string>> = {
  'a dark one': `${COLUMN}body{margin:0;background:#0d1117;color:#c9d1d9;font:18px/1.7 serif}p a{color:#58a6ff}`,
  'small rems, asides at the side': `${COLUMN}html{font-size:62.5%}body{font-size:1.7rem;color:#333}
    #content aside{float:right!important}
    #page #content aside{width:30%;max-width:150px;background:#eee;border:6px solid red;padding:3rem;transform:rotate(-2deg);opacity:.4;position:relative;left:50px;font-size:.7em}
    #page #content aside span{display:inline;float:left;font-size:9px;color:#bbb;text-transform:uppercase}
    #page #content ul{list-style:square;margin:3em 0 3em 4em;columns:2}
    #page #content li::before{content:"» "}
    #page #content a{background:gold;color:#fa0;padding:0 12px;text-transform:uppercase;text-decoration:none}
    #page #content a::after{content:" ↗"}
    progress{display:none;width:900px}`,
  'a poem': `${COLUMN}body{color:#444;text-align:justify}.entry-content{text-align:center;text-transform:lowercase;letter-spacing:.1em;text-indent:2em;font-style:italic;word-spacing:.3em;white-space:pre}.entry-content p{white-space:normal}`,
}

const WALL: Notice = {
  kind: 'wall',
  wall: 'paywall',
  reason: 'meter-spent',
  spent: { limit: 3, resets: '2026-12-01' },
}

let browser: Browser
let css: string
beforeAll(async () => {
  browser = await openBrowser()
  const { sources } = await loadAssets('/assets', undefined)
  const sheet = sources.find(({ name }) => name.startsWith('wall.'))
  css = new TextDecoder().decode(sheet?.bytes)
})
afterAll(() => browser.close())

function htmlOf(style: string, notice: Notice): string {
  const text = '<p>The first ferry sails in April, the board said, once surveys are done.</p>'
  const pieces: readonly Piece[] = [
    '<!DOCTYPE html><html lang="en"',
    { place: 'html' },
    '><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Quay</title>',
    { place: 'head' },
    `<style>${style}</style></head><body id="page"><main><article id="content"><h1>Quay</h1><div class="entry-content">`,
    { place: 'notice' },
    text + text,
    { place: 'wall' },
    '</div></article></main></body></html>',
  ]
  const view = notice.kind === 'wall' ? 'preview' : 'full'
  return gatePage(frameOf(), {
    ...{ pieces, article, variant: { view, notice, signedIn: false }, gated: true },
    ...{ path: article.path, words: 1240, wordsBefore: 96, ownWall: undefined },
  })
}

async function show(page: Page, style: string, notice: Notice): Promise<void> {
  await page.route(`${SITE}/**`, (route) =>
    route.request().url().endsWith('.css')
      ? route.fulfill({ contentType: 'text/css', body: css })
      : route.fulfill({ contentType: 'text/html', body: htmlOf(style, notice) }),
  )
  await page.goto(SITE)
}

/** In the page: what of ours stands out of the column, or has been made to look like something else. */
function displaced(): string[] {
  const column = document.querySelector('.entry-content')?.getBoundingClientRect()
  if (column === undefined) return ['there is no column']
  const faults: string[] = []
  for (const element of document.querySelectorAll('aside, aside *')) {
    const { left, right, height } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    const name = element.className || element.localName
    if (left < column.left - 1 || right > column.right + 1 || height < 3) faults.push(`${name} out`)
    if (Number.parseFloat(style.fontSize) < 14) faults.push(`${name} small`)
    if (style.opacity !== '1' || style.transform !== 'none') faults.push(`${name} changed`)
    if (style.textTransform !== 'none' || style.fontStyle !== 'normal') faults.push(`${name} set`)
    if (getComputedStyle(element, '::before').content !== 'none') faults.push(`${name} marked`)
  }
  const [aside] = document.querySelectorAll('aside')
  if (aside === undefined || aside.offsetWidth < column.width - 1) faults.push('aside narrow')
  if (document.documentElement.scrollWidth > innerWidth) faults.push('page wider than its window')
  return faults
}

describe('in a site of', () => {
  test.each(Object.entries(STYLES))('%s', async (_, style) => {
    for (const screen of [PHONE, DESKTOP, { viewport: { width: 320, height: 640 } }]) {
      const context = await browser.newContext(screen)
      const page = await context.newPage()
      for (const notice of [WALL, { kind: 'opened' } as const]) {
        await show(page, style, notice)
        expect(await page.evaluate(displaced)).toEqual([])
      }
      await context.close()
    }
  })

  test('a dark one: axe finds nothing in the wall', async () => {
    const page = await browser.newPage()
    await show(page, STYLES['a dark one'] ?? '', WALL)
    expect((await axeFaults(page)).filter((fault) => /standfirst|return_to/.test(fault))).toEqual(
      [],
    )
    await page.close()
  })
})

/** In the page: how the text on the button stands out from it (WCAG 2.2, contrast ratio). */
function contrastOfButton(): number {
  const button = document.querySelector('.standfirst-button')
  const [text] = button?.children ?? []
  if (button === null || text === undefined) return 0
  const canvas = new OffscreenCanvas(1, 1).getContext('2d')
  const [light = 0, dark = 0] = [
    getComputedStyle(button).backgroundColor,
    getComputedStyle(text).color,
  ]
    .map((colour) => {
      if (canvas === null) return 0
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) =>
        value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    })
    .sort((one, other) => other - one)
  return light / dark
}

test('whatever the accent, the button can be read', async () => {
  const page = await browser.newPage()
  await show(page, '', WALL)
  const colours = ['#8c1c13', '#ffd400', '#e00', '#0a0', '#00f', '#767676', '#757575', '#7f7f7f']
  for (const colour of [...colours, '#d0021b', '#ff6a00', '#fff', '#000']) {
    await page.evaluate(
      (accent) => document.documentElement.style.setProperty('--standfirst-wall-accent', accent),
      colour,
    )
    expect(await page.evaluate(contrastOfButton), colour).toBeGreaterThanOrEqual(4.5)
  }
  await page.close()
})

test('on paper it says what it is and asks for nothing; its style sheet is small', async () => {
  const page = await browser.newPage()
  await show(page, '', WALL)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.standfirst-title').isVisible()).toBe(true)
  expect(await page.locator('.standfirst-wall a:visible').count()).toBe(0)
  expect(css.length).toBeLessThan(4096)
  await page.close()
})
