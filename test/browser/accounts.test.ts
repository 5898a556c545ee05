// Readers with an account in a real browser with its real cookies: from the wall to log in or to pay, and on reading
// where the wall stood; on a phone and a desktop, with script and without. The mails come from the outbox, and for one
// reader from a real mail server. Every page on the way is looked at with axe once, light and dark; the others
// are met in accounts-states.test.ts.
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { DESKTOP, openBrowser, PHONE } from '../support/browser.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { readMail } from '../support/mails.ts'
import { type Published, publish } from '../support/publication.ts'
import { accountFiles, METERED, PAID, REGISTERED } from './account-edition.ts'
import { type AtBrowser, fromOutbox, type Newspaper, sitDown } from './account-reader.ts'

const ADDRESS = 'Your email address'
const CODE = 'Six-digit code'
const ENTER = 'Enter the code from the mail'
const LOG_IN = 'Log in or register'
const MONTHLY = 'Subscribe for £6 a month'
const ACCOUNT = 'Your account'

let browser: Browser
let outbox: Published
let mailed: Published
let mailServer: MailServer
beforeAll(async () => {
  mailServer = await startMailServer()
  ;[browser, outbox, mailed] = await Promise.all([
    openBrowser(),
    publish(accountFiles()),
    publish(accountFiles(), { STANDFIRST_SMTP_URL: mailServer.url }),
  ])
})
afterAll(async () => {
  await browser.close()
  await Promise.all([outbox.close(), mailed.close()])
  await mailServer.close()
})

/** Mails as they came over the wire. */
function fromServer(published: Published): Newspaper {
  const post = (address: string, count = 1) =>
    vi.waitFor(
      () => {
        const mail = mailServer.received.filter(({ to }) => to.includes(address))[count - 1]
        if (mail === undefined) throw new Error(`no mail number ${count} to ${address} yet`)
        return readMail(mail.mail)
      },
      { timeout: 8000, interval: 50 },
    )
  return { published, post }
}

interface Visit {
  readonly name: string
  readonly device: BrowserContextOptions
  readonly other: BrowserContextOptions
  readonly script: boolean
  readonly audited?: Set<string>
  readonly newspaper: () => Newspaper
}

const VISITS: readonly Visit[] = [
  {
    name: 'phone, script on',
    device: PHONE,
    other: DESKTOP,
    script: true,
    audited: new Set(),
    newspaper: () => fromOutbox(outbox),
  },
  {
    name: 'phone, script off',
    device: PHONE,
    other: PHONE,
    script: false,
    newspaper: () => fromOutbox(outbox),
  },
  {
    name: 'desktop, script on',
    device: DESKTOP,
    other: PHONE,
    script: true,
    newspaper: () => fromOutbox(outbox),
  },
  {
    name: 'desktop, script off, mails from a real server',
    device: DESKTOP,
    other: DESKTOP,
    script: false,
    newspaper: () => fromServer(mailed),
  },
]

/** Makes a private feed, gives it another address, and switches it off. */
async function tryFeed(reader: AtBrowser): Promise<void> {
  await reader.press('Make my feed address')
  await reader.sees('Your private feed', { text: 'This is your address.' })
  const feed = await reader.page.getByLabel('Address for Atom').inputValue()
  await reader.press('To your account')
  await reader.sees(ACCOUNT, { text: 'On since 23 November 2026.' })
  await reader.press('Show the address, change it or switch it off')
  await reader.press('Make a new address')
  await reader.sees('Your private feed', { text: 'The old one has stopped.' })
  expect(await reader.page.getByLabel('Address for Atom').inputValue()).not.toBe(feed)
  await reader.press('Switch the feed off')
  await reader.sees(ACCOUNT, { text: 'Your private feed is off.' })
}

describe.each(VISITS)('on a $name', (visit) => {
  const { device, other, script } = visit
  const who = visit.name.replace(/\W+/g, '-')
  let newspaper: Newspaper
  let seats: AtBrowser[] = []
  beforeEach(() => {
    newspaper = visit.newspaper()
    // Whoever asked for mails before asks for no more of them within the limits' time.
    newspaper.published.now += 16 * 60_000
  })
  afterEach(async () => {
    for (const seat of seats.splice(0)) await seat.leave()
  })

  async function sit(on = device): Promise<AtBrowser> {
    const { audited } = visit
    const opening = { device: on, script, ...(audited && { audited }) }
    const seat = await sitDown(browser, newspaper.published, opening)
    seats = [...seats, seat]
    return seat
  }

  /** From the page that asks for an address to wherever the code leads. */
  async function enterByCode(reader: AtBrowser, address: string, count = 1): Promise<void> {
    await reader.sees(LOG_IN)
    await reader.write(ADDRESS, address)
    await reader.press('Mail me a code')
    await reader.sees(ENTER, { text: address })
    await reader.write(CODE, (await newspaper.post(address, count)).code)
    await reader.press('Log in')
  }

  /** Opens the link of a mail; what is pressed there names the address. */
  async function confirm(reader: AtBrowser, title: string, button: string, link: string) {
    await reader.open(link)
    await reader.sees(title)
    expect(new URL(reader.page.url()).pathname).toBe('/account/link')
    await reader.press(button)
  }

  test('meter, wall, log in by code and read on at the cut; by link on another device', async () => {
    const address = `${who}@example.org`
    const reader = await sit()
    const [first, second, third, fourth] = METERED
    for (const path of [first, second]) {
      await reader.open(path)
      await reader.readsAll(path)
    }
    await reader.open(third)
    await reader.meetsWall(third)
    await reader.press('Register free', '.wall')
    await reader.sees(LOG_IN)
    await reader.press('Mail me a code')
    await reader.sees(LOG_IN, { problem: 'Enter your email address.' })
    await reader.write(ADDRESS, 'nobody')
    await reader.press('Mail me a code')
    await reader.sees(LOG_IN, { problem: 'Enter a whole email address' })
    await reader.write(ADDRESS, address)
    await reader.press('Mail me a code')
    await reader.sees(ENTER, { text: address })
    const { code } = await newspaper.post(address)
    await reader.write(CODE, '12345')
    await reader.press('Log in')
    await reader.sees(ENTER, { problem: 'Enter the six digits from the mail.' })
    await reader.write(CODE, code === '000000' ? '000001' : '000000')
    await reader.press('Log in')
    await reader.sees(ENTER, { problem: 'This is not the code.' })
    await reader.write(CODE, `${code.slice(0, 3)} ${code.slice(3)}`)
    await reader.press('Log in')
    await reader.readsOn(third)
    await reader.open('/account')
    await reader.sees(ACCOUNT, { text: address })

    await newspaper.published.accounts.spends.flush()
    const asking = await sit(other)
    await asking.open(REGISTERED)
    await asking.meetsWall(REGISTERED)
    await asking.press('Register free', '.wall')
    await asking.sees(LOG_IN)
    await asking.write(ADDRESS, address)
    await asking.press('Mail me a code')
    await asking.sees(ENTER)
    const elsewhere = await sit(other)
    const { link } = await newspaper.post(address, 2)
    await confirm(elsewhere, 'Log in to The Courier', `Log in as ${address}`, link)
    await elsewhere.readsOn(REGISTERED)
    await asking.open(REGISTERED)
    await asking.meetsWall(REGISTERED)
    await elsewhere.open(fourth)
    await elsewhere.readsAll(fourth)
    expect(await elsewhere.page.locator('.notice').textContent()).toMatch(/last free article/)
    await elsewhere.open(link)
    await elsewhere.sees('This link no longer works')
  })

  test('wall, subscribe, declined, abandoned, paid, and read on at the cut; a second device reads too', async () => {
    const address = `payer-${who}@example.org`
    const reader = await sit()
    await reader.open(PAID)
    await reader.meetsWall(PAID)
    await reader.press(MONTHLY, '.wall')
    await reader.sees('Subscribe', { text: 'Every article, on every screen.' })
    await reader.press(MONTHLY)
    await enterByCode(reader, address)
    await reader.sees('Digital', { text: 'You pay £6 today.' })
    await reader.press('Go on to payment')
    await reader.sees('Digital', { problem: 'Tick the box if you agree.' })
    await reader.tick()
    await reader.press('Go on to payment')
    await reader.sees('Practice payment', { text: 'No money moves here' })
    await reader.press('Declined')
    await reader.sees('Digital', { text: 'The payment was declined. Nothing was charged.' })
    await reader.tick()
    await reader.press('Go on to payment')
    await reader.sees('Practice payment')
    await reader.press('Go back without paying')
    await reader.sees('Digital', { text: 'You pay £6 today.' })
    await reader.press('Back to where you were')
    await reader.meetsWall(PAID)
    await reader.page.goBack()
    await reader.sees('Digital')
    await reader.tick()
    await reader.press('Go on to payment')
    await reader.sees('Practice payment')
    await reader.press('Paid')
    await reader.readsOn(PAID)

    const second = await sit(other)
    await second.open(PAID)
    await second.meetsWall(PAID)
    await second.press('Log in', '.wall')
    await enterByCode(second, address, 2)
    await second.readsOn(PAID)
  })

  test('a receipt, cancel, resume, a private feed, another address, and the end of the account', async () => {
    const [address, wanted] = [`leaver-${who}@example.org`, `new-${who}@example.org`]
    const reader = await sit()
    await reader.open('/account')
    await enterByCode(reader, address)
    await reader.sees(ACCOUNT, { text: 'You have no subscription.' })
    await reader.open('/account/subscribe/monthly')
    await reader.tick()
    await reader.press('Go on to payment')
    await reader.press('Paid')
    await reader.sees(ACCOUNT, { text: 'Thank you. What you bought is open from now on.' })
    await reader.press('23 November 2026')
    await reader.sees('Receipt', { text: address })
    await reader.press('To your account')
    await reader.press('Cancel Digital')
    await reader.sees('Cancel Digital?', { text: 'It stays open until 23 December 2026.' })
    await reader.press('Cancel the subscription')
    await reader.sees(ACCOUNT, { text: 'Cancelled. Open until 23 December 2026' })
    expect((await newspaper.post(address, 2)).subject).toContain('is cancelled')
    await reader.open(PAID)
    await reader.readsAll(PAID)
    await reader.press('Account', '.doors')
    await reader.press('Let it renew again Digital')
    await reader.sees(ACCOUNT, { text: 'Renews on 23 December 2026 for £6.' })

    await tryFeed(reader)
    await reader.press('Change your address')
    await reader.sees('Change your address', { text: address })
    await reader.press('Mail me the link')
    await reader.sees('Change your address', { problem: 'Enter the new email address.' })
    await reader.write('New email address', wanted)
    await reader.press('Mail me the link')
    await reader.sees('Open the mail at your new address', { text: wanted })
    const { link } = await newspaper.post(wanted)
    await confirm(reader, 'Use this address from now on?', `Use ${wanted}`, link)
    await reader.sees(ACCOUNT, { text: 'Your address has been changed.' })
    expect((await newspaper.post(address, 3)).subject).toContain('was changed')

    await reader.press('Delete your account')
    await reader.sees('Delete your account', { text: wanted })
    await reader.write('To confirm, enter your email address', address)
    await reader.press('Delete my account')
    await reader.sees('Delete your account', { problem: 'This is not the address of your account' })
    await reader.write('To confirm, enter your email address', wanted)
    await reader.press('Delete my account')
    await reader.sees('Your account is deleted')
    expect((await newspaper.post(wanted, 2)).subject).toContain('is deleted')
    await reader.open(PAID)
    await reader.meetsWall(PAID)
    await reader.open('/account')
    await reader.sees(LOG_IN)
  })
})
