// Address path: an address as rules, orders and articles have it: decoded, one form of letters, no slash at its end.

/** Takes a path as sent, perhaps with a query. What cannot be decoded is left as it is. */
export function addressPath(target: string): string {
  const path = target.split('?', 1)[0] ?? target
  const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  try {
    return decodeURIComponent(bare).normalize('NFC').toLowerCase()
  } catch {
    return bare
  }
}
