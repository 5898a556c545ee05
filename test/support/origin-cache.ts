// A cache in front of a scripted origin, with a clock of its own. What it makes of a page is the page's text.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCache } from '../../src/content/origin/cache/cache.ts'
import type { Cache, CacheAsk, CacheOptions, Found } from '../../src/content/origin/cache/found.ts'
import { CutShort } from '../../src/content/origin/client/answer-body.ts'
import { type OriginClient, openOriginClient } from '../../src/content/origin/client/ask-origin.ts'
import { failed, ok } from '../../src/core/result.ts'
import type { TestOrigin } from './origin.ts'

export const HOUR = 3_600_000

export interface CacheInTest {
  readonly cache: Cache<string>
  readonly client: OriginClient
  readonly lines: readonly string[]
  readonly withdrawn: Set<string>
  /** How often a page was read. */
  readonly reads: () => number
  /** Makes pages that hold this text ones that must not go out. */
  refuse(text: string): void
  pass(ms: number): void
  /** What a reader gets, in a word or as the text of the page. */
  text(key: string, ask?: Partial<CacheAsk>): Promise<string>
  /** The whole of what `text` says a word of. */
  get(key: string, ask?: Partial<CacheAsk>): Promise<Found<string>>
  close(): Promise<void>
}

export async function temporaryFolder(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'origin-cache-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}

export async function cacheBefore(
  origin: Pick<TestOrigin, 'url'>,
  options: {
    readonly dir?: string
    readonly settings?: Partial<CacheOptions<string>['settings']>
    readonly startsAt?: number
    readonly answerWithinMs?: number
    readonly patienceMs?: number
  } = {},
): Promise<CacheInTest> {
  let at = options.startsAt ?? Date.now()
  let reads = 0
  let refused: string | undefined
  const lines: string[] = []
  const withdrawn = new Set<string>()
  const now = () => at
  const report = (line: string) => lines.push(line)
  const client = openOriginClient({
    ...{ url: origin.url, host: undefined, now, report },
    answerWithinMs: options.answerWithinMs ?? 5000,
    silenceMs: 300,
  })
  const opened = await openCache<string>({
    ...{ client, now, report, dir: options.dir, patienceMs: options.patienceMs ?? 2000 },
    settings: { ...SETTINGS, ...options.settings },
    tally: { count() {} },
    isWithdrawn: (path) => withdrawn.has(path),
    async read({ bytes }) {
      reads++
      const text = new TextDecoder().decode(bytes)
      const isRefused = refused !== undefined && text.includes(refused)
      return isRefused ? failed('refused', 'Its text is not found.') : ok(text)
    },
    sizeOf: (text) => text.length * 2,
    isLasting: (text) => text.includes('<article'),
  })
  if (!opened.ok) throw new Error(opened.detail)
  const cache = opened.value
  const get: CacheInTest['get'] = (key, ask) =>
    cache.get(key, { headers: [], shared: true, ...ask })
  return {
    ...{ cache, client, lines, withdrawn, get },
    reads: () => reads,
    refuse: (text) => {
      refused = text
    },
    pass: (ms) => {
      at += ms
    },
    text: async (key, ask) => await textOf(await get(key, ask)),
    close: async () => {
      client.close()
      await cache.close()
    },
  }
}

const SETTINGS = {
  memoryBytes: 32 * 1024 * 1024,
  diskBytes: 32 * 1024 * 1024,
  freshSeconds: 60,
  staleWhileRevalidateSeconds: 600,
  staleIfErrorSeconds: 30 * 86_400,
}

async function textOf(found: Found<string>): Promise<string> {
  if (found.kind === 'kept') return found.kept.reading
  if (found.kind === 'stream') {
    const chunks = await found.answer.body.toArray().catch((error: unknown) => {
      if (error instanceof CutShort) return undefined
      throw error
    })
    return chunks === undefined ? 'cut short' : `stream: ${Buffer.concat(chunks).toString('utf8')}`
  }
  return found.kind === 'gone' ? `gone: ${found.status}` : found.kind
}
