// Arbitraries: random policies, articles, readers, meters and times for property tests.
import fc from 'fast-check'
import type { Access } from '../../src/core/article.ts'
import { type Period, periods } from '../../src/core/calendar.ts'
import type { Question } from '../../src/core/decide.ts'
import type { Meter, MeterEntry } from '../../src/core/meter.ts'
import type { ArticleFacts, MeterPeriod, Opening, Policy, Rule } from '../../src/core/policy.ts'
import type { Entitlement, Reader } from '../../src/core/reader.ts'

const DAY = 86_400_000
const PLANS = ['digital', 'weekend', 'day']
const SECTIONS = ['town', 'harbour', 'sport']
const TAGS = ['opinion', 'budget', 'ferry']
const READERS = ['ada', 'ben', 'cleo']

export const ZONES = [
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
]

/** 2010 to 2039. */
export const instants = fc.integer({ min: 1_262_304_000_000, max: 2_208_988_800_000 })

/** Few enough that meters and articles meet. */
const articleIds = fc.constantFrom(
  ...Array.from({ length: 12 }, (_, n) => `article-${String(n).padStart(3, '0')}`),
)

const access: fc.Arbitrary<Access> = fc.oneof(
  fc.constantFrom<Access>({ kind: 'free' }, { kind: 'registered' }, { kind: 'metered' }),
  fc.constant<Access>({ kind: 'subscribers' }),
  fc.subarray(PLANS, { minLength: 1 }).map((plans): Access => ({ kind: 'subscribers', plans })),
)

export const meterPeriods: fc.Arbitrary<MeterPeriod> = fc.oneof(
  fc.constantFrom<MeterPeriod>('day', 'week', 'month'),
  fc.integer({ min: 1, max: 60 }).map((days) => ({ days })),
)

const rules: fc.Arbitrary<Rule> = fc.record({
  name: fc.string({ minLength: 1, maxLength: 12 }),
  access,
  sections: fc.option(fc.subarray(SECTIONS, { minLength: 1 }), { nil: undefined }),
  tags: fc.option(fc.subarray(TAGS, { minLength: 1 }), { nil: undefined }),
  paths: fc.option(fc.constantFrom(['/town'], ['/sport/*'], ['*quay*']), { nil: undefined }),
  olderThanDays: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  youngerThanDays: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
})

const policies: fc.Arbitrary<Policy> = fc.record({
  default: access,
  rules: fc.array(rules, { maxLength: 4 }),
  meter: fc.record({
    period: meterPeriods,
    timeZone: fc.constantFrom(...ZONES),
    anonymous: fc.integer({ min: 0, max: 5 }),
    registered: fc.integer({ min: 0, max: 8 }),
    perNetworkPerHour: fc.integer({ min: 0, max: 30 }),
  }),
  registrationFirst: fc.boolean(),
  cut: fc.record({ words: fc.integer({ min: 0, max: 200 }) }),
})

function articlesAround(now: number): fc.Arbitrary<ArticleFacts> {
  return fc.record({
    id: articleIds,
    path: fc.constantFrom('/town/budget', '/sport/rovers', '/harbour/quay'),
    section: fc.option(fc.constantFrom(...SECTIONS), { nil: undefined }),
    tags: fc.subarray(TAGS),
    published: fc.integer({ min: now - 60 * DAY, max: now }),
    access: fc.option(access, { nil: undefined }),
  })
}

export function metersAround(now: number): fc.Arbitrary<Meter> {
  const entry: fc.Arbitrary<MeterEntry> = fc.record({
    article: articleIds,
    at: fc.integer({ min: now - 70 * DAY, max: now }).map((at) => at - (at % 60_000)),
    reader: fc.option(fc.constantFrom(...READERS), { nil: undefined }),
  })
  return fc.array(entry, { maxLength: 10 }).map((entries) => ({ entries }))
}

export function entitlementsAround(now: number): fc.Arbitrary<Entitlement> {
  return fc.record({
    plan: fc.constantFrom(...PLANS),
    until: fc.integer({ min: now - DAY, max: now + DAY }),
  })
}

export function readersAround(now: number): fc.Arbitrary<Reader> {
  const id = fc.constantFrom(...READERS)
  return fc.oneof(
    fc.constant<Reader>({ kind: 'anonymous' }),
    id.map((id): Reader => ({ kind: 'registered', id })),
    fc
      .tuple(id, fc.array(entitlementsAround(now), { maxLength: 3 }))
      .map(([id, entitlements]): Reader => ({ kind: 'subscriber', id, entitlements })),
    id.map((id): Reader => ({ kind: 'staff', id })),
  )
}

function openingsAround(now: number): fc.Arbitrary<Opening> {
  return fc.record({
    scope: fc.constantFrom<Opening['scope']>(
      { kind: 'all' },
      { kind: 'section', section: 'town' },
      { kind: 'tag', tag: 'ferry' },
    ),
    until: fc.integer({ min: now - DAY, max: now + DAY }),
  })
}

/** The running period of a policy's meter at an instant. */
export function periodOf(policy: Policy, now: number): Period {
  return periods(policy.meter.period, policy.meter.timeZone)(now)
}

/** Everything that a decision is made of. */
export const questions: fc.Arbitrary<Question> = fc
  .tuple(instants, policies)
  .chain(([now, policy]) =>
    fc.record({
      article: articlesAround(now),
      reader: readersAround(now),
      meter: metersAround(now),
      policy: fc.constant(policy),
      openings: fc.array(openingsAround(now), { maxLength: 2 }),
      now: fc.constant(now),
      period: fc.constant(periodOf(policy, now)),
      networkSpent: fc.boolean(),
    }),
  )
