// Uses: when sessions were last used, to the hour, on its way into the database. Nobody who reads waits for the disk, and
// many notes at once cost it little more than one.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SecretHash } from '../../core/account.ts'
import { ok, type Result } from '../../core/result.ts'
import { ListQuery, type Places } from './list-query.ts'
import { type SessionAt, wholeHour } from './session-use.ts'
import type { Work } from './tables.ts'

const EVERY_MS = 1000
/** In one transaction: some milliseconds, after which passes are made again. */
const MOST_AT_ONCE = 1000

/** Carries out a transaction that writes. Never throws. */
type Write = (work: (work: Work) => Promise<Result<void, never>>) => Promise<unknown>

export class Uses {
  readonly #write: Write
  readonly #note = new ListQuery((work, { keys, value }: Places<number>) =>
    work
      .updateTable('sessions')
      .set({ last_used: value((hour) => hour) })
      .where('hash', 'in', keys)
      .where(
        'last_used',
        '<',
        value((hour) => hour),
      ),
  )
  /** The hour of each. */
  readonly #waiting = new Map<SecretHash, number>()
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(write: Write) {
    this.#write = write
  }

  /** Is written within about a second. */
  add(uses: readonly SessionAt[]): void {
    for (const { session, now } of uses)
      this.#waiting.set(session, Math.max(wholeHour(now), this.#waiting.get(session) ?? 0))
    if (this.#waiting.size > 0)
      this.#timer ??= setTimeout(() => void this.#tick(), EVERY_MS).unref()
  }

  /** Writes all that waits. What the disk does not take is given up: who may read reads on. */
  async flush(): Promise<void> {
    while (this.#running !== undefined || this.#waiting.size > 0) await this.#writeSome()
  }

  /** With a turn of the loop between the parts, in which others are answered. */
  async #tick(): Promise<void> {
    while (this.#waiting.size > 0) {
      await this.#writeSome()
      await nextTurn()
    }
    this.#timer = undefined
  }

  #writeSome(): Promise<void> {
    this.#running ??= this.#writeFirst().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #writeFirst(): Promise<void> {
    const some = [...this.#waiting.entries().take(MOST_AT_ONCE)]
    for (const [session] of some) this.#waiting.delete(session)
    const byHour = Map.groupBy(some, ([, hour]) => hour)
    await this.#write(async (work) => {
      for (const [hour, uses] of byHour)
        await this.#note.run(
          work,
          uses.map(([session]) => session),
          hour,
        )
      return ok(undefined)
    })
  }
}
