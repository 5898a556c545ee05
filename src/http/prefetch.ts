// Prefetch: whether a browser says that nobody is looking yet. It opens nothing; it only keeps a read from being spent.

const NAMES = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']

/** `header` gives a request header by its lower-case name. */
export function isPrefetch(header: (name: string) => string | undefined): boolean {
  return NAMES.some((name) => {
    const purpose = header(name)
    return purpose !== undefined && /\b(?:prefetch|prerender|preview)\b/i.test(purpose)
  })
}
