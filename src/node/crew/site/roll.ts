// Roll: which workers keep answers of the site, what each has heard of changes, and how long each may send what it keeps
// without hearing more. What has changed counts when all have heard of it.
import type { SiteChange } from '../../../core/origin.ts'
import type { FromOwner } from './messages.ts'

export interface Member {
  tell(message: FromOwner): void
}

interface Entry {
  heard: number
  /** Until when it has leave, on this process's clock that never goes back. */
  until: number
}

export class Roll {
  readonly lasts: number
  readonly #generation: () => string
  readonly #members = new Map<Member, Entry>()
  readonly #paths = new Set<string>()
  #isAll = false
  #isQueued = false
  #number = 0
  /** The generation that was told last. */
  #told: string | undefined
  #heard = Promise.withResolvers<void>()

  /** `lasts`: for how many milliseconds a worker has leave. `generation`: another text whenever of articles more or less is known. */
  constructor(lasts: number, generation: () => string) {
    this.lasts = lasts
    this.#generation = generation
  }

  /** A worker that keeps nothing yet. */
  join(member: Member): void {
    this.#tell()
    this.#members.set(member, { heard: this.#number, until: 0 })
  }

  leave(member: Member): void {
    this.#members.delete(member)
    this.#wake()
  }

  /** Takes a change down; it is told within this turn of the loop, together with others. */
  note(change: SiteChange): void {
    if (change === 'all') this.#isAll = true
    else if (change !== 'known') this.#paths.add(change.path)
    if (this.#isQueued) return
    this.#isQueued = true
    queueMicrotask(() => this.#tell())
  }

  /** A worker asks for leave. It has none while it has not heard all: it asks again as soon as it has. */
  here(member: Member, heard: number): boolean {
    this.#tell()
    const entry = this.#members.get(member)
    if (entry === undefined) return false
    entry.heard = heard
    this.#wake()
    if (heard < this.#number) return false
    // Later than on the worker's own clock, which began when it asked.
    entry.until = performance.now() + this.lasts
    return true
  }

  /** Whether no worker sends anything that was said to have changed. */
  isSettled(): boolean {
    this.#tell()
    return this.#lagging().length === 0
  }

  /** Resolves when it is so, for a moment at least. */
  async settled(): Promise<void> {
    while (!this.isSettled()) {
      const ends = this.#lagging().map(({ until }) => until)
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(late.resolve, Math.max(...ends) - performance.now() + 1)
      await Promise.race([this.#heard.promise, late.promise])
      clearTimeout(timer)
    }
  }

  #lagging(): readonly Entry[] {
    const now = performance.now()
    return [...this.#members.values()].filter(
      ({ heard, until }) => heard < this.#number && now < until,
    )
  }

  #tell(): void {
    const generation = this.#generation()
    const isKnown = generation !== this.#told
    this.#isQueued = false
    if (!isKnown && !this.#isAll && this.#paths.size === 0) return
    this.#told = generation
    const paths = this.#isAll ? 'all' : [...this.#paths]
    this.#isAll = false
    this.#paths.clear()
    this.#number++
    const message = { what: 'changed', number: this.#number, paths, isKnown } as const
    for (const member of this.#members.keys()) member.tell(message)
  }

  #wake(): void {
    this.#heard.resolve()
    this.#heard = Promise.withResolvers()
  }
}
