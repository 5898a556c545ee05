// Crew: the files of a publication served once more as the command serves them with two workers, with a story's keys, clock
// and orders, and under the same address, so that its pages are the same to the byte.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Opening } from '../../src/core/policy.ts'
import { digestOnDisk } from '../../src/store/orders.ts'
import { readServing } from '../../src/store/serving.ts'
import { RUN_CLI } from './command-line.ts'

const CLOCK = new URL('./story-clock.ts', import.meta.url).href
const CACHE = process.env['NODE_COMPILE_CACHE']
const QUICKER = CACHE === undefined ? {} : { NODE_COMPILE_CACHE: CACHE }

/** What a story may change between two requests. */
export interface Moment {
  readonly now: number
  readonly openings: readonly Opening[]
  readonly withdrawn: ReadonlySet<string>
}

export interface Crew {
  /** Where it listens; its pages name another address. */
  readonly bound: string
  /** Resolves when all workers see the story's time and orders. */
  follow(moment: Moment): Promise<void>
  /** All that it has printed and recorded. */
  said(): Promise<string>
  close(): Promise<void>
}

export interface CrewOf {
  /** The folder of the edition; the crew keeps its data in one of its own there. */
  readonly dir: string
  readonly address: string
  readonly env: Readonly<Record<string, string>>
  /** As STANDFIRST_KEYS has them. */
  readonly keys: string
}

export async function startCrew({ dir, address, env, keys }: CrewOf, first: Moment): Promise<Crew> {
  const data = join(dir, 'crew')
  await mkdir(data)
  const clock = openSync(join(dir, 'crew.clock'), 'w+')
  tick(clock, first.now)
  const args = ['serve', dir, '--port', '0', '--data', data, '--workers', '2']
  const child = spawn(process.execPath, ['--import', CLOCK, ...RUN_CLI, ...args], {
    env: {
      ...{ TZ: 'UTC', PATH: process.env['PATH'] ?? '', ...QUICKER, ...env },
      ...{ STANDFIRST_KEYS: keys, STANDFIRST_ADDRESS: address, STANDFIRST_LOG: 'text' },
      STORY_CLOCK: join(dir, 'crew.clock'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const { promise: serving, resolve, reject } = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (/^Serving .* by 2 workers at /m.test(printed)) resolve()
    })
  const ended = once(child, 'close')
  void ended.then(() => reject(new Error(`The crew ended:\n${printed}`)))
  await serving
  const health = (await readServing(data))?.health ?? ''
  let [time, orders] = [first.now, ordersText([], new Set()).join('')]
  return {
    bound: new URL(health).origin,
    async follow({ now, openings, withdrawn }) {
      if (time !== now) tick(clock, now)
      time = now
      const written = ordersText(openings, withdrawn)
      if (orders === written.join('')) return
      orders = written.join('')
      await order(data, written, health)
    },
    async said() {
      const files = await readdir(data, { recursive: true, withFileTypes: true })
      const records = files.filter((file) => file.isFile() && file.name.endsWith('.jsonl'))
      const texts = records.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'))
      return [printed, ...(await Promise.all(texts))].join('\n')
    },
    async close() {
      child.kill('SIGTERM')
      await ended
      closeSync(clock)
    },
  }
}

function tick(clock: number, now: number): void {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(now)
  writeSync(clock, bytes, 0, bytes.length, 0)
}

type OrdersText = readonly [openings: string, withdrawn: string]

/** As the commands write them. */
function ordersText(openings: readonly Opening[], withdrawn: ReadonlySet<string>): OrdersText {
  const lifted = openings.map(({ scope, until }) => ({
    scope,
    until: new Date(until).toISOString(),
  }))
  const taken = [...withdrawn].map((path) => ({ path, at: new Date(0).toISOString() }))
  return [JSON.stringify(lifted), JSON.stringify(taken)]
}

async function order(data: string, [openings, withdrawn]: OrdersText, health: string) {
  await writeFile(join(data, 'openings.json'), openings)
  await writeFile(join(data, 'withdrawn.json'), withdrawn)
  const wanted = await digestOnDisk(data)
  await vi.waitFor(
    async () => {
      const { orders } = JSON.parse(await (await fetch(health)).text())
      if (orders !== wanted) throw new Error('not all workers have the orders yet')
    },
    { timeout: 20_000, interval: 25 },
  )
}
