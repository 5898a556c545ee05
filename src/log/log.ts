// Log: what the parts of the server say, written down: as lines for whoever sits at a terminal, as records of JSON for
// whatever else reads it.
import { type Logger, pino, stdTimeFunctions } from 'pino'
import type { About, Print, RequestLog, ToldRequest } from '../core/log.ts'
import { withoutReaders } from '../core/log.ts'
import { type Output, openOutput } from './output.ts'
import { openRequestLog, type Sampling, type Telling } from './requests.ts'

export type Form = 'text' | 'json'

export interface Log {
  readonly print: Print
  /** Which requests are told, and the telling of them. */
  requests(sampling: Sampling): RequestLog & { close(): void }
}

/** The form that is asked for, else what suits whoever reads it. */
export function formOf(asked: string | undefined, isTerminal: boolean): Form {
  if (asked === 'text' || asked === 'json') return asked
  return isTerminal ? 'text' : 'json'
}

/** Of this process, on its standard output. `worker`: its number, where it is one of several. */
export function openLog(form: Form, worker?: number): Log {
  const lost = (count: number) => `${count} records of the log were lost: nobody read them`
  const output =
    form === 'text'
      ? openOutput((count) => `${lost(count)}\n`)
      : openOutput((count) => lostRecord(lost(count)))
  process.once('exit', () => output.end())
  const { print, telling } = form === 'text' ? textOn(output, worker) : jsonOn(output, worker)
  return { print, requests: (sampling) => openRequestLog(sampling, telling) }
}

const REST = 'Requests that nothing else is said of'

interface Writing {
  readonly print: Print
  readonly telling: Telling
}

function textOn(output: Output, worker: number | undefined): Writing {
  const by = worker === undefined ? '' : `, worker ${worker}`
  return {
    print: (line) => output.write(`${withoutReaders(line)}\n`),
    telling: {
      one: (request, sampled) => output.gather(`${lineOf(request, sampled)}${by}\n`),
      rest: (sampled) => output.gather(`${REST}, ${sampled}${by}\n`),
    },
  }
}

function lineOf(
  { method, path, status, ms, bytes, decided }: ToldRequest,
  sampled: number,
): string {
  const weight = sampled === 1 ? '' : `, one of ${sampled}`
  const size = bytes === undefined ? '' : `, ${bytes} bytes`
  const why = decided === undefined ? '' : `, ${decidedWords(decided)}`
  return `${method} ${path} ${status}, ${ms} ms${size}${why}${weight}`
}

function decidedWords({ decision, reader }: NonNullable<ToldRequest['decided']>): string {
  return `${decision.outcome} (${decision.reason}) for ${reader}`
}

/** How records begin, whoever makes them. */
const COMMON = {
  messageKey: 'message',
  timestamp: stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
}

function jsonOn(output: Output, worker: number | undefined): Writing {
  const base = worker === undefined ? {} : { worker }
  const lines = pino({ ...COMMON, base }, { write: (record) => output.write(record) })
  const parts = new Map<string, Logger>()
  const of = (part: string): Logger => {
    const known = parts.get(part) ?? lines.child({ part })
    parts.set(part, known)
    return known
  }
  const requests = pino(
    { ...COMMON, base: { ...base, part: 'requests' } },
    { write: (record) => output.gather(record) },
  )
  // Node says it in many lines on standard error, too: whoever reads records alone has it here in one.
  process.on('uncaughtExceptionMonitor', (error) => {
    of('serve').fatal(withoutReaders(`It ends of what nobody expected: ${error.stack ?? error}`))
  })
  return {
    print(line, { level = 'warn', part = 'serve', worker: by }: About = {}) {
      of(part)[level](by === undefined ? {} : { worker: by }, withoutReaders(line))
    },
    telling: {
      one(request, sampled) {
        const { method, path, status } = request
        requests[levelOf(request)](fieldsOf(request, sampled), `${method} ${path} ${status}`)
      },
      rest: (sampled) => requests.info({ sampled }, REST),
    },
  }
}

function lostRecord(message: string): string {
  let made = ''
  pino(
    { ...COMMON, base: { part: 'log' } },
    {
      write: (record) => {
        made = record
      },
    },
  ).warn(message)
  return made
}

function levelOf({ status }: ToldRequest): 'info' | 'warn' | 'error' {
  if (status < 500) return 'info'
  return status === 503 ? 'warn' : 'error'
}

function fieldsOf({ method, path, status, ms, bytes, decided }: ToldRequest, sampled: number) {
  return {
    ...{ method, path, status, ms, bytes },
    ...(decided !== undefined && {
      outcome: decided.decision.outcome,
      reason: decided.decision.reason,
      view: decided.decision.outcome === 'grant' ? 'full' : 'preview',
      reader: decided.reader,
    }),
    sampled,
  }
}
