// Ask the server: whether the one that runs has taken in an order yet. Nothing is claimed that it does not say itself.
import { setTimeout as wait } from 'node:timers/promises'
import { encodePath } from '../http/normal-path.ts'
import { digestOnDisk } from '../store/orders.ts'
import type { ServingNote } from '../store/serving.ts'

const WITHIN_MS = 3000
const EVERY_MS = 100
/** A site behind the server may have to be asked. */
const HAS_WITHIN_MS = 10_000

/** Asks until every address is gone. Undefined when they are; after three seconds, what the server says instead. */
export function untilGone(
  { health }: ServingNote,
  paths: readonly string[],
): Promise<string | undefined> {
  return untilNothing(async (signal) => {
    for (const path of paths) {
      // Nobody reads it here, so it must not use up anybody's meter.
      const asked = {
        method: 'HEAD',
        redirect: 'manual',
        headers: { Purpose: 'prefetch' },
      } as const
      const { status } = await fetch(new URL(encoded(path), health), { ...asked, signal })
      if (status !== 410) return `it answers ${status} at ${path}`
    }
    return undefined
  })
}

/** Whether the server has something at one of these, path and query as they are sent. */
export async function hasSomethingAt(
  { health }: ServingNote,
  targets: readonly string[],
): Promise<boolean> {
  for (const target of targets)
    try {
      // A HEAD takes no read. One of a prefetch would be put off where a meter counts.
      const { status } = await fetch(new URL(target, health), {
        method: 'HEAD',
        redirect: 'manual',
        signal: AbortSignal.timeout(HAS_WITHIN_MS),
      })
      if (status < 300) return true
    } catch {
      // Whoever does not answer has not said that there is anything.
    }
  return false
}

/** Of a site whose addresses are numbers in a query, the query is part of an article's path. */
function encoded(path: string): string {
  const [before = '', ...query] = path.split('?')
  return [encodePath(before), ...query.map(encodeURI)].join('?')
}

/** Asks until the server has read all orders that `dataDir` holds. Undefined when it has; else what keeps it. */
export function untilTakenIn(
  { health }: ServingNote,
  dataDir: string,
): Promise<string | undefined> {
  return untilNothing(async (signal) => {
    const answer = await fetch(health, { signal })
    const said: unknown = await answer.json()
    const isRead =
      typeof said === 'object' &&
      said !== null &&
      'orders' in said &&
      said.orders === (await digestOnDisk(dataDir))
    return isRead ? undefined : 'it still holds to the orders before'
  })
}

/** Of a server that has not done what was ordered: `objection` is what it says instead. */
export function notYet({ address }: ServingNote, objection: string): string {
  return `The server at ${address} has not taken it in yet: ${objection}. The order is kept and holds as soon as that server has read it: look into its log, or restart it.`
}

/** Asks again and again until there is nothing to say against, or time is up. */
async function untilNothing(
  ask: (signal: AbortSignal) => Promise<string | undefined>,
): Promise<string | undefined> {
  const end = AbortSignal.timeout(WITHIN_MS)
  let objection: string | undefined = 'it does not answer'
  while (!end.aborted) {
    try {
      objection = await ask(end)
      if (objection === undefined) return undefined
    } catch (error) {
      // Out of time in the middle of an answer: what it said before stands.
      if (!end.aborted) objection = `it cannot be asked (${reasonOf(error)})`
    }
    await wait(EVERY_MS)
  }
  return objection
}

/** What fetch throws keeps the reason within. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
