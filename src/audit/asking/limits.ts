// Limits of one request. A file of its own, so that whoever imports the library needs no types of Node.

export interface SendLimits {
  readonly connectMs: number
  readonly totalMs: number
  readonly bodyBytes: number
}

export const LIMITS: SendLimits = {
  connectMs: 5000,
  totalMs: 10_000,
  bodyBytes: 5 * 1024 * 1024,
}
