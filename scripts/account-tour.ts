// Account tour: a reader at the wall registers, subscribes, looks after their account, and reads on in an outage; a
// picture of each state on the way, for docs/ACCOUNTS.md.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { simpleParser } from 'mailparser'
import { DESKTOP, PHONE } from '../test/support/browser.ts'
import { passkeyDeviceAt } from '../test/support/passkey-device.ts'
import { openPage, type Served, serveSample, take } from './picture-taking.ts'

const READER = 'ada@example.org'
const WALLED = '/harbour/who-pays-for-the-mud'

const TELEPHONE: BrowserContextOptions = {
  ...PHONE,
  viewport: { width: 390, height: 700 },
  userAgent: 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/143.0.0.0 Mobile',
}
const COMPUTER: BrowserContextOptions = {
  ...DESKTOP,
  viewport: { width: 900, height: 700 },
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0',
}

/** `data`: the folder of a server that does not run any more. */
export async function tourAccounts(browser: Browser, data: string): Promise<void> {
  const served = await serveSample(data)
  const page = await openPage(browser, served.address, TELEPHONE)
  try {
    await logIn(browser, page, served, data)
    await subscribe(page)
    await lookAfter(page)
  } finally {
    await served.end()
  }
  await outage(page, data)
  await page.context().close()
}

async function logIn(browser: Browser, page: Page, served: Served, data: string): Promise<void> {
  await page.goto(WALLED)
  await page.locator('.wall').getByRole('link', { name: 'Log in' }).click()
  await take(page, 'account-log-in', { shows: 'Log in or register' })
  await askForCode(page)
  await take(page, 'account-code', { shows: 'Enter the code from the mail' })
  const { code, link } = await mailFrom(data, 1)
  await giveCode(page, code === '123456' ? '654321' : '123456')
  await take(page, 'account-code-wrong', { shows: 'This is not the code' })

  const other = await openPage(browser, served.address, { ...COMPUTER, colorScheme: 'dark' })
  await other.goto(link)
  await take(other, 'account-link-desktop-dark', { shows: 'Opening this page has changed nothing' })
  await other.getByRole('button').click()
  await other.waitForURL(`**${WALLED}*`)
  await other.context().close()
  await giveCode(page, code)
  await take(page, 'account-worn', { shows: 'This code no longer works' })

  await page.goto(`/account/log-in?return_to=${WALLED}`)
  await askForCode(page)
  await giveCode(page, (await mailFrom(data, 2)).code)
  await page.waitForURL(`**${WALLED}*`)
}

async function askForCode(page: Page): Promise<void> {
  await page.getByLabel('Your email address').fill(READER)
  await page.getByRole('button', { name: 'Mail me a code' }).click()
}

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Six-digit code').fill(code)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}

/** A device keeps a passkey, and the log-in page offers it. Browsers know none at an IP address. */
export async function tourPasskeys(browser: Browser, data: string): Promise<void> {
  const served = await serveSample(data, { host: 'localhost' })
  const page = await openPage(browser, served.address, TELEPHONE)
  try {
    const device = await passkeyDeviceAt(page)
    await page.goto('/account/log-in?return_to=/account/passkeys')
    await askForCode(page)
    await giveCode(page, (await mailFrom(data, 1)).code)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await take(page, 'account-passkeys', { shows: 'We have mailed you this as well' })
    await page.goto('/account')
    await page.getByRole('button', { name: 'Log out here' }).click()
    await device.knows(false)
    await page.goto('/account/log-in')
    await take(page, 'account-log-in-passkey', { shows: 'Log in with a passkey' })
  } finally {
    await served.end()
    await page.context().close()
  }
}

async function subscribe(page: Page): Promise<void> {
  await page.locator('.wall').getByRole('link', { name: 'All plans' }).click()
  await take(page, 'account-plans', { shows: 'Choose one.' })
  await page.locator('.offers .button').first().click()
  await take(page, 'account-offer', { shows: 'You pay', at: '.consent' })
  await goOn(page)
  await take(page, 'account-practice', { shows: 'No money moves here' })
  await page.getByRole('button', { name: 'Declined' }).click()
  await take(page, 'account-declined', { shows: 'The payment was declined' })
  await goOn(page)
  await page.getByRole('button', { name: 'Paid', exact: true }).click()
  await page.waitForURL(`**${WALLED}*`)
}

async function goOn(page: Page): Promise<void> {
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Go on to payment' }).click()
}

async function lookAfter(page: Page): Promise<void> {
  await page.goto('/account')
  await take(page, 'account-own', { shows: 'You are logged in as' })
  await take(page, 'account-devices', { at: 'text=Log out everywhere' })
  await page.goto('/account/feed')
  await page.getByRole('button', { name: 'Make my feed address' }).click()
  await take(page, 'account-feed', { shows: 'This is your address', at: 'text=Address for Atom' })
  await page.goto('/account/address')
  await take(page, 'account-address', { shows: 'Your address is' })
  await page.goto('/account/delete')
  await take(page, 'account-delete', { shows: 'This erases for good' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/account/cancel')
  await take(page, 'account-cancel-dark', { shows: 'Nothing more is charged' })
  await page.emulateMedia({ colorScheme: 'light' })
}

/** The accounts cannot be read, and the reader's pass has ended. */
async function outage(page: Page, data: string): Promise<void> {
  for (const part of ['', '-wal']) await writeFile(join(data, `accounts.sqlite${part}`), 'broken')
  const { address, end } = await serveSample(data, { ahead: 6 })
  try {
    await page.goto(`${address}/account`)
    await take(page, 'account-unavailable', { shows: 'We cannot reach the accounts' })
    await page.goto(`${address}${WALLED}`)
    await take(page, 'account-grace', { shows: 'We cannot reach your account' })
  } finally {
    await end()
  }
}

/** What the reader finds in their `count`th mail, which is a file of the outbox here. */
async function mailFrom(data: string, count: number): Promise<{ code: string; link: string }> {
  const outbox = join(data, 'outbox')
  for (let tries = 0; tries < 100; tries++) {
    const files = (await readdir(outbox).catch(() => [])).filter((file) => file.endsWith('.eml'))
    const mails = await Promise.all(
      files.map(async (file) => simpleParser(await readFile(join(outbox, file)))),
    )
    const mail = mails.sort((a, b) => Number(a.date) - Number(b.date))[count - 1]
    const [code] = /^\d{6}/.exec(mail?.subject ?? '') ?? []
    const [link] = /http:\S+/.exec(mail?.text ?? '') ?? []
    if (code !== undefined && link !== undefined) return { code, link }
    await wait(100)
  }
  throw new Error('No mail came into the outbox.')
}
