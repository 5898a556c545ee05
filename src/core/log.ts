// Log: what the parts of a running server say, and what is told of requests. The contract between those who have
// something to say and whoever writes it down. Nothing in it is of a reader.
import type { Decision } from './decide.ts'
import type { Reader } from './reader.ts'

/** `info`: as it should be. `warn`: to be looked at. `error`: somebody did not get what they should have. */
export type Level = 'info' | 'warn' | 'error'

/** Takes one line for the log; `warn` where no level is said. */
export type Report = (line: string, level?: Level) => void

/** What stands beside a line. */
export interface About {
  /** `warn` when left out. */
  readonly level?: Level | undefined
  /** Which part of the server says it. */
  readonly part?: string | undefined
  /** Which of several workers says it. */
  readonly worker?: number | undefined
}

export type Print = (line: string, about?: About) => void

/** What a part may say, as what is written down of it. */
export function reportOf(print: Print, part: string): Report {
  return (line, level) => print(line, { part, level })
}

/** A request and its answer, as they are told. */
export interface ToldRequest {
  readonly method: string
  /** Without its query, and without anything that could be a secret or name a reader. */
  readonly path: string
  readonly status: number
  /** Whole milliseconds from the request to the last byte that was handed to the socket. */
  readonly ms: number
  /** Of the body, as it was sent; undefined where that was not counted. */
  readonly bytes: number | undefined
  /** Undefined where nothing was decided of an article. */
  readonly decided: DecidedRequest | undefined
}

interface DecidedRequest {
  readonly decision: Decision
  readonly reader: Reader['kind'] | 'crawler'
}

/** Which requests are told. */
export interface RequestLog {
  /** Counts one that is answered. True: its turn has come, and it has to be told. For all others that is all. */
  isDue(status: number, ms: number): boolean
  tell(request: ToldRequest): void
}

/** A seal that was cut short by whoever copied it is left out too: what is missing might be guessed. */
const SEAL = /\bv1\.[a-z0-9]{1,8}\.[A-Za-z0-9_~:-]*(?:\.[A-Za-z0-9_-]*)?/g
/**
 * Also as queries have it. Its domain has a dot, and ends in letters: neither `@hono/…` nor `hono@4.13.19` in the place of
 * an error is one.
 */
const MAIL_ADDRESS =
  /[^\s<>()[\]",;:\\@]{1,64}(?:@|%(?:25){0,3}40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/gu

/**
 * A text for the log, without seals and mail addresses: whoever has a sealed address has what it opens. What is said is
 * written so that neither stands in it; in what others have written, of an error, there may be anything.
 */
export function withoutReaders(text: string): string {
  return text.replace(SEAL, 'v1.(sealed)').replace(MAIL_ADDRESS, '(address)')
}
