import fc from 'fast-check'
import { toString as plainText } from 'hast-util-to-string'
import { describe, expect, test } from 'vitest'
import { find, identified, main, tagged, textOf, valuesOf } from '../../../test/support/elements.ts'
import { frameOf, site } from '../../../test/support/newspaper.ts'
import { PLAN, PLANS, paymentOf, subscriptionOf, termsOf } from '../../../test/support/sold.ts'
import type { PasskeyFacts } from '../../core/passkey.ts'
import type { Frame } from '../frame.ts'
import type { FieldProblem, Words } from '../words/vocabulary.ts'
import { type AccountPage, accountPage, type ShownSession } from './account-page.ts'
import { cancelAskPage, canceledPage, cancelOnePage, cancelWhichPage } from './cancel-pages.ts'
import { changeAddressPage, deletePage, donePage, forgedPage } from './change-pages.ts'
import { feedPage } from './feed-page.ts'
import type { FieldError } from './form.ts'
import { codePage, linkPage, logInPage, unavailablePage, wornPage } from './log-in-pages.ts'
import { passkeysPage } from './passkeys-page.ts'
import {
  practicePage,
  receiptPage,
  unknownCheckoutPage,
  unknownReceiptPage,
} from './payment-pages.ts'
import { offerPage, ownedPage, plansPage } from './subscribe-pages.ts'

const ADA = 'ada@example.org'
const BACK = '/harbour/east-quay'
const NOW = Date.UTC(2026, 10, 23, 9)

function sessionOf(id: string, changed: Partial<ShownSession> = {}): ShownSession {
  return { id, device: 'Firefox, Android', created: NOW, lastUsed: NOW, current: false, ...changed }
}

function passkeyOf(text: string): PasskeyFacts {
  return { id: text, device: text, created: NOW, lastUsed: NOW }
}

const ACCOUNT: AccountPage = {
  address: ADA,
  entitlements: [],
  subscriptions: [],
  payments: [],
  now: NOW,
  sessions: [sessionOf('here-4567890', { current: true }), sessionOf('there-567890')],
}

type Made = (frame: Frame, text: string, error?: FieldError) => string

/** The pages that ask something, by the name of the field that they ask for. */
const ASKING: Readonly<Record<string, readonly [field: string, made: Made]>> = {
  'log in': [
    'address',
    (frame, address, error) => logInPage(frame, { address, returnTo: BACK, error, passkeys: true }),
  ],
  'cancel by mail': [
    'address',
    (frame, address, error) => cancelAskPage(frame, { address, error }),
  ],
  code: [
    'code',
    (frame, address, error) => codePage(frame, { address, practiceOutbox: true, error }),
  ],
  delete: ['address', (frame, address, error) => deletePage(frame, { address, error })],
  'change address': [
    'wanted',
    (frame, text, error) => changeAddressPage(frame, { address: text, wanted: text, error }),
  ],
}

/** Every page, with `text` wherever something that somebody wrote can stand. */
const PAGES: Readonly<Record<string, Made>> = {
  ...Object.fromEntries(Object.entries(ASKING).map(([name, [, made]]) => [name, made])),
  'link to log in': (frame, address) =>
    linkPage(frame, { id: address, address, purpose: 'log-in' }),
  'link to change address': (frame, address) =>
    linkPage(frame, { id: address, address, purpose: 'change-address' }),
  'link to undo address': (frame, address) =>
    linkPage(frame, { id: address, address, purpose: 'undo-address' }),
  'link to cancel': (frame, address) =>
    linkPage(frame, { id: address, address, purpose: 'cancel' }),
  'worn link': (frame) => wornPage(frame, { kind: 'link' }),
  'worn code': (frame) => wornPage(frame, { kind: 'code' }),
  'address taken': (frame) => wornPage(frame, { kind: 'taken' }),
  account: (frame, text) =>
    accountPage(frame, {
      ...ACCOUNT,
      address: text,
      entitlements: [{ plan: text, until: NOW, source: text }],
      sessions: [sessionOf(text, { device: text }), ...ACCOUNT.sessions],
      said: 'logged-out-others',
    }),
  passkeys: (frame, text) =>
    passkeysPage(frame, { passkeys: [passkeyOf(text)], adding: 'open', said: 'removed' }),
  'no passkey, of a log-in too long ago': (frame) =>
    passkeysPage(frame, { passkeys: [], adding: 'stale' }),
  'passkeys enough': (frame, text) =>
    passkeysPage(frame, { passkeys: [passkeyOf(text)], adding: 'full' }),
  feed: (frame, text) =>
    feedPage(frame, {
      feed: { made: NOW, addresses: { rss: text, atom: text, json: text } },
      section: 'harbour',
      isMetered: true,
      said: 'replaced',
    }),
  'no feed yet': (frame) =>
    feedPage(frame, { feed: undefined, section: undefined, isMetered: false }),
  'account with a feed': (frame, address) =>
    accountPage(frame, { ...ACCOUNT, address, feedMade: NOW }),
  'logged out': (frame, returnTo) => donePage(frame, { kind: 'logged-out', returnTo }),
  'logged out everywhere': (frame) => donePage(frame, { kind: 'logged-out-everywhere' }),
  'address undone': (frame) => donePage(frame, { kind: 'address-undone' }),
  deleted: (frame) => donePage(frame, { kind: 'deleted' }),
  'address asked': (frame, address) => donePage(frame, { kind: 'address-asked', address }),
  'cancel asked': (frame, address) => donePage(frame, { kind: 'cancel-asked', address }),
  unavailable: (frame, returnTo) => unavailablePage(frame, { returnTo }),
  forged: (frame) => forgedPage(frame),
  plans: (frame, returnTo) =>
    plansPage(frame, { ...PLANS, returnTo, owned: [subscriptionOf({}, returnTo)], isGone: true }),
  'plans to buy': (frame, text) => plansPage(frame, { ...PLANS, returnTo: text, plan: text }),
  offer: (frame, text) =>
    offerPage(frame, {
      plan: { ...PLAN, name: text, description: text },
      terms: termsOf(text),
      returnTo: text,
      news: 'declined',
      openUntil: NOW,
      error: { field: 'consent', what: 'missing' },
      now: NOW,
    }),
  owned: (frame, text) =>
    ownedPage(frame, { owned: subscriptionOf({}, text), returnTo: text, now: NOW }),
  practice: (frame, text) =>
    practicePage(frame, {
      id: 'checkout',
      reader: 'r',
      terms: termsOf(text),
      consent: undefined,
      returnTo: text,
      created: NOW,
      outcome: undefined,
    }),
  'unknown checkout': (frame) => unknownCheckoutPage(frame),
  receipt: (frame, text) =>
    receiptPage(frame, { payment: paymentOf(text), address: text, isPractice: true }),
  'unknown receipt': (frame) => unknownReceiptPage(frame),
  cancel: (frame, text) => cancelOnePage(frame, subscriptionOf({ id: text }, text), NOW),
  'cancel which': (frame, text) =>
    cancelWhichPage(frame, [subscriptionOf({ id: text }, text), subscriptionOf()], NOW),
  'nothing to cancel': (frame) => cancelWhichPage(frame, [], NOW),
  canceled: (frame, text) => canceledPage(frame, [subscriptionOf({}, text)]),
  'account of a subscriber': (frame, text) =>
    accountPage(frame, {
      ...ACCOUNT,
      address: text,
      subscriptions: [subscriptionOf({ id: text, canceled: NOW }, text), subscriptionOf({}, text)],
      payments: [paymentOf(text)],
      said: 'subscribed',
    }),
}

const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '"><script>alert(1)</script>@example.org',
    "' onfocus=alert(1) autofocus x='",
    '</title></style><img src=x onerror=alert(1)>',
    '\u202egro.elpmaxe@ada',
    '//evil.example/\\evil.example',
    'javascript:alert(1)',
  ),
)

describe.each(Object.entries(PAGES))('%s', (_, made) => {
  const shapeOf = (html: string) =>
    find(html, () => true).map(({ tagName, properties }) => [
      tagName,
      ...Object.keys(properties).sort(),
    ])

  test('what somebody wrote makes no element and no attribute, and leads nowhere else', () => {
    const shape = shapeOf(main(made(frameOf(), '/ada')))
    fc.assert(
      fc.property(hostile, (text) => {
        const html = main(made(frameOf(), text))
        expect(shapeOf(html)).toEqual(shape)
        for (const { properties } of find(html, tagged('a')))
          expect(properties['href']).toMatch(/^(?:\/(?!\/)|#)/)
      }),
      { numRuns: 60 },
    )
  })

  test('forms are posted to a place of the account, and no two of them hold fields of one id', () => {
    const frame = frameOf({ paths: { account: '/my account', standfirst: '/standfirst' } })
    const html = made(frame, ADA)
    for (const { properties } of find(html, tagged('form'))) {
      expect(properties['method']).toBe('post')
      expect(properties['action']).toMatch(/^\/my%20account\/[a-z0-9/-]+$/)
    }
    const ids = find(html, (one) => one.properties['id'] !== undefined).map(
      ({ properties }) => properties['id'],
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('no script but that of passkeys, no style of its own, one heading above all, found by no search engine', () => {
    const html = made(frameOf(), ADA)
    const rest = html.replace('<script type="module" src="/assets/passkeys.js"></script>', '')
    expect(rest).not.toMatch(/<script|<style|\sstyle=|\son\w+=/)
    expect(find(html, tagged('h1'))).toHaveLength(1)
    expect(html).toContain('<meta name="robots" content="noindex">')
  })

  test('every word comes from the words file, or from what is known of the plans and the reader', () => {
    const html = made({ ...frameOf(), words: silent(frameOf().words) }, '')
    const known = ['Digital', 'Every article, on every screen.', 'Firefox, Android']
      .concat(site.publication.name)
      .concat(site.address)
      .concat(site.publication.sections.map(({ name }) => name))
    const said = main(html)
      .replace(/<[^>]*>/g, '\n')
      .split('\n')
    expect(said.map((line) => line.trim()).filter((line) => line && !known.includes(line))).toEqual(
      [],
    )
  })
})

/** Words that say nothing. */
function silent(words: Words): Words {
  const mute = (value: unknown): unknown => {
    if (typeof value === 'string') return ''
    if (typeof value === 'function') return (...args: unknown[]) => mute(value(...args))
    if (Array.isArray(value)) return value.map(mute)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mute(one)]))
  }
  return Object.assign(Object.create(null), mute(words))
}

describe.each(Object.entries(ASKING))('an error on: %s', (_, [name, made]) => {
  const problems: readonly FieldProblem[] = [
    'missing',
    'malformed',
    'wrong',
    'worn',
    'limited',
    'unavailable',
  ]
  test.each(problems)('%s is said at the top and at the field', (what) => {
    const html = made(frameOf(), ADA, { field: name, what })
    const [field] = find(html, identified(name))
    expect(field?.properties).toMatchObject({ ariaInvalid: 'true', name })
    const [told] = textOf(find(html, identified(field?.properties['ariaDescribedBy']?.toString())))
    expect(told).toMatch(/\w\.$/)
    const [top] = find(html, identified('errors'))
    const links = find(html, (one) => one.properties['href'] === `#${name}`)
    expect(top === undefined ? '' : plainText(top)).toContain(told)
    expect(textOf(links)).toEqual([told])
    expect(textOf(find(html, tagged('title')))[0]).toMatch(/^Error: /)
    expect(textOf(find(html, tagged('h1')))[0]).not.toMatch(/^Error/)
  })

  test('without one nothing says so', () => {
    const html = made(frameOf(), ADA)
    expect(html).not.toMatch(/aria-invalid|aria-describedby|id="errors"/)
    expect(textOf(find(html, tagged('title')))[0]).not.toMatch(/^Error/)
  })

  test('the field has a label of its own', () => {
    const html = made(frameOf(), ADA)
    const labels = find(html, tagged('label')).map(({ properties }) => properties['htmlFor'])
    expect(labels).toEqual([[name]])
  })
})

describe('log in', () => {
  test('what was written stands there again, and the way back is kept', () => {
    const html = logInPage(frameOf(), { address: 'ada@', returnTo: BACK, passkeys: true })
    expect(valuesOf(html, 'address')).toEqual(['ada@'])
    expect(valuesOf(html, 'return_to')).toEqual([BACK, BACK])
    const plain = logInPage(frameOf(), { address: '', passkeys: true })
    expect(valuesOf(plain, 'return_to')).toEqual([])
  })

  test('says when it may be asked for again', () => {
    const error = { field: 'address', what: 'limited' } as const
    const page = (retryMinutes: number) =>
      logInPage(frameOf(), { address: ADA, error, retryMinutes, passkeys: false })
    expect(page(12)).toContain('Try again in 12 minutes.')
    expect(page(1)).toContain('Try again in a minute.')
  })

  test('another code goes to the same address, and back to the same article, with nothing typed again', () => {
    const html = codePage(frameOf(), { address: ADA, returnTo: BACK, practiceOutbox: false })
    const [, again] = find(html, tagged('form'))
    expect(again?.properties['action']).toBe('/account/log-in')
    expect(valuesOf(html, 'address')).toEqual([ADA])
    expect(valuesOf(html, 'return_to')).toEqual([BACK])
  })

  test('a code may be pasted as the mail writes it', () => {
    const html = codePage(frameOf(), { address: ADA, practiceOutbox: false })
    const [field] = find(html, identified('code'))
    expect(field?.properties['autoComplete']).toEqual(['one-time-code'])
    const pattern = new RegExp(`^(?:${field?.properties['pattern']})$`, 'v')
    for (const code of ['123456', '123 456', '123\u00a0456', ' 1 2 3 4 5 6 '])
      expect(code).toMatch(pattern)
    for (const code of ['12345', '1234567', '12345a', '']) expect(code).not.toMatch(pattern)
  })

  test('only a newspaper that writes its mail into a folder says so', () => {
    const page = (practiceOutbox: boolean) => codePage(frameOf(), { address: ADA, practiceOutbox })
    expect(page(true)).toContain('into a folder')
    expect(page(false)).not.toContain('into a folder')
  })

  test.each(['log-in', 'change-address', 'undo-address'] as const)(
    'the button of a link to %s names the address',
    (purpose) => {
      const html = linkPage(frameOf(), { id: 'c1', address: ADA, purpose })
      expect(textOf(find(html, tagged('button')))).toEqual([expect.stringContaining(ADA)])
      expect(find(html, tagged('input'))).toHaveLength(1)
      expect(valuesOf(html, 'challenge')).toEqual(['c1'])
    },
  )
})

describe('account', () => {
  test('each other session can be ended by its own button, this one by logging out', () => {
    const html = accountPage(frameOf(), ACCOUNT)
    expect(valuesOf(html, 'id')).toEqual(['there-567890'])
    const forms = find(html, tagged('form')).map((form) => [
      form.properties['action'],
      plainText(form).trim(),
    ])
    expect(forms).toEqual([
      ['/account/log-out', 'Log out here'],
      ['/account/sessions/end', 'Log out Firefox, Android'],
      ['/account/sessions/end-all', 'Log out everywhere'],
      ['/account/feed', 'Make my feed address'],
      ['/account/export', 'Download my data'],
    ])
  })

  test('says what is open and until when, in the publication’s time zone', () => {
    const until = Date.UTC(2026, 11, 22, 23, 30)
    const page = { ...ACCOUNT, entitlements: [{ plan: 'Digital', until, source: 'support' }] }
    const tokyo = { ...site.publication, timeZone: 'Asia/Tokyo' }
    expect(accountPage(frameOf(), page)).toContain('until 22 December 2026')
    expect(accountPage(frameOf({ publication: tokyo }), page)).toContain('until 23 December 2026')
  })

  test('free articles are counted for those alone whom the meter counts', () => {
    const readsLeft = { left: 2, limit: 5, resets: '2026-12-01' }
    const page = (changed: Partial<AccountPage>) =>
      accountPage(frameOf(), { ...ACCOUNT, readsLeft, ...changed })
    expect(page({})).toContain('2 free articles left this month.')
    expect(page({ readsLeft: { ...readsLeft, left: 0 } })).toContain('You have read your 5 free')
    expect(page({ readsLeft: { ...readsLeft, left: 0, limit: 0 } })).not.toMatch(/free articles? /)
    const entitlements = [{ plan: 'Digital', until: NOW, source: 'support' }]
    expect(page({ entitlements })).not.toContain('free articles')
  })

  test('a subscription is offered to those who have none, where there is one', () => {
    const offers = (html: string) => html.includes('/account/subscribe')
    const entitlements = [{ plan: 'Digital', until: NOW, source: 'support' }]
    expect(offers(main(accountPage(frameOf(), ACCOUNT)))).toBe(true)
    expect(offers(main(accountPage(frameOf({ plans: [] }), ACCOUNT)))).toBe(false)
    expect(offers(accountPage(frameOf(), { ...ACCOUNT, entitlements }))).toBe(false)
  })

  test('a browser that says nothing of itself has a name all the same', () => {
    const sessions = [sessionOf('there-567890', { device: '' })]
    const [button] = find(accountPage(frameOf(), { ...ACCOUNT, sessions }), tagged('button'))
    expect(button && plainText(button)).toMatch(/^Log out \w+/)
  })
})

test('the way back leads to the place of the cut', () => {
  const html = unavailablePage(frameOf(), { returnTo: '/town/fünf & sechs' })
  expect(html).toContain('href="/town/f%C3%BCnf%20%26%20sechs#read-on"')
})

test.each([
  ['/account', '/'],
  ['/account/feed', '/'],
  ['/account/subscribe/monthly', '/'],
  [`/account/subscribe/monthly?return_to=${encodeURIComponent(BACK)}`, `${BACK}#read-on`],
  ['/', '/'],
  [BACK, `${BACK}#read-on`],
])('whoever is asked to log in on the way to %s and does not is led to %s', (returnTo, back) => {
  const page = logInPage(frameOf(), { address: '', returnTo, passkeys: false })
  const [last] = [...page.matchAll(/<p><a href="([^"]*)">/g)].slice(-1)
  expect(last?.[1]).toBe(back)
})
