// Header list: headers as they travel, in their order, and what of them ends at the next hop.

/** Names of answers are in lower case. One name may stand there several times. */
export type HeaderList = readonly (readonly [string, string])[]

/** All values of a header, as one (RFC 9110 §5.3); undefined when it is not there. `name` in lower case. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  let found: string | undefined
  for (const [own, value] of headers)
    if (own.toLowerCase() === name) found = found === undefined ? value : `${found}, ${value}`
  return found
}

/** The parts of a header that is a list, in lower case. */
export function listOf(headers: HeaderList, name: string): readonly string[] {
  return (headerOf(headers, name) ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
}

export function without(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([name]) => !names.has(name.toLowerCase()))
}

/** RFC 9110 §7.6.1, and what is between two hops by its nature. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** What may go on to the next hop: neither what RFC 9110 §7.6.1 names nor what the Connection header does. */
export function withoutHopByHop(headers: HeaderList): HeaderList {
  return without(headers, new Set([...HOP_BY_HOP, ...listOf(headers, 'connection')]))
}

/** Pairs of what Node reads: names and values in turn. */
export function pairsOf(raw: readonly string[]): HeaderList {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2)
    pairs.push([(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? ''])
  return pairs
}
