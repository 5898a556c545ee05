// Key: path and query of what is kept; which keys stand at one path.

/** The path as it stands in the key. Encodings of the same path are different ones here; `addressPath` makes them one. */
export function exactPathOf(key: string): string {
  return key.split('?', 1)[0] ?? key
}

export function hasQuery(key: string): boolean {
  return key.includes('?')
}
