// By keyboard alone: the skip link comes first and works, everything that can be used can be reached in reading order,
// and one always sees where one is.
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import type { Published } from '../support/publication.ts'
import { KINDS, open, publishKinds } from './page-kinds.ts'

let browser: Browser
let published: Published
beforeAll(async () => {
  ;[browser, published] = await Promise.all([openBrowser(), publishKinds()])
})
afterAll(async () => {
  await browser.close()
  await published.close()
})

/** In the page: what has focus, where in the page's order it stands, and whether one sees that. */
function focused() {
  const { activeElement } = document
  if (activeElement === null || activeElement === document.body) return undefined
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(activeElement)
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const paper = luminance(getComputedStyle(document.documentElement).backgroundColor)
  const ring = luminance(outlineColor)
  const box = activeElement.getBoundingClientRect()
  return {
    place: [...document.querySelectorAll('*')].indexOf(activeElement),
    html: activeElement.outerHTML.slice(0, 120),
    text: (activeElement.textContent ?? '').trim(),
    inText: document.querySelector('main')?.contains(activeElement) ?? false,
    outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    contrast: (Math.max(paper, ring) + 0.05) / (Math.min(paper, ring) + 0.05),
    inWindow: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  }
}

type Focused = NonNullable<ReturnType<typeof focused>>

/** Everything that Tab reaches, in its order, from the top of the page to its end. */
async function tabThrough(page: Page): Promise<readonly Focused[]> {
  const stops: Focused[] = []
  for (;;) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(focused)
    if (stop === undefined || stop.place <= (stops.at(-1)?.place ?? -1)) return stops
    stops.push(stop)
  }
}

/** In the page: where everything stands that can be pressed or filled in. */
function usable(): number[] {
  const all = [...document.querySelectorAll('*')]
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((element) => element.checkVisibility())
    .map((element) => all.indexOf(element))
}

test.each(KINDS)(
  'Tab reaches everything in order, focus is seen, and one may skip: $name',
  async (kind) => {
    const page = await open(browser, published, kind, DESKTOP)
    const stops = await tabThrough(page)
    const places = stops.map(({ place }) => place)
    expect((await page.evaluate(usable)).filter((place) => !places.includes(place))).toEqual([])
    expect(stops.filter(isLost)).toEqual([])
    if (kind.name.includes('wall')) await expectWallInOrder(page, stops)

    await page.evaluate(() => scrollTo(0, 0))
    await page.keyboard.press('Tab')
    expect(await page.evaluate(focused)).toMatchObject({ text: 'Skip to the text', inWindow: true })
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('start')
    const inside = stops.find(({ inText }) => inText)
    await page.keyboard.press('Tab')
    if (inside !== undefined)
      expect(await page.evaluate(focused)).toMatchObject({ place: inside.place })
    await page.context().close()
  },
)

test('focus is seen on a dark page', async () => {
  for (const kind of KINDS.filter(({ name }) => /front page|wall, meter spent|log in/.test(name))) {
    const page = await open(browser, published, kind, { ...PHONE, colorScheme: 'dark' })
    expect((await tabThrough(page)).filter(isLost)).toEqual([])
    await page.context().close()
  }
})

function isLost({ outlined, inWindow, contrast }: Focused): boolean {
  return !(outlined && inWindow && contrast >= 3)
}

/** What the wall offers comes right after the text that it stands under, in the order that it is read in. */
async function expectWallInOrder(page: Page, stops: readonly Focused[]): Promise<void> {
  const wall = await page.locator('.wall a').allTextContents()
  expect(wall.length).toBeGreaterThanOrEqual(3)
  const texts = stops.map(({ text }) => text)
  const first = texts.lastIndexOf(wall[0] ?? '')
  expect(texts.slice(first, first + wall.length)).toEqual(wall)
}
