import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PieceMessage } from './messages.ts'
import { Pieces } from './pieces.ts'

/** Two ends of a way on which messages are copied and come later, in turn. */
function pair() {
  const send = (to: () => Pieces) => (message: PieceMessage) => {
    const copy = structuredClone(message)
    setImmediate(() => to().hear(copy))
  }
  const owner: Pieces = new Pieces(send(() => worker))
  const worker: Pieces = new Pieces(send(() => owner))
  return { owner, worker }
}

async function* bodyOf(chunks: readonly Uint8Array[], breaks: boolean) {
  yield* chunks
  if (breaks) throw new Error('torn')
}

async function allOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array[] | 'broken'> {
  try {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return chunks
  } catch {
    return 'broken'
  }
}

test('bodies come over piece by piece, several at once, whole or broken as they are', async () => {
  const bodies = fc.array(
    fc.record({
      chunks: fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 })),
      breaks: fc.boolean(),
    }),
    { maxLength: 4 },
  )
  await fc.assert(
    fc.asyncProperty(bodies, async (all) => {
      const { owner, worker } = pair()
      const left: number[] = []
      const numbers = all.map(({ chunks, breaks }, at) =>
        owner.offer(bodyOf(chunks, breaks), () => void left.push(at)),
      )
      const came = await Promise.all(numbers.map((number) => allOf(worker.take(number))))
      expect(came).toEqual(all.map(({ chunks, breaks }) => (breaks ? 'broken' : chunks)))
      expect(left.toSorted()).toEqual(all.map((_, at) => at))
    }),
    { numRuns: 50 },
  )
})

test('whoever takes no more, or is gone, lets the other side end it', async () => {
  const { owner, worker } = pair()
  const chunks = [1, 2, 3].map((byte) => Uint8Array.of(byte))
  const ended = Promise.withResolvers<void>()
  for await (const chunk of worker.take(
    owner.offer(bodyOf(chunks, false), () => ended.resolve()),
  )) {
    expect(chunk).toEqual(Uint8Array.of(1))
    break
  }
  await ended.promise

  let left = 0
  const number = owner.offer(bodyOf(chunks, false), () => void left++)
  const waits = allOf(worker.take(number + 1))
  worker.close()
  expect(await waits).toBe('broken')
  owner.close()
  owner.offer(bodyOf(chunks, false), () => void left++)
  expect(left).toBe(2)
})
