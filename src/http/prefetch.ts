// Prefetch: whether a browser says that nobody is looking yet. It opens nothing; it only keeps a read from being spent.

/** `header` gives a request header by its lower-case name. */
export function isPrefetch(header: (name: string) => string | undefined): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /\b(?:prefetch|prerender|preview)\b/i.test(header(name) ?? ''),
  )
}
