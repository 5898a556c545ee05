// Nothing scrolls sideways on the narrowest phone, at 200 % zoom, in German or from right to left; paper and forced
// colours are respected.
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, openBrowser } from '../support/browser.ts'
import type { Published } from '../support/publication.ts'
import { ARTICLES, KINDS, open, type PageKind, publishKinds } from './page-kinds.ts'

const NARROW = { width: 320, height: 640 }
/** A window of 1280 pixels at 200 %. */
const ZOOMED = { width: 640, height: 450 }

let browser: Browser
let published: Published
beforeAll(async () => {
  ;[browser, published] = await Promise.all([openBrowser(), publishKinds()])
})
afterAll(async () => {
  await browser.close()
  await published.close()
})

/** In the page: what makes it scroll sideways. What scrolls inside its own box (a wide table) does not. */
function overflowing(): string[] {
  const root = document.documentElement
  if (root.scrollWidth <= root.clientWidth) return []
  const beyond = [...document.querySelectorAll('body *')].filter((element) => {
    const { left, right } = element.getBoundingClientRect()
    return right > root.clientWidth + 0.5 || left < -0.5
  })
  return [`${root.scrollWidth} > ${root.clientWidth}`, ...beyond.map((one) => one.outerHTML)].map(
    (line) => line.slice(0, 120),
  )
}

function named(name: string): PageKind {
  const kind = KINDS.find((one) => one.name === name)
  if (kind === undefined) throw new Error(`There is no kind of page called ${name}`)
  return kind
}

test.each(KINDS)('nothing scrolls sideways: $name', async (kind) => {
  const page = await open(browser, published, kind, { viewport: NARROW })
  expect(await page.evaluate(overflowing)).toEqual([])
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl'
  })
  expect(await page.evaluate(overflowing)).toEqual([])
  await page.setViewportSize(ZOOMED)
  expect(await page.evaluate(overflowing)).toEqual([])
  await page.evaluate(() => {
    document.documentElement.dir = 'ltr'
  })
  expect(await page.evaluate(overflowing)).toEqual([])
  await page.context().close()
})

test('nothing scrolls sideways in German, whose words are long', async () => {
  const german = await publishKinds((config) => config.replace('"en-GB"', '"de"'))
  for (const kind of [named('front page'), ...ARTICLES, named('log in'), named('subscribe')]) {
    const page = await open(browser, german, kind, { viewport: NARROW })
    expect(await page.getAttribute('html', 'lang')).toBe('de')
    expect([kind.name, await page.evaluate(overflowing)]).toEqual([kind.name, []])
    await page.context().close()
  }
  await german.close()
})

describe('on paper', () => {
  test.each(ARTICLES)('black on white, without navigation: $name', async (kind) => {
    const page = await open(browser, published, kind, { ...DESKTOP, colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    for (const unwanted of [
      'nav',
      '.skip',
      '.notice',
      '.more',
      '.topics',
      '.wall .button',
      '.wall a',
    ])
      expect([unwanted, await seen(page, unwanted)]).toEqual([unwanted, 0])
    for (const kept of ['h1', '.summary', '.signature .by', '.signature .address'])
      expect([kept, await seen(page, kept)]).toEqual([kept, 1])
    expect(await seen(page, '.correction')).toBe(await page.locator('.correction').count())
    const colours = await page.evaluate(() =>
      ['html', 'h1', '.article', '.summary'].map((selector) => {
        const element = document.querySelector(selector)
        return element && getComputedStyle(element).color
      }),
    )
    expect(new Set(colours)).toEqual(new Set(['rgb(0, 0, 0)']))
    const paper = await page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    )
    expect(paper).toBe('rgb(255, 255, 255)')
    await page.context().close()
  })

  test('links are spelled out', async () => {
    const page = await open(browser, published, named('free article of every part'), DESKTOP)
    await page.emulateMedia({ media: 'print' })
    const links = await page.evaluate(() =>
      [
        ...document.querySelectorAll('.text a:not([data-footnote-ref], [data-footnote-backref])'),
      ].map(
        (link) => [link.getAttribute('href'), getComputedStyle(link, '::after').content] as const,
      ),
    )
    expect(links.length).toBeGreaterThan(0)
    for (const [href, after] of links) expect(after).toContain(href)
    await page.context().close()
  })
})

describe('in forced colours', () => {
  test('a button keeps its edge, the bar its length, and what has focus its outline', async () => {
    const page = await open(browser, published, named('paywall'), {
      ...DESKTOP,
      forcedColors: 'active',
    })
    const look = await page.evaluate(() => {
      const styleOf = (selector: string) => {
        const element = document.querySelector(selector)
        if (element === null) throw new Error(`no ${selector}`)
        return getComputedStyle(element)
      }
      const { borderTopStyle, borderTopColor, backgroundColor } = styleOf('.wall .button')
      const bar = styleOf('.wall progress')
      return { borderTopStyle, borderTopColor, backgroundColor, bar: bar.borderTopStyle }
    })
    expect(look.borderTopStyle).toBe('solid')
    expect(look.borderTopColor).not.toBe(look.backgroundColor)
    expect(look.bar).toBe('solid')
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(
        document.activeElement ?? document.body,
      )
      return [outlineStyle, Number.parseFloat(outlineWidth) >= 2]
    })
    expect(outline).toEqual(['solid', true])
    await page.context().close()
  })
})

function seen(page: Page, selector: string): Promise<number> {
  return page.locator(`${selector} >> visible=true`).count()
}
