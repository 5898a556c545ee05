// Link: a worker's end of the line to the owner. Whoever asks gets an answer within its time or none.
import type { Question, ToOwner, ToWorker } from './messages.ts'

export interface Link {
  say(message: ToOwner): void
  /** Resolves when it is on its way, or cannot be. */
  deliver(message: ToOwner): Promise<void>
  /** Undefined when the owner does not answer within three seconds. */
  ask(question: Question): Promise<boolean | string | undefined>
  hear(listen: (message: ToWorker) => void): void
}

const ANSWER_MS = 3000

/** Of a process that was started with a line to the one that started it. */
export function openLink(): Link {
  const waiting = new Map<number, (value: boolean | string | undefined) => void>()
  let lastId = 0
  // Where the owner is gone, this process ends: nobody is told.
  const say = (message: ToOwner) => void process.send?.(message, undefined, {}, () => undefined)
  const deliver = (message: ToOwner) =>
    new Promise<void>((resolve) => {
      if (process.send === undefined) resolve()
      else process.send(message, undefined, {}, () => resolve())
    })
  const listening: ((message: ToWorker) => void)[] = []
  const hear = (listen: (message: ToWorker) => void) => void listening.push(listen)
  // The owner says nothing else. One listener: Node warns of a leak where a process has more than ten.
  process.on('message', (message) => {
    for (const listen of listening) listen(message as ToWorker)
  })
  hear((message) => {
    if (message.kind === 'told') waiting.get(message.id)?.(message.value)
  })
  return {
    say,
    deliver,
    hear,
    ask(question) {
      lastId++
      const id = lastId
      const { promise, resolve } = Promise.withResolvers<boolean | string | undefined>()
      // Where it was this process that was busy, the answer has come and is read before the next round of the loop.
      const late = setTimeout(() => setImmediate(() => resolve(undefined)), ANSWER_MS)
      waiting.set(id, resolve)
      say({ kind: 'ask', id, question })
      return promise.finally(() => {
        clearTimeout(late)
        waiting.delete(id)
      })
    },
  }
}
