// axe finds nothing on any kind of page, on a phone and a desktop, light and dark; and what axe does not ask:
// headings that never skip a level, landmarks that can be told apart, targets that a finger meets.
import type { Browser } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import type { Published } from '../support/publication.ts'
import { axeFaults } from './axe.ts'
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

/** In the page: every heading's level, and what assistive technology calls each landmark. */
function outline() {
  const visible = (element: Element) => element.checkVisibility()
  const labelOf = (element: Element) =>
    element.getAttribute('aria-label') ??
    document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent ??
    ''
  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')]
  const landmarks = [...document.querySelectorAll('nav, aside, main, body > header, body > footer')]
  return {
    levels: headings
      .filter(visible)
      .map((one) => Number(one.getAttribute('aria-level') ?? one.tagName.slice(1))),
    landmarks: landmarks.filter(visible).map((one) => `${one.tagName} ${labelOf(one)}`),
  }
}

/** One heading above all others, no level skipped on the way down; no two landmarks of one name. */
function expectOrder({ levels, landmarks }: ReturnType<typeof outline>): void {
  expect(levels.filter((level) => level === 1)).toHaveLength(1)
  for (const [index, level] of levels.entries())
    expect(level - (levels[index - 1] ?? 0), `levels ${levels.join(' ')}`).toBeLessThanOrEqual(1)
  expect(new Set(landmarks).size, landmarks.join(', ')).toBe(landmarks.length)
  for (const landmark of landmarks.filter((one) => /^(?:NAV|ASIDE)/.test(one)))
    expect(landmark).toMatch(/ \S/)
}

/** In the page: links and buttons that are no part of a sentence or a headline and smaller than 24 by 24 pixels. */
function smallTargets(): string[] {
  const targets = document.querySelectorAll(
    'nav a, .wall a, .button, .topics a, .kicker a, .label a',
  )
  return [...targets].flatMap((target) => {
    const { width, height } = target.getBoundingClientRect()
    return width >= 24 && height >= 24 ? [] : [`${target.outerHTML} ${width}×${height}`]
  })
}

for (const [device, options] of [
  ['phone', PHONE],
  ['desktop', DESKTOP],
] as const)
  describe(`on a ${device}`, () => {
    test.each(KINDS)(
      'axe finds nothing, and headings and landmarks are in order: $name',
      async (kind) => {
        const page = await open(browser, published, kind, options)
        expect(await axeFaults(page)).toEqual([])
        expect(await page.evaluate(smallTargets)).toEqual([])
        expectOrder(await page.evaluate(outline))
        await page.context().close()
      },
    )
  })
