// Lines: the log for whoever sits at a terminal.
import { type ToldRequest, withoutReaders } from '../core/log.ts'
import type { Output } from './output.ts'
import type { Writing } from './writing.ts'

export function openLines(output: Output, worker: number | undefined): Writing {
  const end = worker === undefined ? '\n' : `, worker ${worker}\n`
  return {
    print: (line) => output.write(`${oneEntry(withoutReaders(line))}\n`),
    telling: {
      one: (request, sampled) => output.gather(lineOf(request, sampled) + end),
      rest: (sampled) => output.gather(`${sampled} more requests${end}`),
    },
  }
}

/** What others have written may go over several lines, of which none looks like one of ours, and tells a terminal nothing. */
function oneEntry(text: string): string {
  return text
    .replace(/\r\n?|\n/g, '\n  ')
    .replace(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' ')
}

function lineOf(
  { method, path, status, ms, bytes, decided }: ToldRequest,
  sampled: number,
): string {
  const size = bytes === undefined ? '' : `, ${bytes} bytes`
  const weight = sampled === 1 ? '' : `, one of ${sampled}`
  return `${method} ${path} ${status}, ${ms} ms${size}${why(decided)}${weight}`
}

function why(decided: ToldRequest['decided']): string {
  if (decided === undefined) return ''
  const { outcome, reason } = decided.decision
  return `, ${outcome} (${reason}) for ${decided.reader}`
}
