// The pages of the account that are met beside the ways of accounts.test.ts: what has been done already, what was asked for
// too often, what is worn, forged or out of reach; each looked at with axe on a phone, light and dark.
import type { Browser } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser, PHONE } from '../support/browser.ts'
import { mailTo } from '../support/mails.ts'
import { type Published, publish } from '../support/publication.ts'
import { accountFiles, PAID } from './account-edition.ts'
import { type AtBrowser, sitDown } from './account-reader.ts'

const ADDRESS = 'Your email address'
const CODE = 'Six-digit code'
const ENTER = 'Enter the code from the mail'
const LOG_IN = 'Log in or register'
const ACCOUNT = 'Your account'

const audited = new Set<string>()
let browser: Browser
let published: Published
let reader: AtBrowser
beforeAll(async () => {
  ;[browser, published] = await Promise.all([openBrowser(), publish(accountFiles())])
})
afterAll(async () => {
  await browser.close()
  await published.close()
})
beforeEach(async () => {
  // Whoever asked for mails before asks for no more of them within the limits' time.
  published.now += 16 * 60_000
  reader = await sitDown(browser, published, { device: PHONE, script: true, audited })
})
afterEach(() => reader.leave())

async function enter(address: string): Promise<void> {
  await reader.open('/account/log-in')
  await reader.write(ADDRESS, address)
  await reader.press('Mail me a code')
  await reader.sees(ENTER)
  await reader.write(CODE, (await mailTo(published, address)).code)
  await reader.press('Log in')
  await reader.sees(ACCOUNT)
}

async function buy(offer: string, query: string): Promise<void> {
  await reader.open(`/account/subscribe/${offer}${query}`)
  await reader.tick()
  await reader.press('Go on to payment')
  await reader.sees('Practice payment')
  await reader.press('Paid')
}

test('cancel without logging in, by a mailed link', async () => {
  await enter('payer@example.org')
  await buy('monthly', '')
  await reader.sees(ACCOUNT, { text: 'Renews on 23 December 2026 for £6.' })
  await reader.press('Log out here')
  await reader.sees('You are logged out')
  await reader.open('/')
  await reader.press('Cancel a subscription', '.colophon')
  await reader.sees('Cancel a subscription')
  await reader.press('Mail me the link')
  await reader.sees('Cancel a subscription', { problem: 'Enter your email address.' })
  await reader.write('The email address of the subscription', 'payer@example.org')
  await reader.press('Mail me the link')
  await reader.sees('Open the mail to cancel')
  const { link } = await mailTo(published, 'payer@example.org', 2)
  await reader.open(link)
  await reader.sees('Cancel the subscription?')
  await reader.press('Cancel the subscription')
  await reader.sees('It is cancelled', { text: 'Digital stays open until 23 December 2026.' })
  await reader.open(link)
  await reader.sees('This link no longer works')
})

test('what is had already, what is unknown, what was asked for too often, and what was tried too often', async () => {
  await reader.open('/account/subscribe/weekly')
  await reader.sees('Subscribe', { text: 'That offer is not sold any more.' })
  await enter('owner@example.org')
  await reader.open('/account/cancel')
  await reader.sees('There is nothing to cancel')
  await reader.open('/account/subscribe/day-pass')
  await reader.sees('Day pass', { text: 'Nothing renews: it ends by itself.' })
  await reader.press('Go on to payment')
  await reader.sees('Practice payment')
  await reader.press('Paid, said twice')
  await reader.sees(ACCOUNT, { text: 'Open until' })
  await reader.open('/account/subscribe/day-pass')
  await reader.sees('You have this already')
  await reader.open('/account/practice/AAAAAAAAAAAAAAAAAAAAAA')
  await reader.sees('There is no such payment')
  await reader.open('/account/receipts/AAAAAAAAAAAAAAAAAAAAAA')
  await reader.sees('There is no such receipt')
  await reader.open('/account')
  await reader.press('Log out here')
  await reader.sees('You are logged out')
  for (let count = 2; count <= 6; count++) {
    await reader.open('/account/log-in')
    await reader.write(ADDRESS, 'owner@example.org')
    await reader.press('Mail me a code')
    if (count > 5) break
    await reader.sees(ENTER)
    await mailTo(published, 'owner@example.org', count)
  }
  await reader.sees(LOG_IN, { problem: 'That was asked for too often. Try again in 60 minutes.' })
  await reader.open('/account/code')
  await reader.sees(ENTER)
  const { code } = await mailTo(published, 'owner@example.org', 5)
  for (let count = 0; count < 5; count++) {
    await reader.write(CODE, code === '000000' ? '000001' : '000000')
    await reader.press('Log in')
    await reader.page.waitForURL('**/account/code')
    if (count < 4) await reader.sees(ENTER, { problem: 'This is not the code.' })
  }
  await reader.write(CODE, code)
  await reader.press('Log in')
  await reader.sees('This code no longer works')
})

test('an address that is taken, an address that is taken back, and log-out everywhere', async () => {
  await enter('taken@example.org')
  await reader.press('Log out everywhere')
  await reader.sees('You are logged out everywhere')
  await enter('mover@example.org')
  for (const [wanted, count] of [
    ['taken@example.org', 2],
    ['moved@example.org', 1],
  ] as const) {
    await reader.open('/account/address')
    await reader.write('New email address', wanted)
    await reader.press('Mail me the link')
    await reader.sees('Open the mail at your new address')
    await reader.open((await mailTo(published, wanted, count)).link)
    await reader.press(`Use ${wanted}`)
    if (count === 2) await reader.sees('This address has an account already')
    else await reader.sees(ACCOUNT, { text: wanted })
  }
  await reader.open((await mailTo(published, 'mover@example.org', 2)).link)
  await reader.sees('Put your old address back?')
  await reader.press('Use mover@example.org again')
  await reader.sees('Your old address is back')
})

test('a form from elsewhere, and the accounts out of reach: payers read on with one quiet notice', async () => {
  await enter('stays@example.org')
  await buy('yearly', '?return_to=/town/long-read')
  await reader.readsOn(PAID)
  await reader.open('about:blank')
  await reader.page.setContent(
    `<form method="post" action="${published.address}/account/log-out"><button>Win a prize</button></form>`,
  )
  await reader.press('Win a prize', 'body')
  await reader.sees('This form did not come from this newspaper')
  await published.accounts.close()
  published.now += 6 * 60_000
  await reader.open(PAID)
  await reader.readsAll(PAID)
  const notice = reader.page.locator('.notice')
  expect(await notice.textContent()).toBe(
    'We cannot reach your account at the moment. Read on; nothing is lost.',
  )
  await reader.open('/account')
  await reader.sees('We cannot reach the accounts at the moment')
})
