import { describe, expect, test } from 'vitest'
import { article, bodyOf, frameOf, site } from '../../test/support/newspaper.ts'
import { cut } from '../core/cut.ts'
import type { Site } from '../core/publication.ts'
import type { Notice } from '../core/variant.ts'
import { line, wall } from './notices.ts'

type WallNotice = Extract<Notice, { kind: 'wall' }>

const CUT = cut(bodyOf('<p>One two three.</p><p>Four five six seven.</p>'), 1, site.policy.cut)
const SPENT = { limit: 3, resets: '2026-12-01' }

function says(notice: Partial<WallNotice>, changed: Partial<Site> = {}, plans?: readonly string[]) {
  const markup = wall(frameOf(changed), {
    of: 'article',
    path: article.path,
    cut: CUT,
    gated: true,
    plans,
    variant: {
      view: 'preview',
      signedIn: false,
      notice: {
        kind: 'wall',
        wall: 'paywall',
        reason: 'subscription-required',
        spent: undefined,
        ...notice,
      },
    },
  })
  const text = (markup?.markup ?? '').replace(/<[^>]*>/g, '\n')
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

describe('wall', () => {
  test('paywall after a spent meter: where the reader is, the whole price, the way in, when it comes back', () => {
    expect(says({ reason: 'meter-spent', spent: SPENT })).toEqual([
      'You have read 3 of 7 words',
      'Read on with a subscription',
      '£6 a month for the first year, then £9 a month. It renews every month until you cancel: one page, one button, no phone call.',
      'Subscribe for £6 a month',
      'Log in',
      'See all plans',
      'You have read your 3 free articles this month. You have 3 again from 1 December.',
    ])
  })

  test('registration wall: what registering gives', () => {
    expect(says({ wall: 'registration', reason: 'meter-spent', spent: SPENT })).toContain(
      'Registered readers have 5 free articles a month. All it takes is an email address; there is nothing to pay and nothing to cancel.',
    )
    expect(says({ wall: 'registration', reason: 'registration-required' })).toContain(
      'Registering costs nothing and opens this article. All it takes is an email address; there is nothing to pay and nothing to cancel.',
    )
  })

  test('an allowance of nothing was never there to be read', () => {
    const lines = says({ reason: 'meter-spent', spent: { ...SPENT, limit: 0 } })
    expect(lines.join(' ')).not.toContain('You have read your')
  })

  test('without a plan it says so and names no price', () => {
    const lines = says({}, { plans: [] })
    expect(lines).toContain(
      'Subscriptions are not on sale yet. If you have one already, log in to read on.',
    )
    expect(lines.join(' ')).not.toMatch(/£|See all plans/)
  })

  test('the price is that of a plan which opens the article', () => {
    const [digital] = site.plans
    if (digital === undefined) throw new Error('the newspaper has a plan')
    const [offer] = digital.offers
    if (offer === undefined) throw new Error('the plan has an offer')
    const dear = { ...offer, price: 2000, introductory: undefined }
    const plans = [digital, { ...digital, id: 'all', offers: [dear] }]
    expect(says({ reason: 'plan-required' }, { plans }, ['all'])).toContain(
      'Subscribe for £20 a month',
    )
    expect(says({ reason: 'plan-required' }, { plans }, ['unheard-of']).join(' ')).not.toContain(
      '£',
    )
  })
})

test('a reader whose account cannot be reached is told so in one line, and reads on', () => {
  expect(line(frameOf(), { kind: 'grace' })?.markup).toBe(
    '<aside class="notice" aria-label="Reading"><span>We cannot reach your account at the moment. Read on; nothing is lost.</span></aside>',
  )
  expect(line(frameOf({}, 'de'), { kind: 'grace' })?.markup).toContain('nichts verloren')
})
