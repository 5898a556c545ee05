// Records: the log as JSON, one object a line, for whatever collects it.
import { type Logger, pino, stdTimeFunctions } from 'pino'
import { type About, type Level, type ToldRequest, withoutReaders } from '../core/log.ts'
import type { Output } from './output.ts'
import type { Writing } from './writing.ts'

const COMMON = {
  messageKey: 'message',
  timestamp: stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
}

export function openRecords(output: Output, worker: number | undefined): Writing {
  const own = worker === undefined ? {} : { worker }
  const write = (record: string) => output.write(record)
  const gather = (record: string) => output.gather(record)
  const lines = pino({ ...COMMON, base: own }, { write })
  const requests = pino({ ...COMMON, base: { ...own, part: 'requests' } }, { write: gather })
  const parts = new Map<string, Logger>()
  const of = (part: string): Logger => {
    const known = parts.get(part) ?? lines.child({ part })
    parts.set(part, known)
    return known
  }
  // Node says it in many lines on standard error as well: whoever reads records alone has it here in one.
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
        requests[levelOf(status)](fieldsOf(request, sampled), `${method} ${path} ${status}`)
      },
      rest: (sampled) => requests.info({ sampled }, `${sampled} more requests`),
    },
  }
}

function levelOf(status: number): Level {
  if (status < 500) return 'info'
  // It is meant: a prefetch that would spend a read, an account page under overload.
  return status === 503 ? 'warn' : 'error'
}

function fieldsOf({ decided, ...request }: ToldRequest, sampled: number) {
  if (decided === undefined) return { ...request, sampled }
  const { outcome, reason } = decided.decision
  const view = outcome === 'grant' ? 'full' : 'preview'
  return { ...request, outcome, reason, view, reader: decided.reader, sampled }
}
