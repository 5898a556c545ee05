// Address path: an address as rules, orders and articles have it: decoded, one form of letters, no slash at its end.

/** Takes a path as sent, perhaps with a query. What cannot be decoded stays encoded. */
export function addressPath(target: string): string {
  const path = decoded(target.split('?', 1)[0] ?? target)
  return path.normalize('NFC').toLowerCase().replace(/\/+$/, '') || '/'
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
