// Room: so many bytes may be read at once; who needs more waits for others, and holds nothing until then.

export class Room {
  #left: number
  readonly #all: number
  readonly #waiting: { readonly bytes: number; readonly begin: () => void }[] = []

  /** `all` in bytes. What is larger than that has the room to itself. */
  constructor(all: number) {
    this.#all = all
    this.#left = all
  }

  /** What comes of `work` once there are so many bytes for it, in the order of asking. */
  async during<Value>(bytes: number, work: () => Promise<Value>): Promise<Value> {
    const needed = Math.min(bytes, this.#all)
    if (this.#waiting.length > 0 || needed > this.#left) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.push({ bytes: needed, begin: resolve })
      await promise
    } else this.#left -= needed
    try {
      return await work()
    } finally {
      this.#left += needed
      this.#letIn()
    }
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (next.bytes > this.#left) return
      this.#left -= next.bytes
      this.#waiting.shift()
      next.begin()
    }
  }
}
