import { describe, expect, test } from 'vitest'
import { type Asking, type Seen, traffic } from './soak-traffic.ts'

const PARTS = {
  'article, spends a read': 20,
  'article, no cookies': 8,
  'article, registered': 8,
  'article, subscriber': 12,
  'article, renews the pass': 4,
  'article, at the wall': 14,
  'article, HEAD': 2,
  'article, known': 12,
  'article, prefetched': 2,
  'front page': 5,
  'section, tag, author': 4,
  feed: 3,
  'map, robots.txt': 1,
  'file of the pages': 1,
  'log-in form': 1,
  offers: 1,
  'account, not logged in': 1,
  'no such address': 1,
}

const next = traffic(300, [{ reader: 'a', secret: 'b', hash: 'c' }], ['/a-file.css'])
const asked: readonly Asking[] = Array.from({ length: 1000 }, next)
const kinds = asked.map(({ kind }) => kind)

function answered(status: number, decision = ''): Seen {
  return { status, headers: { 'standfirst-decision': decision } }
}

function first(kind: string): Asking | undefined {
  return asked.find((one) => one.kind === kind)
}

describe('the traffic of a soak', () => {
  test('has of any hundred requests in a row as many of each kind as is its part', () => {
    for (const from of [0, 1, 37, 250, 900]) {
      const found: Record<string, number> = {}
      for (const kind of kinds.slice(from, from + 100)) found[kind] = (found[kind] ?? 0) + 1
      expect(found).toEqual(PARTS)
    }
  })

  test('mixes the kinds: none is away for twice as long as it should be', () => {
    for (const [kind, part] of Object.entries(PARTS)) {
      const places = [...kinds.keys()].filter((at) => kinds[at] === kind)
      const gaps = places.slice(1).map((at, place) => at - (places[place] ?? 0))
      expect(Math.max(...gaps), kind).toBeLessThanOrEqual((2 * 100) / part)
    }
  })

  test('brings each kind to every article, and to each of them ever more readers', () => {
    const more = traffic(30, [{ reader: 'a', secret: 'b', hash: 'c' }], ['/a-file.css'])
    const [paths, readers] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
    const add = (to: Map<string, Set<string>>, key: string, value: string) =>
      to.set(key, (to.get(key) ?? new Set()).add(value))
    // So many that subscribers come to each of the thirty articles six times, and the rarest kinds once.
    for (let count = 0; count < 1500; count++) {
      const { kind, path, headers } = more()
      if (kind.startsWith('article')) add(paths, kind, path)
      if (kind === 'article, subscriber') add(readers, path, headers['Cookie'] ?? '')
    }
    expect([...paths.values()].map(({ size }) => size)).toEqual(Array(9).fill(30))
    expect([...readers.values()].map(({ size }) => size)).toEqual(Array(30).fill(6))
  })

  test('lets only pages of accounts be put off', () => {
    for (const { path, mayWait } of asked)
      expect(mayWait === true, path).toBe(path.startsWith('/account'))
  })

  test('takes an answer for what it is', () => {
    const wrong = (kind: string, seen: Seen) => first(kind)?.judge(seen)
    const granted = answered(200, 'grant; reason=metering')
    const walled = answered(200, 'wall; wall=paywall; reason=meter-spent')
    expect(wrong('article, subscriber', granted)).toBeUndefined()
    expect(wrong('article, subscriber', walled)).toMatch(/^decided: wall/)
    expect(wrong('article, subscriber', answered(503))).toBe('503 instead of 200')
    expect(wrong('article, registered', walled)).toBeUndefined()
    expect(wrong('article, at the wall', granted)).toMatch(/^decided: grant/)
    expect(wrong('article, known', answered(304))).toBeUndefined()
    expect(wrong('article, known', granted)).toMatch(/^decided: grant/)
    expect(wrong('article, prefetched', granted)).toBe('200 instead of 503')
    expect(wrong('no such address', answered(200))).toBe('200 instead of 404')
  })
})
