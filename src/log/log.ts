// Log: what the parts of the server say, written down: as lines for whoever sits at a terminal, as records of JSON for
// whatever else reads it.
import type { Print, RequestLog } from '../core/log.ts'
import { openLines } from './lines.ts'
import { openOutput } from './output.ts'
import { openRequestLog, type Sampling } from './requests.ts'

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
export async function openLog(form: Form, worker?: number): Promise<Log> {
  const open =
    form === 'text'
      ? openLines
      : // Whoever sits at a terminal need not wait for it.
        (await import('./records.ts')).openRecords
  const output = openOutput((count) =>
    print(`${count} records of the log were lost: nobody read them`, { part: 'log' }),
  )
  process.once('exit', () => output.end())
  const { print, telling } = open(output, worker)
  return { print, requests: (sampling) => openRequestLog(sampling, telling) }
}
