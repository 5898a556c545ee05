// Names: whether an address has a name of a search engine, and the name that address (RFC 1912 §2.1, asked both ways).
import type { Resolver } from 'node:dns/promises'
import { type Cidr, inCidr, parseCidr } from '../core/network.ts'

/** `unknown`: who could have said so did not answer. */
export type Proof = 'proven' | 'disproven' | 'unknown'

const MOST_NAMES = 4
/** Answers that say that there is nothing of the kind. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA'])

export type Resolve = Pick<Resolver, 'resolvePtr' | 'resolve4' | 'resolve6'>

export async function proveByName(
  address: string,
  suffix: string,
  resolver: Resolve,
): Promise<Proof> {
  const own = parseCidr(address)
  if (!own.ok) return 'disproven'
  try {
    // Not `reverse`: of no answer it says that there is no such name.
    const names = (await resolver.resolvePtr(pointerOf(own.value))).slice(0, MOST_NAMES)
    for (const name of names) {
      if (!name.toLowerCase().replace(/\.$/, '').endsWith(suffix)) continue
      if (await hasAddress(name, own.value, resolver)) return 'proven'
    }
    return 'disproven'
  } catch (error) {
    return saysNothing(error) ? 'disproven' : 'unknown'
  }
}

/** The name that an address's own names stand at (RFC 1035 §3.5, RFC 3596 §2.5). */
function pointerOf({ version, base }: Cidr): string {
  const digits = base.toString(16).padStart(version === 4 ? 8 : 32, '0')
  if (version === 6) return `${[...digits].toReversed().join('.')}.ip6.arpa`
  const bytes = [6, 4, 2, 0].map((at) => Number.parseInt(digits.slice(at, at + 2), 16))
  return `${bytes.join('.')}.in-addr.arpa`
}

async function hasAddress(name: string, own: Cidr, resolver: Resolve): Promise<boolean> {
  const addresses =
    own.version === 4 ? await resolver.resolve4(name) : await resolver.resolve6(name)
  return addresses.some((one) => inCidr(one, own))
}

function saysNothing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NOTHING.has(String(error.code))
}
