import { describe, expect, test } from 'vitest'
import { frameOf, site } from '../../test/support/newspaper.ts'
import { accountPage } from './account/account-page.ts'
import { logInPage } from './account/log-in-pages.ts'
import { plansPage } from './account/subscribe-pages.ts'
import type { Frame } from './frame.ts'
import { gatedPathPage } from './gate/gated-path-page.ts'
import { messagePage } from './message-page.ts'

const BACK = '/harbour/east-quay'

const PAGES: Readonly<Record<string, (frame: Frame) => string>> = {
  'log in': (frame) =>
    logInPage(frame, { address: '', returnTo: BACK, error: undefined, passkeys: true }),
  account: (frame) =>
    accountPage(frame, {
      ...{ address: 'ada@example.org', entitlements: [], subscriptions: [], payments: [] },
      ...{ now: 0, sessions: [], feedMade: 0 },
    }),
  plans: (frame) =>
    plansPage(frame, {
      ...{ returnTo: BACK, signedIn: false, plan: undefined, owned: [] },
      ...{ isOpen: true, isGone: false, now: 0 },
    }),
  unavailable: (frame) => messagePage(frame, 'unavailable'),
  closed: (frame) => messagePage(frame, 'closed'),
  'gated path': (frame) =>
    gatedPathPage(frame, {
      ...{ title: 'Puzzles', path: '/puzzles', plans: undefined },
      variant: {
        ...{ view: 'preview', signedIn: false },
        notice: {
          ...{ kind: 'wall', wall: 'registration' },
          ...{ reason: 'registration-required', spent: undefined },
        },
      },
    }),
}

/** Where a page leads or what it fetches, but for what is always ours and the site's front page. */
function elsewhere(page: string): readonly string[] {
  const all = [...page.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, to = '']) => to)
  return all.filter((to) => !/^(?:\/|#.*|\/account(?:[/?].*)?|\/assets\/.*)$/.test(to))
}

describe('our own pages in front of a site', () => {
  for (const [name, made] of Object.entries(PAGES)) {
    test(`${name}: leads to nothing that only a folder has`, () => {
      const page = made(frameOf({ articlesFrom: 'origin' }))
      expect(elsewhere(page).filter((to) => to !== `${BACK}#read-on`)).toEqual([])
      expect(page).not.toMatch(/RSS|private feed|href="\/account\/feed"/i)
    })
  }

  test('the publisher’s links stand in the footer of every page', () => {
    const links = [
      { name: 'Imprint & contact', url: '/imprint?of="us"' },
      { name: 'Privacy', url: 'https://law.example/privacy' },
    ]
    for (const articlesFrom of ['folder', 'origin'] as const) {
      const frame = frameOf({ articlesFrom, publication: { ...site.publication, links } })
      for (const made of Object.values(PAGES)) {
        const [, footer] = made(frame).split('<footer class="colophon')
        expect(footer).toContain(
          '<li><a href="/imprint?of=&quot;us&quot;">Imprint &amp; contact</a>',
        )
        expect(footer).toContain('<li><a href="https://law.example/privacy">Privacy</a></li>')
      }
    }
  })

  test('a folder has its sections, feeds and manifest', () => {
    const links = elsewhere(messagePage(frameOf(), 'not-found'))
    expect(links).toEqual(
      expect.arrayContaining(['/feed.xml', '/harbour', '/manifest.webmanifest', '/favicon.svg']),
    )
  })
})
