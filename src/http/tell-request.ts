// Tell answer: one answer, as it is told to the log. What it costs an answer that is not told is a count and a look.
import type { RequestLog } from '../core/log.ts'
import type { Decided, Reply } from './reply.ts'

export interface Telling {
  readonly log: RequestLog
  /** What is told of an address. */
  readonly pathOf: (target: string) => string
}

/** An answer that is written by others. */
export interface Sent {
  readonly status: number
  /** Of the body; undefined where nobody counted them. */
  readonly bytes: () => number | undefined
}

/**
 * `telling` undefined: nothing is told of requests. `target` as it was sent. `ms`: what is answered at once takes none. An
 * article that was decided is told by its own path: that stands in the log of decisions too.
 */
export function tellReply(
  telling: Telling | undefined,
  method: string,
  target: string,
  reply: Reply,
  ms: number,
): void {
  if (!telling?.log.isDue(reply.status, ms)) return
  const { status, body, decided } = reply
  telling.log.tell({
    method: knownMethod(method),
    path: decided === undefined ? telling.pathOf(target) : decided.article.path,
    ...{ status, ms: Math.round(ms) },
    bytes: method === 'HEAD' ? 0 : (body?.byteLength ?? 0),
    decided: decided && toldDecision(decided),
  })
}

export function tellSent(
  { log, pathOf }: Telling,
  method: string,
  target: string,
  { status, bytes }: Sent,
  ms: number,
): void {
  if (!log.isDue(status, ms)) return
  log.tell({
    ...{ method: knownMethod(method), path: pathOf(target) },
    ...{ status, ms: Math.round(ms), bytes: method === 'HEAD' ? 0 : bytes() },
    decided: undefined,
  })
}

function toldDecision({ decision, settled }: Decided) {
  const isCrawler = decision.outcome === 'grant' && decision.reason === 'crawler'
  return { decision, reader: isCrawler ? 'crawler' : settled.identity.reader.kind } as const
}

/** Whoever asks may have written anything there. */
function knownMethod(method: string): string {
  return METHODS.has(method) ? method : 'other'
}

const METHODS: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'PURGE', 'QUERY'],
])
