// Cache: what the origin has answered, made into what is sent, so that readers wait for the origin seldom and never
// for each other. RFC 9111, RFC 5861; what is taken away stays away.

import { setTimeout as wait } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { addressPath } from '../../../core/address-path.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { Seats } from '../../../core/seats.ts'
import type { OriginAnswer } from '../client/ask-origin.ts'
import { type HeaderList, headerOf, listOf } from '../client/header-list.ts'
import { uncoded } from '../client/read-whole.ts'
import { kindByType } from '../kind-of.ts'
import { type Answered, askAlone, askForCopy } from './asking.ts'
import { type Copy, holdsFor, type Kept } from './copy.ts'
import { Disk } from './disk.ts'
import { type Flight, Flights } from './flights.ts'
import type { Cache, CacheAsk, CacheOptions, Found, Purge } from './found.ts'
import { Remembered } from './remembered.ts'
import { Shelves } from './shelves.ts'
import { Turns } from './turns.ts'

/** Fails `unusable` when the folder cannot be used. */
export async function openCache<Reading>(
  options: CacheOptions<Reading>,
): Promise<Result<Cache<Reading>, 'unusable'>> {
  const { dir, settings, report } = options
  if (dir === undefined) return ok(new OpenCache(options, undefined))
  const disk = await Disk.open({ dir, budgetBytes: settings.diskBytes, report })
  return disk.ok ? ok(new OpenCache(options, disk.value)) : failed('unusable', disk.detail)
}

type Outcome<Reading> =
  | Exclude<Found<Reading>, { kind: 'stream' }>
  | { readonly kind: 'pass'; readonly answer: OriginAnswer }
  /** Taken away while it was on its way: to be asked anew. */
  | { readonly kind: 'again' }

type Unavailable = Extract<Found<never>, { kind: 'unavailable' }>

const FAILURE_HOLDS_MS = 1000
const PATIENCE_MS = 2000
/** What must not go out is read again after this, or when it would have been stale. */
const REFUSAL_HOLDS_MS = 5000
/** How long it is remembered that a key is not kept. */
const PASS_HOLDS_MS = 10_000
/** A reader asks so often before it is asked for this one alone: versions change while they are asked for. */
const MOST_ROUNDS = 4
/** Answers that readers wait for: asked for, and read. Of pages a thread reads one after the other. */
const SEATS = 256
const PUT_OFF = { kind: 'unavailable', retryAfterSeconds: 5, isPutOff: true } as const
const UNSHARED_AT_ONCE = 24
const UNSHARED_WAITING = 500
const CROWDED = {
  kind: 'wrong',
  why: 'Too many ask for addresses with unknown parameters.',
  retryAfterSeconds: 5,
} as const
const UNCODED_AGAIN_SECONDS = 60
const REMEMBERED_PART = 1 / 16
const UNSEATED = () => undefined

class OpenCache<Reading> implements Cache<Reading> {
  readonly #options: CacheOptions<Reading>
  readonly #shelves: Shelves<Reading>
  readonly #flights = new Flights<Outcome<Reading>>()
  readonly #remembered: Remembered
  readonly #turns = new Turns(UNSHARED_AT_ONCE, UNSHARED_WAITING)
  readonly #seats: Seats
  /** What has been said is not said again. */
  readonly #said = new LRUCache<string, true>({ max: 10_000 })

  constructor(options: CacheOptions<Reading>, disk: Disk | undefined) {
    this.#options = options
    this.#shelves = new Shelves(options, disk)
    this.#seats = new Seats(options.seats ?? SEATS, options.putOff)
    const { memoryBytes } = options.settings
    this.#remembered = new Remembered(memoryBytes * REMEMBERED_PART, options.now)
  }

  ready(key: string, ask: CacheAsk): Kept<Reading> | undefined {
    if (isOwn(ask) || this.#options.isWithdrawn(addressPath(key))) return undefined
    return this.#usable(this.#shelves.memory.find(key, ask.headers), key, ask)
  }

  async get(key: string, ask: CacheAsk): Promise<Found<Reading>> {
    if (this.#options.isWithdrawn(addressPath(key))) return await this.#withdrawn(key)
    if (isOwn(ask)) return await this.#alone(key, ask)
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const last = await this.#shelves.find(key, ask.headers)
      const usable = this.#usable(last, key, ask)
      if (usable !== undefined)
        return { kind: 'kept', kept: usable, stale: this.#options.now() >= usable.freshUntil }
      const short = this.#remembered.at(key)
      if (short?.kind === 'pass') return await this.#alone(key, ask)
      if (short?.kind === 'unavailable') return await this.#fallback(key, ask, short)
      if (short !== undefined) return short
      const found = await this.#flown(key, ask, last)
      if (found !== undefined) return found
      if (this.#options.isWithdrawn(addressPath(key))) return await this.#withdrawn(key)
    }
    return await this.#alone(key, ask)
  }

  async readAgain(kept: Kept<Reading>): Promise<Kept<Reading> | undefined> {
    return await this.#shelves.readAgain(kept)
  }

  async purge(match: Purge): Promise<number> {
    if (match === 'all') {
      this.#flights.revoke(() => true)
      this.#remembered.clear()
      return await this.#shelves.clear()
    }
    if ('key' in match) return await this.#drop(match.key)
    const path = addressPath(match.path)
    this.#flights.revoke(({ key }) => addressPath(key) === path)
    this.#remembered.removePath(path)
    return await this.#shelves.removePath(path)
  }

  async withdraw(path: string): Promise<void> {
    await this.purge({ path })
  }

  held() {
    return this.#shelves.held()
  }

  async close(): Promise<void> {
    await this.#shelves.close()
  }

  /** A kept one that may be sent now without waiting; begins to ask where it is stale. */
  #usable(kept: Kept<Reading> | undefined, key: string, ask: CacheAsk): Kept<Reading> | undefined {
    if (kept === undefined) return undefined
    const now = this.#options.now()
    // Before the time at which it was had: the clock was set back since, and nothing is known of its age.
    if (now < kept.freshUntil && now >= kept.copy.checkedAt) return kept
    if (this.#remembered.at(key)?.kind === 'unavailable')
      return now < kept.onErrorUntil ? kept : undefined
    if (now >= kept.whileAskingUntil) return undefined
    const id = this.#flightId(key, ask.headers)
    if (this.#flights.running(id) === undefined) void this.#fly(id, key, ask, kept).then(leave)
    return kept
  }

  /** undefined: what came is not for this reader, or was taken away meanwhile. */
  async #flown(
    key: string,
    ask: CacheAsk,
    last: Kept<Reading> | undefined,
  ): Promise<Found<Reading> | undefined> {
    const id = this.#flightId(key, ask.headers)
    const running = this.#flights.running(id)
    const giveBack = running === undefined ? this.#seat(ask) : UNSEATED
    if (giveBack === undefined) return this.#putOff(last)
    const flown = running ?? this.#fly(id, key, ask, last).finally(giveBack)
    const outcome = await this.#patiently(flown, last)
    if (outcome === undefined) {
      if (running === undefined) void flown.then(leave)
      // It may have been taken away while it was waited for.
      const kept = await this.#shelves.find(key, ask.headers)
      return kept && { kind: 'kept', kept, stale: true }
    }
    if (outcome.kind === 'again') return undefined
    if (outcome.kind === 'kept')
      return outcome.stale || holdsFor(outcome.kept.copy, ask.headers) ? outcome : undefined
    if (outcome.kind !== 'pass') return outcome
    if (running !== undefined) return await this.#alone(key, ask)
    return await this.#passed(key, ask, outcome.answer)
  }

  /** A file of which a part is wanted is asked for again: the first time nobody could know that it was one. */
  async #passed(key: string, ask: CacheAsk, answer: OriginAnswer): Promise<Found<Reading>> {
    const type = headerOf(answer.headers, 'content-type')
    if (ask.range !== undefined && isFile(type)) {
      answer.body.destroy()
      return await this.#alone(key, ask)
    }
    return await streamed(ask, answer)
  }

  /** undefined when a reader who could have a stale one has waited long enough. */
  async #patiently(
    flown: Promise<Outcome<Reading>>,
    last: Kept<Reading> | undefined,
  ): Promise<Outcome<Reading> | undefined> {
    if (last === undefined || this.#options.now() >= last.onErrorUntil) return await flown
    const stop = new AbortController()
    const { signal } = stop
    const patience = wait(this.#options.patienceMs ?? PATIENCE_MS, undefined, {
      signal,
      ref: false,
    })
    const outcome = await Promise.race([flown, patience.catch(() => undefined)])
    stop.abort()
    return outcome
  }

  /** The one flight for all who ask alike. */
  #fly(
    id: string,
    key: string,
    ask: CacheAsk,
    last: Kept<Reading> | undefined,
  ): Promise<Outcome<Reading>> {
    return this.#flights.start(id, key, async (flight) => {
      const answered = await this.#answered(key, ask, last?.copy)
      this.#options.tally.count('origin', { answer: answered.kind })
      if (!flight.revoked) return await this.#taken(flight, ask, answered, last)
      if (answered.kind === 'pass') answered.answer.body.destroy()
      return { kind: 'again' }
    })
  }

  /** Of what is not shared there is no end: it has a part of the origin's attention, and no more. */
  async #answered(key: string, ask: CacheAsk, last: Copy | undefined): Promise<Answered> {
    const asked = () => askForCopy(this.#options, key, ask, last)
    if (ask.shared) return await asked()
    const answered = await this.#turns.during(asked)
    if (answered === undefined) this.#options.putOff?.('taken')
    return answered ?? CROWDED
  }

  #flightId(key: string, headers: HeaderList): string {
    const names = this.#shelves.memory.variesBy(key)
    return [key, ...names.map((name) => headerOf(headers, name) ?? '')].join('\n')
  }

  async #taken(
    flight: Flight,
    ask: CacheAsk,
    answered: Answered,
    last: Kept<Reading> | undefined,
  ): Promise<Outcome<Reading>> {
    const { key } = flight
    const now = this.#options.now()
    switch (answered.kind) {
      case 'copy':
        return await this.#keep(flight, ask, answered, last)
      case 'gone': {
        const { status, copy, until } = answered
        this.#flights.revoke((other) => other !== flight && this.#shelves.goesWith(other.key, key))
        await this.#shelves.gone(key)
        const found = { kind: 'gone', status, copy } as const
        if (!flight.revoked) this.#remembered.put(key, { ...found, until })
        return found
      }
      case 'pass':
        if (answered.forbids) await this.#drop(key)
        this.#remembered.put(key, { kind: 'pass', until: now + PASS_HOLDS_MS })
        return { kind: 'pass', answer: answered.answer }
      case 'refused':
        return this.#refused({ key, why: answered.why, until: now }, last)
      case 'wrong': {
        const until = now + (this.#options.failureHoldsMs ?? FAILURE_HOLDS_MS)
        const { retryAfterSeconds, why } = answered
        const found = { kind: 'unavailable', retryAfterSeconds } as const
        this.#remembered.put(key, { ...found, until })
        // When the origin is down, one line a minute says so, and not one for each of its pages.
        this.#sayOnce(`${Math.floor(now / 60_000)} ${why}`, `${key} cannot be had. ${why}`)
        return await this.#fallback(key, ask, found)
      }
    }
  }

  async #keep(
    flight: Flight,
    ask: CacheAsk,
    { copy: came, lifetime }: Extract<Answered, { kind: 'copy' }>,
    last: Kept<Reading> | undefined,
  ): Promise<Outcome<Reading>> {
    const same = last !== undefined && last.copy.version === came.version
    const copy: Copy = same ? { ...came, fetchedAt: last.copy.fetchedAt } : came
    const read = same ? ok(last.reading) : await this.#shelves.read(copy, last)
    if (flight.revoked) return { kind: 'again' }
    if (!read.ok) {
      const refusal = { key: copy.key, why: read.detail, until: lifetime.freshUntil }
      return this.#refused(refusal, last)
    }
    const shared = last === undefined ? ask.shared : last.shared
    const kept: Kept<Reading> = { copy, reading: read.value, shared, ...lifetime }
    this.#remembered.remove(copy.key)
    this.#said.delete(`refused ${copy.key}`)
    await this.#shelves.put(kept, last?.copy)
    return { kind: 'kept', kept, stale: false }
  }

  /** The last good one stays, for as long as it takes. */
  #refused(
    { key, why, until }: { key: string; why: string; until: number },
    last: Kept<Reading> | undefined,
  ): Outcome<Reading> {
    const stays = last === undefined ? 'It is not sent.' : 'The last good version stays.'
    this.#options.tally.count('refused', { last: last === undefined ? 'none' : 'stays' })
    this.#sayOnce(`refused ${key}`, `${key} must not go out: ${why} ${stays}`)
    const again = Math.max(until, this.#options.now() + REFUSAL_HOLDS_MS)
    if (last === undefined) {
      this.#remembered.put(key, { kind: 'refused', why, until: again })
      return { kind: 'refused', why }
    }
    const kept = this.#shelves.prolong(last, again)
    return { kind: 'kept', kept, stale: true }
  }

  /** What is there for a reader while the origin is wrong: of this or, sooner than nothing, of another variant. */
  async #fallback(
    key: string,
    { headers }: CacheAsk,
    { retryAfterSeconds }: Unavailable,
  ): Promise<Exclude<Found<Reading>, { kind: 'stream' }>> {
    const kept = await this.#shelves.findAny(key, headers)
    if (kept === undefined || this.#options.now() >= kept.onErrorUntil)
      return { kind: 'unavailable', retryAfterSeconds }
    this.#options.tally.count('stale-on-error')
    return { kind: 'kept', kept, stale: true }
  }

  async #alone(key: string, ask: CacheAsk): Promise<Found<Reading>> {
    const giveBack = this.#seat(ask)
    if (giveBack === undefined) return PUT_OFF
    const answered = await askAlone(this.#options, key, ask).finally(giveBack)
    if (answered.kind === 'pass') {
      const { status, headers } = answered.answer
      const isPart = status === 206 || status === 416
      if (!isPart || isFile(headerOf(headers, 'content-type')))
        return await streamed(ask, answered.answer)
      // A text is looked at whole or not sent.
      answered.answer.body.destroy()
      return await this.#alone(key, { ...ask, range: undefined })
    }
    const { retryAfterSeconds } = answered
    return await this.#fallback(key, ask, { kind: 'unavailable', retryAfterSeconds })
  }

  /** Those who wait for the same share the seat of whoever came first. undefined: to be put off. */
  #seat({ asker }: CacheAsk): (() => void) | undefined {
    return asker === undefined ? UNSEATED : this.#seats.take(asker())
  }

  #putOff(last: Kept<Reading> | undefined): Found<Reading> {
    if (last === undefined || this.#options.now() >= last.onErrorUntil) return PUT_OFF
    return { kind: 'kept', kept: last, stale: true }
  }

  /** It may have been withdrawn while nothing served: what is left of it goes. */
  async #withdrawn(key: string): Promise<Found<Reading>> {
    await this.#drop(key)
    return { kind: 'gone', status: 410, copy: undefined }
  }

  async #drop(key: string): Promise<number> {
    this.#flights.revoke((flight) => flight.key === key)
    this.#remembered.remove(key)
    return await this.#shelves.remove(key)
  }

  #sayOnce(what: string, line: string): void {
    if (this.#said.has(what)) return
    this.#said.set(what, true)
    this.#options.report(line)
  }
}

/** Asked with what belongs to one reader: the answer is for this one. */
function isOwn({ headers }: CacheAsk): boolean {
  return headers.some(([name]) => /^(cookie|authorization)$/i.test(name))
}

/** It was asked for in codings that this house can undo; who asks may not take them. */
async function streamed({ headers }: CacheAsk, answer: OriginAnswer): Promise<Found<never>> {
  const taken = listOf(headers, 'accept-encoding').map((coding) => coding.split(';')[0]?.trim())
  const codings = listOf(answer.headers, 'content-encoding')
  if (codings.every((coding) => taken.includes(coding))) return { kind: 'stream', answer }
  const plain = await uncoded(answer)
  return plain === undefined
    ? { kind: 'unavailable', retryAfterSeconds: UNCODED_AGAIN_SECONDS }
    : { kind: 'stream', answer: plain }
}

/** Whether a part of it can be sent unread: only what no browser shows as a text. */
function isFile(type: string | undefined): boolean {
  return kindByType(type) === 'file'
}

/** Nobody takes what came. */
function leave(outcome: Outcome<unknown>): void {
  if (outcome.kind === 'pass') outcome.answer.body.destroy()
}
