// What must always hold of a decision, over random policies, articles, readers, meters and times; and the plain cases.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entitlementsAround, periodOf, questions } from '../../test/support/arbitraries.ts'
import { type Access, NO_DATE } from './article.ts'
import { periods } from './calendar.ts'
import { type Decision, decide, type Question } from './decide.ts'
import { EMPTY_METER, type Meter, spend } from './meter.ts'
import type { Rule } from './policy.ts'
import { ANONYMOUS, type Reader } from './reader.ts'
import { variantOf } from './variant.ts'

const NOW = Date.UTC(2026, 10, 23, 9)
const HOUR = 3_600_000

const base: Question = {
  article: {
    id: 'budget-----',
    path: '/town/budget',
    section: 'town',
    tags: [],
    published: NOW - HOUR,
    access: undefined,
  },
  reader: ANONYMOUS,
  meter: EMPTY_METER,
  policy: {
    default: { kind: 'metered' },
    rules: [],
    meter: {
      period: 'month',
      timeZone: 'Europe/London',
      anonymous: 3,
      registered: 5,
      perNetworkPerHour: 20,
    },
    registrationFirst: true,
    cut: { words: 80 },
  },
  openings: [],
  now: NOW,
  period: periods('month', 'Europe/London')(NOW),
  networkSpent: false,
}
const registered: Reader = { kind: 'registered', id: 'ada' }
const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ada',
  entitlements: [{ plan: 'digital', until: NOW + HOUR }],
}

function readMany(count: number, reader?: string): Meter {
  let meter = EMPTY_METER
  for (let n = 0; n < count; n++) meter = spend(meter, reader, `other-----${n}`, NOW, base.period)
  return meter
}

function withAccess(access: Access): Question {
  return { ...base, article: { ...base.article, access } }
}

const opens = (decision: Decision) => decision.outcome === 'grant'

describe('plain cases', () => {
  test('the first metered article is granted and spends the first of three', () => {
    const resets = Date.UTC(2026, 11, 1)
    expect(decide(base)).toEqual({
      outcome: 'grant',
      reason: 'metering',
      rule: 'default',
      meter: { used: 1, limit: 3, resets },
      spends: true,
    })
  })
  test('the fourth meets the registration wall, reading a read one again is free', () => {
    const spent = { ...base, meter: readMany(3) }
    expect(decide(spent)).toMatchObject({
      outcome: 'wall',
      wall: 'registration',
      reason: 'meter-spent',
    })
    const again = { ...spent, article: { ...base.article, id: 'other-----1' } }
    expect(decide(again)).toMatchObject({ outcome: 'grant', spends: false, meter: { used: 3 } })
  })
  test('what was read stays open also when more was read than the meter allows', () => {
    const over = { ...base, meter: readMany(4), article: { ...base.article, id: 'other-----3' } }
    expect(decide(over)).toMatchObject({ outcome: 'grant', spends: false })
    expect(variantOf(decide(over), false, () => '2026-12-01', false).notice).toMatchObject({
      left: 0,
    })
  })
  test('where the policy says so, or registering opens nothing, the paywall stands first', () => {
    const never = { ...base.policy, registrationFirst: false }
    expect(decide({ ...base, meter: readMany(3), policy: never })).toMatchObject({
      wall: 'paywall',
    })
    const same = { ...base.policy, meter: { ...base.policy.meter, registered: 3 } }
    expect(decide({ ...base, meter: readMany(3), policy: same })).toMatchObject({ wall: 'paywall' })
  })
  test('a registered reader has five, then the paywall', () => {
    expect(decide({ ...base, reader: registered, meter: readMany(4, 'ada') })).toMatchObject({
      meter: { used: 5 },
    })
    expect(decide({ ...base, reader: registered, meter: readMany(5, 'ada') })).toMatchObject({
      wall: 'paywall',
    })
  })
  test('entries of another reader do not count against this one', () => {
    expect(decide({ ...base, reader: registered, meter: readMany(5, 'ben') })).toMatchObject({
      meter: { used: 1 },
    })
  })
  test.each([
    ['free', ANONYMOUS, 'grant'],
    ['registered', ANONYMOUS, 'wall'],
    ['registered', registered, 'grant'],
    ['subscribers', registered, 'wall'],
    ['subscribers', subscriber, 'grant'],
    ['metered', subscriber, 'grant'],
  ] as const)('%s for %o is a %s', (kind, reader, outcome) => {
    expect(decide({ ...withAccess({ kind }), reader })).toMatchObject({ outcome, rule: 'article' })
  })
  test('the sign on its page holds below the rules and above the default', () => {
    const article = { ...base.article, sign: { kind: 'free' } } as const
    expect(decide({ ...base, article })).toMatchObject({ outcome: 'grant', rule: 'page' })
    const rule: Rule = {
      name: 'town',
      access: { kind: 'subscribers' },
      sections: ['town'],
      ...{ tags: undefined, paths: undefined, olderThanDays: undefined },
      youngerThanDays: undefined,
    }
    const policy = { ...base.policy, rules: [rule] }
    expect(decide({ ...base, article, policy })).toMatchObject({ outcome: 'wall', rule: 'town' })
  })
  test('without a date an article is of no age, neither old nor young, and stays with the default', () => {
    const byAge = (age: Partial<Rule>): Rule => ({
      ...{ name: 'age', access: { kind: 'free' }, sections: undefined, tags: undefined },
      ...{ paths: undefined, olderThanDays: undefined, youngerThanDays: undefined, ...age },
    })
    const ruleOf = (published: number, age: Partial<Rule>) =>
      decide({
        ...{ ...base, article: { ...base.article, published } },
        policy: { ...base.policy, rules: [byAge(age)] },
      }).rule
    for (const age of [{ olderThanDays: 365 }, { olderThanDays: 0 }, { youngerThanDays: 36_500 }])
      expect(ruleOf(NO_DATE, age), JSON.stringify(age)).toBe('default')
    expect(ruleOf(NO_DATE, {})).toBe('age')
    expect(ruleOf(NO_DATE - 1, { olderThanDays: 365 })).toBe('age')
  })
  test('a plan that is not among the named ones, or has ended, opens nothing', () => {
    const named = withAccess({ kind: 'subscribers', plans: ['archive'] })
    expect(decide({ ...named, reader: subscriber })).toMatchObject({ reason: 'plan-required' })
    const ended = { ...withAccess({ kind: 'subscribers' }), reader: subscriber, now: NOW + HOUR }
    expect(decide(ended)).toMatchObject({ outcome: 'wall', reason: 'subscription-required' })
  })
  test('an opening lifts the wall until its hour, and spends nothing', () => {
    const opening = { scope: { kind: 'section', section: 'town' }, until: NOW + HOUR } as const
    const stormy = { ...withAccess({ kind: 'subscribers' }), openings: [opening] }
    expect(decide(stormy)).toMatchObject({ outcome: 'grant', reason: 'opened', spends: false })
    expect(decide({ ...stormy, now: NOW + HOUR })).toMatchObject({ outcome: 'wall' })
  })
  test('a spent network meets the registration wall, but what was read before stays open', () => {
    expect(decide({ ...base, networkSpent: true })).toMatchObject({
      wall: 'registration',
      reason: 'network-limit',
    })
  })
})

describe('always', () => {
  test('the crawler of a search engine gets the whole, and spends nothing', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decide({ ...question, reader: { kind: 'crawler', engine: 'google' } })
        expect(decision).toMatchObject({ outcome: 'grant', meter: undefined })
        if (decision.outcome === 'grant') expect(decision.spends).toBe(false)
      }),
    )
  })
  test('a wall comes with the preview, a grant with the whole', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decide(question)
        const variant = variantOf(decision, false, () => '2026-12-01', false)
        expect(variant.view).toBe(decision.outcome === 'wall' ? 'preview' : 'full')
        expect(variant.notice.kind === 'wall').toBe(decision.outcome === 'wall')
      }),
    )
  })
  test('adding an entitlement never takes reading away', () => {
    fc.assert(
      fc.property(
        questions.chain((question) =>
          fc.tuple(fc.constant(question), entitlementsAround(question.now)),
        ),
        ([question, entitlement]) => {
          const { reader } = question
          fc.pre('id' in reader && reader.kind !== 'staff')
          const has = reader.kind === 'subscriber' ? reader.entitlements : []
          const more: Reader = {
            kind: 'subscriber',
            id: reader.id,
            entitlements: [...has, entitlement],
          }
          if (opens(decide(question)))
            expect(opens(decide({ ...question, reader: more }))).toBe(true)
        },
      ),
    )
  })
  test('within a period a later read never raises what is left', () => {
    fc.assert(
      fc.property(questions, fc.array(fc.nat(11), { maxLength: 12 }), (question, reads) => {
        let { meter } = question
        let left = Number.POSITIVE_INFINITY
        for (const n of reads) {
          const id = `article-${String(n).padStart(3, '0')}`
          const decision = decide({ ...question, meter, article: { ...question.article, id } })
          if (decision.meter === undefined) continue
          const now = Math.max(0, decision.meter.limit - decision.meter.used)
          expect(now).toBeLessThanOrEqual(left)
          left = now
          if (decision.outcome === 'grant' && decision.spends) {
            const reader = 'id' in question.reader ? question.reader.id : undefined
            meter = spend(meter, reader, id, question.now, question.period)
          }
        }
      }),
    )
  })
  test('a read that was spent is free from then on, in the same period', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decide(question)
        fc.pre(decision.outcome === 'grant' && decision.spends)
        const reader = 'id' in question.reader ? question.reader.id : undefined
        const meter = spend(
          question.meter,
          reader,
          question.article.id,
          question.now,
          question.period,
        )
        const again = decide({ ...question, meter, networkSpent: true })
        expect(again).toMatchObject({ outcome: 'grant', spends: false, meter: decision.meter })
      }),
      { numRuns: 40 },
    )
  })
  test('an anonymous reader never reads more different articles in a period than the meter allows', () => {
    fc.assert(
      fc.property(questions, fc.array(fc.nat(11), { maxLength: 30 }), (question, reads) => {
        const article = { ...question.article, access: { kind: 'metered' } as const }
        let meter = EMPTY_METER
        const read = new Set<string>()
        for (const n of reads) {
          const id = `article-${String(n).padStart(3, '0')}`
          const asked = {
            ...question,
            openings: [],
            reader: ANONYMOUS,
            meter,
            article: { ...article, id },
          }
          const decision = decide({ ...asked, period: periodOf(question.policy, question.now) })
          if (decision.outcome === 'wall') continue
          read.add(id)
          if (decision.spends) meter = spend(meter, undefined, id, question.now, question.period)
        }
        expect(read.size).toBeLessThanOrEqual(question.policy.meter.anonymous)
      }),
    )
  })
})
