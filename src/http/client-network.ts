// Client network: which addresses share a limit. The client is the last hop that is not one of the publisher's proxies.
import { type Cidr, inCidr } from '../core/network.ts'

/**
 * `remote` is the address of the connection, `forwarded` the X-Forwarded-For header. The header is believed only as far
 * as the hops that appended to it are trusted. Gives the IPv4 /24 or IPv6 /48, or undefined when nothing usable is known.
 */
export function clientNetwork(
  remote: string | undefined,
  forwarded: string | undefined,
  trusted: readonly Cidr[],
): string | undefined {
  const address = clientAddress(remote, forwarded, trusted)
  return address === undefined ? undefined : networkOf(address)
}

/** The client itself: the last hop that is none of the publisher's proxies. */
export function clientAddress(
  remote: string | undefined,
  forwarded: string | undefined,
  trusted: readonly Cidr[],
): string | undefined {
  let address = remote
  const hops = forwarded === undefined ? [] : forwarded.split(',')
  while (address !== undefined && isTrusted(address, trusted)) {
    const hop = hops.pop()?.trim()
    if (hop === undefined || hop === '') break
    address = hop
  }
  return address
}

function isTrusted(address: string, trusted: readonly Cidr[]): boolean {
  return trusted.some((cidr) => inCidr(address, cidr))
}

/** The /24 of an IPv4 address (also one mapped into IPv6), the /48 of an IPv6 address. */
export function networkOf(address: string): string | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(mapped)
  if (four !== null) return `${four[1]}.${four[2]}.${four[3]}.0/24`
  const bare = address.split('%')[0] ?? ''
  if (!/^[0-9a-f:]+$/i.test(bare) || !bare.includes(':')) return undefined
  const [head = '', tail] = bare.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right]
  const first = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16))
  return `${first.join(':')}::/48`
}
