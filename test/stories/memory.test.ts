// What V8 is told of memory: that it heeds it. And what is remembered within a budget in bytes: that it takes no more.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { Thread } from '../../src/content/thread/thread.ts'

const MEGABYTE = 1024 * 1024
const HEAP_GROWTH = new URL('../../src/node/heap-growth.ts', import.meta.url).href
const REMEMBERED = new URL('../../src/http/remembered.ts', import.meta.url).href
const YOUNG_SPACE = new URL('../../src/node/young-space.ts', import.meta.url).href

/**
 * How many times what is kept the heap of a process takes at most that does `first`, and then makes what is kept for a
 * while, as a server makes pages. A process of its own, for which alone it holds.
 */
async function growthAfter(first: string): Promise<number> {
  const script = `
    import { boundHeapGrowth } from '${HEAP_GROWTH}'
    const page = () => Array.from({ length: 16_000 }, (_, n) => ({ n, text: [n, n, n, n] }))
    const shelf = Array.from({ length: 60 }, page)
    const kept = process.memoryUsage().heapUsed
    ${first}
    let most = 0
    for (let made = 0; made < 1200; made++) {
      shelf[made % shelf.length] = page()
      // What was let grow before is collected first.
      if (made > 600) most = Math.max(most, process.memoryUsage().heapUsed)
    }
    console.log(most / kept)`
  return said(script)
}

/** The number that a process ends with that runs this. */
async function said(script: string): Promise<number> {
  const args = ['--no-wasm-code-gc', '--expose-gc', '--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return Number(stdout)
}

test('what lasts is collected early, and when V8 finds it right once that is over', async () => {
  const [asItIs, bound, ended] = await Promise.all([
    growthAfter(''),
    growthAfter('boundHeapGrowth()'),
    growthAfter('boundHeapGrowth().end()'),
  ])
  // A third, and what is new and not looked at yet.
  expect(bound).toBeLessThan(3)
  expect(asItIs).toBeGreaterThan(3.5)
  expect(ended).toBeGreaterThan(3.5)
})

/**
 * How many bytes the room for what is new takes at most in a process that bounds it, works, does `then` once, and works
 * again.
 */
function roomAfter(then: string): Promise<number> {
  return said(`
    import { getHeapSpaceStatistics } from 'node:v8'
    import { setImmediate as turn } from 'node:timers/promises'
    import { boundYoungSpace } from '${YOUNG_SPACE}'
    const room = () => getHeapSpaceStatistics().find((one) => one.space_name === 'new_space').space_size
    const kept = []
    const work = async () => {
      let most = 0
      for (let made = 0; made < 3000; made++) {
        kept[made % 1500] = Array.from({ length: 500 }, (_, n) => ({ n, text: [n, n] }))
        most = Math.max(most, room())
        if (made % 4 === 0) await turn()
      }
      return most
    }
    boundYoungSpace()
    const before = await work()
    ${then}
    console.log(await work())`)
}

/** As V8 does where nothing is asked for a while. */
const REST = `
  kept.length = 0
  gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  await turn()
  if (room() >= before) throw new Error('It was not made small')`

test('the room for what is new grows to what a server needs, also after V8 has made it small', async () => {
  const bound = await roomAfter(REST)
  expect(bound).toBeGreaterThanOrEqual(16 * MEGABYTE)
  expect(bound).toBeLessThan(64 * MEGABYTE)
})

test('the room stays bound for one publication when another in its process ends', async () => {
  expect(await roomAfter('boundYoungSpace().end()')).toBeLessThan(64 * MEGABYTE)
})

/** How much of a budget of this many megabytes is taken by what is remembered of texts that have a value of no size. */
function takenOf(megabytes: number): Promise<number> {
  return said(`
    import { remember } from '${REMEMBERED}'
    const budget = ${megabytes} * ${MEGABYTE}
    const [ring, value] = [{ keys: [] }, {}]
    const look = remember({ seals: { ring: () => ring }, budget, open: () => value, sizeOf: () => 0 })
    const taken = () => {
      gc()
      return process.memoryUsage().heapUsed
    }
    const before = taken()
    for (let n = 0; n < 150_000; n++) look(Math.imul(n, 0x9e3779b1).toString(16).padStart(90, '0'))
    console.log((taken() - before) / budget)
    look('')`)
}

test.each([4, 6, 8])(
  'what is remembered takes no more than its budget of %i MB',
  async (budget) => {
    const taken = await takenOf(budget)
    expect(taken).toBeGreaterThan(0.5)
    expect(taken).toBeLessThan(1.05)
  },
)

/** Answers how many bytes it has for what is new. */
const ROOM = `data:text/javascript,${encodeURIComponent(`
  import { getHeapSpaceStatistics } from 'node:v8'
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', ({ kind }) => {
    if (kind === 'end') return parentPort.close()
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    parentPort.postMessage({ kind: 'done', value: young.space_size })
  })
  parentPort.postMessage({ kind: 'ready' })
`)}`

test.each([
  [16, 5],
  [48, 16],
])(
  'a thread with %i MB for what is new has its part of it from the start, %i MB, where none may grow',
  async (youngMB, least) => {
    setFlagsFromString('--semi-space-growth-factor=1')
    onTestFinished(() => setFlagsFromString('--semi-space-growth-factor=2'))
    const thread = new Thread<string, number>(new URL(ROOM), {}, async () => undefined, youngMB)
    onTestFinished(() => thread.close())
    expect(await thread.run('', 10_000)).toBeGreaterThanOrEqual(least * MEGABYTE)
  },
)

test('threads that are started at the same time have each what is its own', async () => {
  const open = (youngMB: number) => {
    const thread = new Thread<string, number>(new URL(ROOM), {}, async () => undefined, youngMB)
    onTestFinished(() => thread.close())
    return thread.run('', 10_000)
  }
  for (let round = 0; round < 4; round++) {
    const [large, small] = await Promise.all([open(48), open(16)])
    expect(large).toBeGreaterThanOrEqual(16 * MEGABYTE)
    expect(small).toBeLessThan(16 * MEGABYTE)
  }
})

test('a thread without a limit begins as V8 has it, also after others', async () => {
  const thread = new Thread<string, number>(new URL(ROOM), {}, async () => undefined, 48)
  onTestFinished(() => thread.close())
  expect(await thread.run('', 10_000)).toBeGreaterThanOrEqual(16 * MEGABYTE)
  const other = new Worker(new URL(ROOM))
  onTestFinished(() => other.terminate().then(() => undefined))
  other.postMessage({ kind: 'ask' })
  const { promise, resolve } = Promise.withResolvers<unknown>()
  other.on('message', ({ kind, value }) => kind === 'done' && resolve(value))
  expect(await promise).toBeLessThan(5 * MEGABYTE)
})
