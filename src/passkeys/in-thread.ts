// In thread: the prover of passkeys as the serving thread has it. The thread starts when a first question is asked; one
// that dies or takes too long is ended, and the next question starts another.
import { isIP } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { Report } from '../core/log.ts'
import type { PasskeyProver } from '../core/passkey.ts'
import { failed, type Result } from '../core/result.ts'
import type { Proof, Proved } from './prove.ts'
import type { Said } from './thread.ts'

const MOST_WAITING = 200
/** Of one proof, the start of the thread among it. */
const PROVE_MS = 15_000
/** To end once it is asked to. */
const END_MS = 1000

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
 * address (WebAuthn §5.1.3). `report` is told why the thread died.
 */
export function openPasskeys(address: string, report: Report): ClosablePasskeys | undefined {
  const { hostname, origin } = new URL(address)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return undefined
  const thread = new ProvingThread(report)
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
  readonly #report: Report
  readonly #waiting = new Map<number, (proved: Answered<unknown>) => void>()
  #worker: Worker | undefined
  #last = 0
  #isClosed = false

  constructor(report: Report) {
    this.#report = report
  }

  start(): Worker | undefined {
    if (this.#worker !== undefined || this.#isClosed) return this.#worker
    const worker = new Worker(THREAD)
    this.#worker = worker
    worker.unref()
    worker.on('message', ({ id, proved }: { readonly id: number; readonly proved: Proved }) =>
      this.#waiting.get(id)?.(proved),
    )
    const isOver = () => {
      if (this.#worker === worker) this.#end()
    }
    worker.on('error', (error) => {
      this.#report(`The thread that proves passkeys died: ${String(error)}`, 'error')
      isOver()
    })
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
    const said: Said = { kind: 'prove', id, proof }
    worker.postMessage(said)
    const proved = await promise
    clearTimeout(late)
    this.#waiting.delete(id)
    // Each kind of proof gives its own: prove.ts says so.
    return proved as Answered<Value>
  }

  /** Ends it, and resolves when it has ended. What waits is told so. */
  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#letGo()
    if (worker === undefined) return
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    worker.once('exit', () => resolve())
    const said: Said = { kind: 'end' }
    worker.postMessage(said)
    const late = setTimeout(() => void worker.terminate(), END_MS)
    await ended
    clearTimeout(late)
  }

  #end(): void {
    void this.#letGo()?.terminate()
  }

  #letGo(): Worker | undefined {
    const worker = this.#worker
    this.#worker = undefined
    for (const resolve of this.#waiting.values())
      resolve(failed('unavailable', 'The thread that proves passkeys has ended'))
    return worker
  }
}
