// Flights: what is on its way, so that all who want the same wait for one, and what was taken away meanwhile does
// not come back with it.

export class Flight {
  readonly key: string
  #revoked = false

  constructor(key: string) {
    this.key = key
  }

  /** Whether it was taken away since this began: nothing that comes of it may be kept or sent. */
  get revoked(): boolean {
    return this.#revoked
  }

  revoke(): void {
    this.#revoked = true
  }
}

export class Flights<Outcome> {
  readonly #byId = new Map<string, Promise<Outcome>>()
  readonly #underway = new Map<Flight, string>()

  running(id: string): Promise<Outcome> | undefined {
    return this.#byId.get(id)
  }

  start(id: string, key: string, run: (flight: Flight) => Promise<Outcome>): Promise<Outcome> {
    const flight = new Flight(key)
    this.#underway.set(flight, id)
    const outcome = run(flight).finally(() => {
      this.#underway.delete(flight)
      if (this.#byId.get(id) === outcome) this.#byId.delete(id)
    })
    this.#byId.set(id, outcome)
    return outcome
  }

  /** Whoever asks from now on begins anew. */
  revoke(matches: (flight: Flight) => boolean): void {
    for (const [flight, id] of this.#underway) {
      if (!matches(flight)) continue
      flight.revoke()
      this.#byId.delete(id)
    }
  }
}
