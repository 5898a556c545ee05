// Network: which addresses a named network holds. Strict, because what is believed of a proxy opens or closes text.
import { failed, ok, type Result } from './result.ts'

/** A network in one form: an IPv4 one keeps IPv4 numbers, also when it was written as `::ffff:10.0.0.0/104`. */
export interface Cidr {
  readonly version: 4 | 6
  readonly base: bigint
  readonly prefix: number
}

interface Address {
  readonly version: 4 | 6
  readonly value: bigint
}

const MAPPED = 0xffffn

/**
 * Parses `10.0.0.0/8`, `2001:db8::/32`, or a bare address as a network of one.
 * Fails `malformed`, or `host-bits` when the address is not the first one of its network.
 */
export function parseCidr(text: string): Result<Cidr, 'malformed' | 'host-bits'> {
  const [, written = '', digits] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? []
  const address = parseWritten(written)
  if (address === undefined) return failed('malformed', 'it is not an IPv4 or IPv6 network')
  const bits = bitsOf(address.version)
  const prefix = digits === undefined ? bits : Number(digits)
  if (prefix > bits) return failed('malformed', `its prefix is longer than ${bits}`)
  const hostBits = BigInt(bits - prefix)
  if ((address.value >> hostBits) << hostBits !== address.value)
    return failed('host-bits', `its address has bits set behind the first ${prefix}`)
  if (address.version === 6 && prefix >= 96 && address.value >> 32n === MAPPED)
    return ok({ version: 4, base: address.value & 0xffffffffn, prefix: prefix - 96 })
  return ok({ version: address.version, base: address.value, prefix })
}

/** Whether `address` (`::ffff:10.1.2.3` counts as `10.1.2.3`) lies in the network; text that is no address lies in none. */
export function inCidr(address: string, cidr: Cidr): boolean {
  const written = parseWritten(address)
  if (written === undefined) return false
  const { version, value } = unmapped(written)
  if (version !== cidr.version) return false
  const hostBits = BigInt(bitsOf(version) - cidr.prefix)
  return value >> hostBits === cidr.base >> hostBits
}

function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128
}

function unmapped(address: Address): Address {
  if (address.version === 6 && address.value >> 32n === MAPPED)
    return { version: 4, value: address.value & 0xffffffffn }
  return address
}

function parseWritten(text: string): Address | undefined {
  const version = text.includes(':') ? 6 : 4
  const value = version === 6 ? parseIPv6(text) : parseIPv4(text)
  return value === undefined ? undefined : { version, value }
}

/** Four decimal numbers without leading zeros: some systems read `010` as eight. */
function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = (value << 8n) | BigInt(part)
  }
  return value
}

/** RFC 4291 §2.2: eight groups, at most one `::` for groups of zeros, the last two perhaps as IPv4. No zone. */
function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const isWhole = halves.length === 1
  const head = groupsOf(halves[0] ?? '', isWhole)
  const tail = groupsOf(halves[1] ?? '', true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (isWhole ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...new Array<bigint>(missing).fill(0n), ...tail]
  return groups.reduce((value, group) => (value << 16n) | group, 0n)
}

function groupsOf(text: string, isLast: boolean): bigint[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const groups: bigint[] = []
  for (const [index, part] of parts.entries()) {
    if (isLast && index === parts.length - 1 && part.includes('.')) {
      const value = parseIPv4(part)
      if (value === undefined) return undefined
      groups.push(value >> 16n, value & 0xffffn)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}
