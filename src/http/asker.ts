// Asker: for whom a page that is not at hand is made, as far as the seats of what has to be made go. Salted, in memory
// only; looked at where something has to be made, and nowhere else.
import { hash, randomBytes } from 'node:crypto'
import type { FeedId } from '../core/account.ts'
import { openPlans, type Reader } from '../core/reader.ts'
import type { Asker } from '../core/seats.ts'
import { networkOf } from './client-network.ts'
import type { Identify } from './identify.ts'

const SALT = randomBytes(32).toString('base64url')

/** A reader with a plan, or of the staff, asks alone; all others with their network (undefined: unknown, together). */
export function askerOf(reader: Reader, network: string | undefined, now: number): Asker {
  if (
    reader.kind === 'staff' ||
    (reader.kind === 'subscriber' && openPlans(reader, now).length > 0)
  )
    return { name: saltedHash(`reader ${reader.id}`), isKnown: true }
  return stranger(network)
}

/** A stranger by the address alone, for a process that did not see the request: the salt of another is another. */
export function strangerAt(client: string | undefined): Asker {
  return stranger(client === undefined ? undefined : networkOf(client))
}

function stranger(network: string | undefined): Asker {
  return { name: saltedHash(`network ${network ?? ''}`), isKnown: false }
}

function saltedHash(name: string): string {
  return hash('sha256', SALT + name, 'base64url')
}

/** Whose private feed it is has an account, and asks alone. */
export function askerOfFeed(feed: FeedId): Asker {
  return { name: saltedHash(`feed ${feed}`), isKnown: true }
}

/** As far as the request alone can say: whose pass has expired asks with their network. */
export function askerAsSent(
  {
    cookie,
    network,
  }: { readonly cookie: string | undefined; readonly network: () => string | undefined },
  { identify, now }: { readonly identify: Identify; readonly now: () => number },
): Asker {
  const at = now()
  return askerOf(identify(cookie, at).reader, network(), at)
}
