// Whoever asks gets the same answers in the same order as by node:http alone, however the asking comes.
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asking,
  client,
  serving,
  servingByNode,
  withoutDates,
} from '../../../test/support/direct-server.ts'

interface Step {
  readonly way: 'now' | 'soon' | 'node' | 'pieces' | 'post' | 'chunked' | 'odd'
  readonly isHead: boolean
  readonly isKnown: boolean
  readonly bytes: number
  /** What came before has been answered by then. */
  readonly isPatient: boolean
}

const steps = fc.array(
  fc.record<Step>({
    way: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('now', 'soon') },
      { weight: 6, arbitrary: fc.constantFrom('node', 'pieces', 'post') },
      fc.constantFrom('chunked', 'odd'),
    ),
    isHead: fc.boolean(),
    isKnown: fc.nat(4).map((one) => one === 0),
    bytes: fc.constantFrom(0, 1, 100, 3000, 70_000, 200_000),
    isPatient: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
)

/** A request whose answer nobody can take for another's. */
function written({ way, isHead, isKnown, bytes }: Step, at: number): string {
  const known = isKnown ? [`If-None-Match: "n${at}"`] : []
  // Looks like a request for an article, and is what somebody sends in.
  const body = asking(`/now/within${at}/10`).repeat(1 + bytes / 120)
  switch (way) {
    case 'now':
    case 'soon': {
      const text = asking(`/${way}/n${at}/${bytes}`, ...known)
      return isHead ? text.replace('GET', 'HEAD') : text
    }
    case 'node':
    case 'pieces':
      return asking(`/${way}/n${at}`)
    case 'post':
      return asking(`/post/n${at}`, `Content-Length: ${body.length}`).replace('GET', 'POST') + body
    case 'chunked': {
      const coded = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
      return asking(`/post/n${at}`, 'Transfer-Encoding: chunked').replace('GET', 'PUT') + coded
    }
    case 'odd':
      // Two names alike, and a line before the request: Node takes both.
      return `\r\n${asking(`/now/n${at}/${bytes}`, 'X: 1', 'x: 2')}`
  }
}

/** Says it in pieces, cut where `cuts` says as parts of the whole; waits for answers where a step is patient. */
async function answers(port: number, all: readonly Step[], cuts: readonly number[]) {
  const one = client(port)
  for (const [at, step] of all.entries()) {
    const text = written(step, at)
    const places = cuts.map((cut) => Math.floor(cut * text.length)).sort((one, two) => one - two)
    for (const [index, from] of [0, ...places].entries()) {
      one.say(text.slice(from, places[index]))
      for (let turns = 0; turns < at % 3; turns++) await turn()
    }
    if (step.isPatient) await expect.poll(() => answered(one.text()), { interval: 1 }).toBe(at + 1)
  }
  one.say(asking('/soon/last/9', 'Connection: close'))
  return withoutDates(await one.all)
}

function answered(text: string): number {
  return text.match(/HTTP\/1\.1 (?:200 OK|304 Not Modified)\r\n/g)?.length ?? 0
}

const cuts = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
)

test('the same answers come in the same order as by node:http alone', async () => {
  const { port } = await serving()
  const byNode = await servingByNode()
  await fc.assert(
    fc.asyncProperty(steps, cuts, async (all, cuts) => {
      const [own, theirs] = await Promise.all([
        answers(port, all, cuts),
        answers(byNode, all, cuts),
      ])
      expect(answered(own)).toBe(all.length + 1)
      expect(own).toBe(theirs)
    }),
    { numRuns: 150 },
  )
})
