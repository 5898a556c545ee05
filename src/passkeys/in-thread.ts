// In thread: the prover of passkeys as the serving thread has it. The thread starts when a first question is asked; one
// that dies or takes too long is ended, and the next question starts another.
import { isIP } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { PasskeyProver } from '../core/passkey.ts'
import { failed, type Result } from '../core/result.ts'
import type { Proof, Proved } from './prove.ts'

const MOST_WAITING = 200
const MOST_MEMORY_MB = 128
/** Of one proof, the start of the thread among it. */
const PROVE_MS = 15_000

/** Beside this file, as source or compiled. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js',
  import.meta.url,
)

export interface ClosablePasskeys extends PasskeyProver {
  close(): Promise<void>
}

/**
 * `address`: the publication's own, as browsers write an origin. Undefined where browsers know no passkeys: at an IP
 * address (WebAuthn §5.1.3).
 */
export function openPasskeys(address: string): ClosablePasskeys | undefined {
  const { hostname, origin } = new URL(address)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return undefined
  const thread = new ProvingThread()
  const of = { origin, host: hostname }
  return {
    host: hostname,
    wake: () => void thread.start(),
    proveNew: (answer, question) => thread.prove({ ...of, kind: 'new', answer, question }),
    prove: (answer, question, passkey) =>
      thread.prove({ ...of, kind: 'known', answer, question, passkey }),
    close: () => thread.close(),
  }
}

type Answered<Value> = Result<Value, 'refused' | 'unavailable'>

class ProvingThread {
  readonly #waiting = new Map<number, (proved: Answered<unknown>) => void>()
  #worker: Worker | undefined
  #last = 0
  #isClosed = false

  start(): Worker | undefined {
    if (this.#worker !== undefined || this.#isClosed) return this.#worker
    const worker = new Worker(THREAD, {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    })
    this.#worker = worker
    worker.unref()
    worker.on('message', ({ id, proved }: { readonly id: number; readonly proved: Proved }) =>
      this.#waiting.get(id)?.(proved),
    )
    const isOver = () => {
      if (this.#worker === worker) this.#end()
    }
    worker.on('error', isOver)
    worker.on('exit', isOver)
    return worker
  }

  async prove<Value>(proof: Proof): Promise<Answered<Value>> {
    const worker = this.#waiting.size < MOST_WAITING ? this.start() : undefined
    if (worker === undefined) return failed('unavailable', 'No more passkeys can be proved now')
    const id = ++this.#last
    const { promise, resolve } = Promise.withResolvers<Answered<unknown>>()
    this.#waiting.set(id, resolve)
    const late = setTimeout(() => this.#end(), PROVE_MS)
    worker.postMessage({ id, proof })
    const proved = await promise
    clearTimeout(late)
    this.#waiting.delete(id)
    // Each kind of proof gives its own: prove.ts says so.
    return proved as Answered<Value>
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#end()
    await worker?.terminate()
  }

  #end(): void {
    const worker = this.#worker
    this.#worker = undefined
    void worker?.terminate()
    for (const resolve of this.#waiting.values())
      resolve(failed('unavailable', 'The thread that proves passkeys has ended'))
  }
}
