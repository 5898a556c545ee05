// Limits: what one answer may cost. A file of its own, so that whoever imports the library needs no types of Node.

export interface Limits {
  readonly connectMs: number
  readonly totalMs: number
  /** As sent and as unpacked. */
  readonly bodyBytes: number
  /** To take it apart. */
  readonly readMs: number
}

export const LIMITS: Limits = {
  connectMs: 5000,
  totalMs: 10_000,
  bodyBytes: 5 * 1024 * 1024,
  readMs: 8000,
}
