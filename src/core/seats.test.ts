// Seats: whoever asks without end fills a portion of them, and whoever comes next finds one.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Asker, type PutOff, Seats } from './seats.ts'

const network = (name: string): Asker => ({ name, isKnown: false })
const subscriber: Asker = { name: 'a subscriber', isKnown: true }

/** Takes until it is put off, at most so often; gives what gives the seats back. */
function flood(seats: Seats, asker: Asker | undefined, most = 10_000): (() => void)[] {
  const held: (() => void)[] = []
  for (let at = 0; at < most; at++) {
    const giveBack = seats.take(asker)
    if (giveBack === undefined) break
    held.push(giveBack)
  }
  return held
}

const sizes = fc.integer({ min: 4, max: 600 })
/** Of so many seats those that strangers may have, and the portion of one of them who asks alone. */
const forStrangers = (most: number) => most - Math.floor(most / 16)
const portionOf = (most: number) => Math.ceil((forStrangers(most) * 3) / 4)

test('one who asks alone gets three quarters of what is there for them, and no more', () => {
  fc.assert(
    fc.property(sizes, (most) => {
      expect(flood(new Seats(most), network('a'))).toHaveLength(portionOf(most))
      expect(flood(new Seats(most), subscriber)).toHaveLength(Math.ceil((most * 3) / 4))
    }),
  )
})

/** Who takes, or gives the oldest seat back: strangers of six networks, the first of which floods; one subscriber; the house. */
const steps = fc.array(
  fc.record({
    who: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 7 })),
    does: fc.constantFrom('take', 'take', 'take', 'give back'),
    times: fc.integer({ min: 1, max: 60 }),
  }),
  { maxLength: 60 },
)
const WHO: readonly (Asker | undefined)[] = [
  ...Array.from({ length: 6 }, (_, at) => network(`network ${at}`)),
  subscriber,
  undefined,
]

test('whatever is taken and given back: never more than there are, never more than its portion for one, and none is lost', () => {
  fc.assert(
    fc.property(sizes, steps, (most, taken) => {
      const seats = new Seats(most)
      const held = WHO.map((): (() => void)[] => [])
      const count = () => held.reduce((sum, { length }) => sum + length, 0)
      for (const { who, does, times } of taken)
        for (let time = 0; time < times; time++) {
          const own = held[who] ?? []
          const isStranger = WHO[who]?.isKnown === false
          const all = isStranger ? forStrangers(most) : most
          const before = { own: own.length, left: all - count() }
          if (does === 'give back') own.shift()?.()
          else {
            const giveBack = seats.take(WHO[who])
            if (giveBack !== undefined) own.push(giveBack)
            if (giveBack !== undefined && WHO[who] !== undefined)
              expect(before.own).toBeLessThan(3 * before.left)
          }
          expect(seats.taken).toBe(count())
          expect(seats.taken).toBeLessThanOrEqual(most)
        }
      for (const giveBack of held.flat()) giveBack()
      expect(seats.taken).toBe(0)
      expect(flood(seats, network('network 0'))).toHaveLength(portionOf(most))
    }),
  )
})

test('while one network floods, another gets in; with each that floods there is less for each, and still one for the next', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 600 }),
      fc.integer({ min: 1, max: 3 }),
      (most, many) => {
        const seats = new Seats(most)
        for (let at = 0; at < many; at++) flood(seats, network(`flood ${at}`))
        const other = seats.take(network('other'))
        expect(other).toBeDefined()
      },
    ),
  )
})

test('a network that held nearly all gets none until it holds no more than others may', () => {
  const seats = new Seats(200)
  const first = flood(seats, network('a'))
  const second = flood(seats, network('b'))
  expect([first.length, second.length]).toEqual([141, 36])
  for (const giveBack of first.splice(0, 60)) giveBack()
  expect(seats.take(network('b'))).toBeDefined()
  expect(flood(seats, network('b')).length).toBeGreaterThan(20)
  expect(seats.take(network('a'))).toBeUndefined()
})

test('strangers of however many networks leave seats for readers with a plan and staff, and are told why', () => {
  const why: PutOff[] = []
  const seats = new Seats(200, (one) => why.push(one))
  for (let at = 0; at < 300; at++) seats.take(network(`stranger ${at}`))
  expect(seats.taken).toBe(188)
  expect(new Set(why)).toEqual(new Set(['taken']))
  expect(seats.take(subscriber)).toBeDefined()
  why.length = 0
  flood(seats, subscriber)
  expect(why).toEqual(['portion'])
  // What the house asks for is bounded by itself.
  flood(seats, undefined)
  expect(seats.taken).toBe(200)
  expect(seats.take(subscriber)).toBeUndefined()
  expect(why.at(-1)).toBe('taken')
})
