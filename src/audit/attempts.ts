// Attempts: what has been tried on a site and found to lead nowhere. What three articles do not have is not asked of the
// other hundred; what a site answers with the plain page is asked of every one, for that may depend on the article.

const ENOUGH = 3

export class Attempts {
  readonly #absent = new Map<string, number>()

  isWorthwhile(attempt: string): boolean {
    return (this.#absent.get(attempt) ?? 0) < ENOUGH
  }

  /** `present`: something answered there, be it what it may. */
  learn(attempt: string, present: boolean): void {
    if (present) this.#absent.set(attempt, Number.NEGATIVE_INFINITY)
    else this.#absent.set(attempt, (this.#absent.get(attempt) ?? 0) + 1)
  }
}
