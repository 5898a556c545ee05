// Soak load: sends requests, each at its time whether or not those before were answered, and takes down by kind how long
// they took, which failed, and how.
import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { askOnce, type Failure, type Got } from '../test/support/crowd.ts'
import type { Asking } from './soak-traffic.ts'

/** A connection that was opened so soon after a kill may have been the dead worker's still. */
const DYING_MS = 1000
const MOST_CONNECTIONS = 256
/** As many as always wait for an answer while the most is looked for. */
const ALWAYS_WAITING = 64
const EXAMPLES = 5
/** Nobody waits longer to be sent: the machine cannot bear this load, and the soak says so. */
const MOST_BEHIND_MS = 5000

type Sent = Asking & { readonly body?: string }

export interface KindTally {
  asked: number
  answered: number
  /** Account pages that answered 503 with Retry-After: more was asked than could be done. */
  putOff: number
  /** Broke off with a worker that was killed, and were answered when asked again, as browsers and proxies do. */
  cut: number
  failed: number
  readonly examples: string[]
  readonly times: Times
}

/** How often which time was met, in steps of 5 %. */
export class Times {
  readonly #counts = new Uint32Array(400)

  note(ms: number): void {
    const step = Math.ceil(Math.log(Math.max(ms, 0.01) / 0.01) / Math.log(1.05))
    const place = Math.min(step, this.#counts.length - 1)
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
  }

  add(other: Times): void {
    for (const [place, count] of other.#counts.entries())
      this.#counts[place] = (this.#counts[place] ?? 0) + count
  }

  /** Milliseconds, at most 5 % too many; 0 of nothing. */
  at(part: number): number {
    const all = this.#counts.reduce((sum, count) => sum + count, 0)
    let left = Math.ceil(all * part)
    for (const [place, count] of this.#counts.entries()) {
      left -= count
      if (left <= 0) return all === 0 ? 0 : 0.01 * 1.05 ** place
    }
    return 0
  }
}

export class Load {
  readonly #address: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS })
  readonly #kinds = new Map<string, KindTally>()
  readonly #kills: number[] = []
  #unsent = 0

  constructor(address: string) {
    this.#address = address
  }

  /** How many requests were not sent because those before them took too long. */
  get unsent(): number {
    return this.#unsent
  }

  /** How many requests of all kinds had the answer that they should have. */
  get answered(): number {
    return [...this.#kinds.values()].reduce((sum, { answered }) => sum + answered, 0)
  }

  get kinds(): ReadonlyMap<string, KindTally> {
    return this.#kinds
  }

  tally(kind: string): KindTally {
    const known = this.#kinds.get(kind)
    if (known !== undefined) return known
    const fresh = { asked: 0, answered: 0, putOff: 0, cut: 0, failed: 0, examples: [] }
    const tally = { ...fresh, times: new Times() }
    this.#kinds.set(kind, tally)
    return tally
  }

  /** Tells that a worker is killed at this moment. */
  noteKill(): void {
    this.#kills.push(performance.now())
  }

  fail(kind: string, words: string): void {
    const tally = this.tally(kind)
    tally.failed++
    if (tally.examples.length < EXAMPLES) tally.examples.push(words)
  }

  /** Asks, again if the connection broke off with a killed worker. `due`: when it should have been sent. */
  async ask(asking: Sent, due = performance.now()): Promise<Got | undefined> {
    const tally = this.tally(asking.kind)
    tally.asked++
    const got = (await this.#exchange(asking)) ?? (await this.#again(asking, tally))
    if (!('status' in got)) {
      this.fail(asking.kind, `${got.words} at ${asking.path}`)
      return undefined
    }
    tally.times.note(performance.now() - due)
    if (asking.mayWait === true && got.status === 503 && got.headers['retry-after'] !== undefined) {
      tally.putOff++
      return undefined
    }
    const wrong = asking.judge(got)
    if (wrong === undefined) tally.answered++
    else this.fail(asking.kind, `${wrong} at ${asking.path}`)
    return got
  }

  /** Undefined: it broke off with a worker that was killed. */
  async #exchange(asking: Sent, agent = this.#agent): Promise<Got | Failure | undefined> {
    const { path, method = 'GET', headers, body } = asking
    const asked = { agent, headers, method, ...(body !== undefined && { body }) }
    const got = await askOnce(this.#address + path, asked).catch((failure: Failure) => failure)
    return 'status' in got || !this.#isOfTheDead(got) ? got : undefined
  }

  /** On a new connection: those that are kept may be the dead worker's as well. */
  async #again(asking: Sent, tally: KindTally): Promise<Got | Failure> {
    tally.cut++
    const agent = new Agent({ keepAlive: false })
    const nothing = { words: 'broke off twice', opened: 0, at: performance.now() }
    return (await this.#exchange(asking, agent)) ?? nothing
  }

  #isOfTheDead({ opened, at }: Failure): boolean {
    return this.#kills.some((kill) => opened < kill + DYING_MS && at > kill)
  }

  /** As many requests a second as get answers when there are always some that wait. */
  async most(next: () => Asking, ms: number): Promise<number> {
    const end = performance.now() + ms
    let answered = 0
    const reader = async () => {
      while (performance.now() < end) {
        await this.ask(next())
        answered++
      }
    }
    await Promise.all(Array.from({ length: ALWAYS_WAITING }, reader))
    return (answered * 1000) / ms
  }

  /**
   * `rate` a second until `end`, in the order in which they are due, each as soon as one of the connections is free;
   * resolves when the last is answered.
   */
  async pace(next: () => Asking, rate: number, end: number): Promise<void> {
    const began = performance.now()
    const dueAt = (count: number) => began + (count * 1000) / rate
    let [sent, open] = [0, 0]
    const send = () => {
      for (; open < MOST_CONNECTIONS && dueAt(sent) <= Math.min(performance.now(), end); sent++) {
        if (performance.now() - dueAt(sent) > MOST_BEHIND_MS) this.#unsent++
        else {
          open++
          void this.ask(next(), dueAt(sent)).finally(() => {
            open--
            send()
          })
        }
      }
    }
    for (; open > 0 || dueAt(sent) <= end; await wait(1)) send()
  }

  close(): void {
    this.#agent.destroy()
  }
}
