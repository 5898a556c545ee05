// A reader's month in a real browser with its real cookies: the front page, three articles, the wall, the way to log in
// or subscribe, and back. On a phone and a desktop, with script and without.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { toString as textOf } from 'hast-util-to-string'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cut } from '../../src/core/cut.ts'
import { cookieNames } from '../../src/http/cookies.ts'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import { type Published, publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

const LEAD = '/harbour/east-quay-vote'
const SECOND = '/harbour/eleven-crossings'
const THIRD = '/town/budget-gap'
const FOURTH = '/sport/rovers-win-ugly'
const FREE = '/town/spring-tides'
const CUT = { words: 80 }

let browser: Browser
let published: Published
beforeAll(async () => {
  const files = await sampleFiles()
  ;[browser, published] = await Promise.all([openBrowser(), publish(files)])
})
afterAll(async () => {
  await browser.close()
  await published.close()
})

/** The blocks of an article as plain text: what everybody may read of it, and all the rest. */
async function blocksOf(path: string): Promise<{ above: string[]; below: string[] }> {
  const article = published.content.edition().byPath.get(path)
  const text = article && (await published.content.text(article))
  if (!text?.ok) throw new Error(`The sample has no ${path}`)
  const { whole, at } = cut(text.value.body, text.value.authorCut, CUT)
  const blocks = whole.children.map((block) =>
    block.type === 'element' && block.tagName === 'p' ? plain(textOf(block)) : '',
  )
  const texts = (some: string[]) => some.filter((block) => block !== '')
  return { above: texts(blocks.slice(0, at)), below: texts(blocks.slice(at)) }
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

async function shown(page: Page): Promise<string> {
  return plain((await page.locator('body').textContent()) ?? '')
}

async function expectWhole(page: Page, path: string): Promise<void> {
  await page.waitForURL(`**${path}`)
  const all = await shown(page)
  const { above, below } = await blocksOf(path)
  for (const block of [...above, ...below]) expect(all).toContain(block)
  expect(await page.locator('.wall').count()).toBe(0)
}

async function expectWall(page: Page, path: string): Promise<void> {
  await page.waitForURL(({ pathname }) => pathname === path)
  const all = await page.content()
  const { above, below } = await blocksOf(path)
  const text = await shown(page)
  for (const block of above) expect(text).toContain(block)
  for (const block of below) expect(plain(all)).not.toContain(block)
  expect(await page.locator('.wall').isVisible()).toBe(true)
}

async function expectNotice(page: Page, text: RegExp | undefined): Promise<void> {
  const notices = page.locator('.notice, .wall')
  expect(await notices.count()).toBe(text === undefined ? 0 : 1)
  if (text !== undefined) expect(await notices.textContent()).toMatch(text)
}

const DEVICES: readonly (readonly [string, BrowserContextOptions])[] = [
  ['phone', PHONE],
  ['desktop', DESKTOP],
]

for (const [device, options] of DEVICES)
  for (const script of [true, false])
    describe(`on a ${device}, script ${script ? 'on' : 'off'}`, () => {
      let context: BrowserContext
      let page: Page
      beforeEach(async () => {
        const { address } = published
        context = await browser.newContext({
          ...options,
          baseURL: address,
          javaScriptEnabled: script,
        })
        page = await context.newPage()
      })
      afterEach(() => context.close())

      /** Presses as this reader does: with a finger or a mouse. */
      async function press(selector: string): Promise<void> {
        const target = page.locator(selector).first()
        await (options.hasTouch ? target.tap() : target.click())
      }
      const follow = (path: string) => press(`main a[href="${path}"]`)

      async function readThree(): Promise<void> {
        await page.goto('/')
        await follow(LEAD)
        await expectWhole(page, LEAD)
        await expectNotice(
          page,
          /^2 free articles left this month\. You have 3 again from 1 December\.$/,
        )
        await follow(SECOND)
        await expectWhole(page, SECOND)
        await expectNotice(page, /^1 free article left this month\./)
        await press('.nameplate a')
        await page.waitForURL(`${published.address}/`)
        await follow(THIRD)
        await expectWhole(page, THIRD)
        await expectNotice(page, /^This is your last free article this month\./)
        await press('.sections a[href="/sport"]')
        await page.waitForURL('**/sport')
      }

      test('three articles, the wall on the fourth; what was read stays read, free ones stay free', async () => {
        await readThree()
        await follow(FOURTH)
        await expectWall(page, FOURTH)
        await expectNotice(page, /You have read \d+ of \d+ words/)
        await expectNotice(page, /You have read your 3 free articles this month\./)
        const cookies = await context.cookies()
        expect(cookies.map(({ name }) => name)).toEqual([cookieNames(false).meter])
        expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })

        await throughTheDoors()
        await page.goBack()
        await page.goBack()
        await expectWhole(page, THIRD)
        await page.goto(LEAD)
        await expectWhole(page, LEAD)
        await page.goto('/')
        await follow(FREE)
        await expectWhole(page, FREE)
        await expectNotice(page, undefined)
        expect(await context.cookies()).toEqual(cookies)
      })

      /** From the wall to Log in and to Subscribe, and back by link and by button to where the cut was. */
      async function throughTheDoors(): Promise<void> {
        const query = `?return_to=${encodeURIComponent(FOURTH)}`
        for (const [door, place, title] of [
          ['.wall a:text-is("Log in")', 'log-in', 'Log in or register'],
          ['.doors a:text-is("Log in")', 'log-in', 'Log in or register'],
          ['.wall a:text-is("See all plans")', 'subscribe', 'Subscribe'],
          ['.doors a:text-is("Subscribe")', 'subscribe', 'Subscribe'],
        ] as const) {
          await press(door)
          await page.waitForURL(`**/account/${place}${query}`)
          expect(await page.locator('h1').textContent()).toBe(title)
          await page.goBack()
          await expectWall(page, FOURTH)
        }
        await press('.wall .button')
        await page.waitForURL(`**/account/log-in${query}`)
        await press(`main a[href^="${FOURTH}"]`)
        await expectWall(page, FOURTH)
        await page.goBack()
        await page.goBack()
        await expectWall(page, FOURTH)
      }

      test('a registration wall and a paywall each say what opens them, and what it costs', async () => {
        await page.goto('/town/bus-that-comes')
        await expectWall(page, '/town/bus-that-comes')
        await expectNotice(page, /Register free and read on/)
        await page.goto('/harbour/who-pays-for-the-mud')
        await expectWall(page, '/harbour/who-pays-for-the-mud')
        await expectNotice(page, /£6 a month for the first year, then £9 a month/)
        await expectNotice(page, /until you cancel/)
        expect(await context.cookies()).toEqual([])
      })
    })
