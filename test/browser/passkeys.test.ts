// Passkeys in a browser with a device that keeps some (Chromium's virtual authenticator): one is added, and logs in at the
// wall; the page without script, and one whose device gives nothing, is the way by mail.
import type { Browser } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser, PHONE } from '../support/browser.ts'
import { mailTo } from '../support/mails.ts'
import { passkeyDeviceAt } from '../support/passkey-device.ts'
import { type Published, publish } from '../support/publication.ts'
import { accountFiles, REGISTERED } from './account-edition.ts'
import { type AtBrowser, sitDown } from './account-reader.ts'

const ADDRESS = 'Your email address'
const LOG_IN = 'Log in or register'
const BY_PASSKEY = 'Log in with a passkey'
const [ANNA, BEN, CARA] = ['anna@example.org', 'ben@example.org', 'cara@example.org']

const audited = new Set<string>()
let browser: Browser
let published: Published
let seats: AtBrowser[] = []
beforeAll(async () => {
  const publishing = publish(accountFiles(), {}, undefined, 'localhost')
  ;[browser, published] = await Promise.all([openBrowser(), publishing])
})
afterAll(async () => {
  await browser.close()
  await published.close()
})
beforeEach(() => {
  published.now += 16 * 60_000
})
afterEach(async () => {
  for (const seat of seats.splice(0)) await seat.leave()
})

async function sit(script = true): Promise<AtBrowser> {
  const opening = { device: PHONE, script, ...(script && { audited }) }
  const seat = await sitDown(browser, published, opening)
  seats = [...seats, seat]
  return seat
}

async function enterByCode(reader: AtBrowser, address: string, count = 1): Promise<void> {
  await reader.write(ADDRESS, address)
  await reader.press('Mail me a code')
  await reader.write('Six-digit code', (await mailTo(published, address, count)).code)
  await reader.press('Log in')
}

async function addPasskey(reader: AtBrowser, address: string): Promise<void> {
  await reader.open('/account')
  await enterByCode(reader, address)
  await reader.press('Add a passkey')
  await reader.sees('Passkeys', { text: 'You have no passkey yet.' })
  expect(await reader.page.locator('[data-without-passkeys]').isVisible()).toBe(false)
  await reader.press('Add a passkey')
  await reader.sees('Passkeys', { text: 'We have mailed you this as well.' })
}

async function logOut(reader: AtBrowser): Promise<void> {
  await reader.open('/account')
  await reader.press('Log out here')
  await reader.sees('You are logged out')
}

async function meetWall(reader: AtBrowser): Promise<void> {
  await reader.open(REGISTERED)
  await reader.meetsWall(REGISTERED)
  await reader.press('Register free', '.wall')
}

test('a passkey is added, and the next wall is passed by the press of a button, at the cut', async () => {
  const reader = await sit()
  const device = await passkeyDeviceAt(reader.page)
  // So that nothing but the button logs in.
  await reader.context.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)
  })
  await addPasskey(reader, ANNA)
  await logOut(reader)
  await meetWall(reader)
  await reader.sees(LOG_IN)
  await device.knows(false)
  await reader.press(BY_PASSKEY)
  await reader.sees(LOG_IN, {
    text: 'No passkey was used. Try again, or have a code mailed to you.',
  })
  await device.knows(true)
  await reader.press(BY_PASSKEY)
  await reader.readsOn(REGISTERED)

  await reader.open('/account')
  await reader.press('Add or remove a passkey')
  await reader.press('Remove Chrome, Linux')
  await reader.sees('Passkeys', { text: 'The passkey is removed' })
  await logOut(reader)
  await meetWall(reader)
  await reader.press(BY_PASSKEY)
  await reader.sees(LOG_IN, { problem: 'That passkey did not log you in.' })
  await enterByCode(reader, ANNA, 3)
  await reader.readsOn(REGISTERED)
})

test('where the browser fills passkeys into the field, the wall is passed without a press', async () => {
  const reader = await sit()
  await passkeyDeviceAt(reader.page)
  await addPasskey(reader, BEN)
  await logOut(reader)
  await meetWall(reader)
  await reader.readsOn(REGISTERED)
})

test('without script there is the way by mail, and nothing that would not work', async () => {
  const reader = await sit(false)
  await reader.open('/account/passkeys')
  await reader.sees(LOG_IN)
  expect(await reader.page.locator('button:visible').allTextContents()).toEqual(['Mail me a code'])
  await enterByCode(reader, CARA)
  await reader.sees('Passkeys', { text: 'open this page with script on' })
  expect(await reader.page.locator('main button:visible').count()).toBe(0)
})
