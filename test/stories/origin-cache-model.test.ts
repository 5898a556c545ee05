// Whatever an origin, a publisher and readers do in whatever order: what the cache may send, and what it must.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openOrigin, type Script, type TestOrigin } from '../support/origin.ts'
import { type CacheInTest, cacheBefore, temporaryFolder } from '../support/origin-cache.ts'

const KEYS = ['/a', '/a?page=2', '/b'] as const
type Key = (typeof KEYS)[number]

const KINDS = {
  shared: {},
  confirmed: { headers: { 'Cache-Control': 'no-cache' } },
  private: { headers: { 'Cache-Control': 'private' } },
  unkept: { headers: { 'Cache-Control': 'no-store' } },
  cookie: { headers: { 'Set-Cookie': 'id=1' } },
  gone: { status: 410 },
  broken: { status: 500 },
  cut: { fault: 'cut-length' },
} satisfies Record<string, Script>
type Kind = keyof typeof KINDS

type Step =
  | { do: 'publish'; key: Key; kind: Kind }
  | { do: 'ask' | 'purge'; key: Key }
  | { do: 'pass'; ms: number }
  | { do: 'down' | 'up' | 'restart' }

const key = fc.constantFrom(...KEYS)
const kinds = Object.keys(KINDS) as Kind[]
const ask = fc.record({ do: fc.constant('ask' as const), key })
const steps: fc.Arbitrary<Step> = fc.oneof(
  ...[ask, ask, ask],
  fc.record({
    do: fc.constant('publish' as const),
    key,
    kind: fc.constantFrom('shared', ...kinds),
  }),
  fc.record({ do: fc.constant('purge' as const), key }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1500, 61_000, 3_600_000) }),
  fc.record({ do: fc.constantFrom('down' as const, 'up' as const, 'restart' as const) }),
)

/** What has happened, as far as it says what may come. */
class Model {
  /** What the origin has at present; versions count up over all keys. */
  readonly now = new Map<Key, { version: number; kind: Kind }>()
  readonly kindOf = new Map<number, Kind>()
  /** Versions up to this may not be sent any more. */
  readonly #removed = new Map<Key, number>()
  /** Keys of which a good version was sent since they were last removed. */
  readonly #held = new Set<Key>()
  #version = 0

  publish(at: Key, kind: Kind): number {
    const version = ++this.#version
    this.now.set(at, { version, kind })
    this.kindOf.set(version, kind)
    return version
  }

  /** What the origin still has may be fetched again. */
  remove(keys: readonly Key[]): void {
    for (const one of keys) {
      this.#removed.set(one, (this.now.get(one)?.version ?? 0) - 1)
      this.#held.delete(one)
    }
  }

  /** `wasAsked`: whether the origin was. */
  check(at: Key, text: string, isUp: boolean, wasAsked: boolean): void {
    const version = Number(/\d+$/.exec(text.replace('</article>', ''))?.[0])
    const { kind = 'gone' } = this.now.get(at) ?? {}
    if (text.startsWith('<article>')) {
      expect(version, 'removed before').toBeGreaterThan(this.#removed.get(at) ?? 0)
      expect(['shared', 'confirmed']).toContain(this.kindOf.get(version))
      expect(isUp || this.#held.has(at), 'removed while the origin is down').toBe(true)
      this.#held.add(at)
    } else if (text.startsWith('stream: ')) {
      expect(isUp && version === this.now.get(at)?.version, 'a stream is of this moment').toBe(true)
      if (kind === 'private' || kind === 'unkept') this.remove([at])
    } else if (text === 'cut short') {
      // What is not kept is sent on as it comes, and whoever reads it sees that it ended early.
      expect(isUp && kind).toBe('cut')
    } else if (text.startsWith('gone')) {
      // What is remembered of it for a moment says nothing of what came since.
      if (wasAsked) this.remove(at === '/a' ? ['/a', '/a?page=2'] : [at])
    } else {
      expect(text).toBe('unavailable')
      expect(this.#held.has(at), 'it was had, and is not there').toBe(false)
    }
  }
}

async function live(script: readonly Step[], origin: TestOrigin, dir: string): Promise<void> {
  const model = new Model()
  const settings = { staleWhileRevalidateSeconds: 0 }
  let at = Date.now()
  let isUp = true
  let cache: CacheInTest = await cacheBefore(origin, { dir, settings, startsAt: at })
  const publish = (one: Key, kind: Kind) => {
    const body = `<article>${model.publish(one, kind)}</article>`
    origin.answer(one, { body, ...KINDS[kind] })
  }
  for (const one of KEYS) publish(one, 'shared')
  const take = async (step: Step) => {
    if (step.do === 'publish') publish(step.key, step.kind)
    if (step.do === 'ask') {
      const before = origin.asked()
      const text = await cache.text(step.key)
      model.check(step.key, text, isUp, origin.asked() > before)
    }
    if (step.do === 'purge') {
      await cache.cache.purge({ path: step.key.split('?')[0] ?? '' })
      model.remove(step.key === '/b' ? ['/b'] : ['/a', '/a?page=2'])
    }
    if (step.do === 'pass') {
      at += step.ms
      cache.pass(step.ms)
    }
    if (step.do === 'down') await origin.down()
    if (step.do === 'up' && !isUp) await origin.up()
    if (step.do === 'down' || step.do === 'up') isUp = step.do === 'up'
    if (step.do === 'restart') {
      await cache.close()
      cache = await cacheBefore(origin, { dir, settings, startsAt: at })
    }
  }
  try {
    for (const step of script) await take(step)
  } finally {
    await cache.close()
    if (!isUp) await origin.up()
  }
}

test('nothing that was removed, is private or is broken is sent, and what was had once is there', async () => {
  const origin = await openOrigin()
  await fc.assert(
    fc.asyncProperty(
      fc.array(steps, { minLength: 10, maxLength: 40, size: 'max' }),
      async (script) => {
        const folder = await temporaryFolder()
        try {
          await live(script, origin, folder.dir)
        } finally {
          await folder.remove()
        }
      },
    ),
    { numRuns: 60 },
  )
  await origin.close()
})
