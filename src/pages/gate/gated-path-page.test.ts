import { expect, test } from 'vitest'
import { frameOf } from '../../../test/support/newspaper.ts'
import type { Notice } from '../../core/variant.ts'
import { gatedPathPage } from './gated-path-page.ts'

type Wall = Extract<Notice, { kind: 'wall' }>

function pageOf(changed: Partial<Wall>, language = 'en-GB'): string {
  const notice: Wall = {
    ...{ kind: 'wall', wall: 'paywall', reason: 'subscription-required', spent: undefined },
    ...changed,
  }
  return gatedPathPage(frameOf({ articlesFrom: 'origin' }, language), {
    ...{ title: 'E-paper', path: '/epaper/today.pdf', plans: undefined },
    variant: { view: 'preview', notice, signedIn: false },
  })
}

test('what it is, what it costs, and the way back to it', () => {
  const page = pageOf({})
  expect(page).toContain('<h1>E-paper</h1>')
  expect(page).toContain('This page is for subscribers')
  expect(page).toContain('£6 a month for the first year, then £9 a month.')
  expect(page).toContain('href="/account/log-in?return_to=%2Fepaper%2Ftoday.pdf"')
  expect(page).toContain('<meta name="robots" content="noindex">')
})

test('says nothing of words and articles, for it has none', () => {
  const registration = { wall: 'registration', reason: 'registration-required' } as const
  for (const changed of [{}, registration, { reason: 'plan-required' as const }]) {
    const page = pageOf(changed)
    expect(page.slice(page.indexOf('<main'), page.indexOf('</main>'))).not.toMatch(
      /article|words|<progress/i,
    )
    const german = pageOf(changed, 'de-DE')
    expect(german.slice(german.indexOf('<main'), german.indexOf('</main>'))).not.toMatch(
      /Artikel|Wörter|weiterlesen|<progress/i,
    )
  }
})
