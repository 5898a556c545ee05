// A reader subscribes in a real browser: from the wall to the payment and back to the cut, then the account, a receipt and
// the end of it. On a phone and a desktop, with script and without; axe finds nothing on the way.
import type { Browser, Page } from '@playwright/test'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import { mailTo } from '../support/mails.ts'
import { LAST, openShop, type Shop } from '../support/shop.ts'

declare global {
  interface Window {
    /** What axe's source leaves behind in a page. */
    readonly axe: typeof axe
  }
}

let browser: Browser
let shop: Shop
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([openBrowser(), openShop()])
})
afterAll(async () => {
  await browser.close()
  await shop.close()
})

/** Where the pictures of every step go, when they are wanted. */
const PICTURES = process.env['PICTURES']

/** Nothing stands beyond the edge, and with script axe finds nothing. */
async function look(page: Page, name: string, isScripted: boolean): Promise<void> {
  if (PICTURES !== undefined)
    await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
  if (!isScripted) return
  // A click answers when the next page begins, which may have no element yet.
  await page.waitForLoadState()
  const width = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(width, name).toBe(0)
  await page.evaluate(axe.source)
  const faults = await page.evaluate(async () => (await window.axe.run(document)).violations)
  expect(faults.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html}`)).toEqual([])
}

async function logIn(page: Page, address: string): Promise<void> {
  await page.getByLabel('Your email address').fill(address)
  await page.getByRole('button', { name: 'Mail me a code' }).click()
  const { code } = await mailTo(shop, address)
  await page.getByLabel('Six-digit code').fill(code)
  await page.getByRole('button', { name: 'Log in' }).click()
}

const DEVICES = { phone: PHONE, desktop: DESKTOP }

describe.each(Object.entries(DEVICES))('on a %s', (device, options) => {
  test.each([true, false])('with script: %s', async (javaScriptEnabled) => {
    const context = await browser.newContext({
      baseURL: shop.address,
      ...options,
      javaScriptEnabled,
    })
    const page = await context.newPage()
    const see = (name: string) => look(page, `${device}-${name}`, javaScriptEnabled)
    try {
      await page.goto('/town/paid')
      await page.getByRole('link', { name: 'See all plans' }).click()
      await see('plans')
      await page.getByRole('link', { name: 'Subscribe for £6 a month' }).click()
      await logIn(page, `${device}-${javaScriptEnabled}@example.org`)
      await page.waitForURL('**/account/subscribe/monthly?**')
      await see('offer')
      await page.getByRole('button', { name: 'Go on to payment' }).click()
      expect(await page.getByText('Tick the box if you agree.').count()).toBe(2)
      await see('offer-missing')
      await page.getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Go on to payment' }).click()
      await see('practice')
      await page.getByRole('button', { name: 'Declined' }).click()
      expect(await page.getByText('The payment was declined.').count()).toBe(1)
      await page.getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Go on to payment' }).click()
      await page.getByRole('button', { name: 'Paid', exact: true }).click()
      await page.waitForURL('**/town/paid#read-on')
      expect(await page.getByText(LAST).count()).toBe(1)
      await page.goBack()
      await page.waitForURL('**/town/paid#read-on')
      await page.goto('/account/subscribe/monthly')
      await see('owned')
      await page.getByRole('main').getByRole('link', { name: 'To your account' }).click()
      await see('account')
      await page.getByRole('link', { name: '23 November 2026' }).click()
      await see('receipt')
      await page.goto('/account')
      await page.getByRole('link', { name: 'Cancel Digital' }).click()
      await see('cancel')
      await page.getByRole('button', { name: 'Cancel the subscription' }).click()
      expect(await page.getByText('Open until 23 December 2026').count()).toBe(1)
      await see('canceled')
      await page.getByRole('button', { name: 'Let it renew again Digital' }).click()
      expect(await page.getByText('Renews on 23 December 2026 for £6.').count()).toBe(1)
    } finally {
      await context.close()
    }
  })
})
