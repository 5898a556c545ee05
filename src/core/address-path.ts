// Address path: an address as rules, orders and articles have it: decoded, one form of letters, no slash at its end.

/** The same few addresses are asked for again and again; longer ones are not kept. */
const known = new Map<string, string>()
const MOST_KNOWN = 10_000
const LONGEST_KNOWN = 256

/** Takes a path as sent, perhaps with a query. What cannot be decoded stays encoded. */
export function addressPath(target: string): string {
  const before = known.get(target)
  if (before !== undefined) return before
  const path = decoded(target.split('?', 1)[0] ?? target)
  const address = path.normalize('NFC').toLowerCase().replace(/\/+$/, '') || '/'
  if (target.length > LONGEST_KNOWN) return address
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(target, address)
  return address
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
