// Key: path and query of what is kept; which keys stand at one path.

/** The path as it stands in the key. Encodings of the same path are different ones here. */
export function exactPathOf(key: string): string {
  return key.split('?', 1)[0] ?? key
}

/** The path as articles have it: decoded, lower case, no slash at its end. For what a publisher names. */
export function pathOf(key: string): string {
  const exact = exactPathOf(key)
  const path = decoded(exact).normalize('NFC').toLowerCase().replace(/\/+$/, '')
  return path === '' ? '/' : path
}

export function hasQuery(key: string): boolean {
  return key.includes('?')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
