// List thread: decodes and closes texts that carry articles, away from the thread that serves readers.
import { parentPort, workerData } from 'node:worker_threads'
import type { KnownArticle, PageSettings } from '../../../core/origin.ts'
import { workOff } from '../../thread/thread-messages.ts'
import { decodePage } from '../page/decode.ts'
import { type AsItIs, asItIs } from './as-it-is.ts'
import { closeText, type TextReading } from './close-text.ts'

export interface ListToClose {
  readonly bytes: Uint8Array
  /** The Content-Type header as it came. */
  readonly type: string | undefined
  /** What is known of the articles that were asked for the last time; of what stays as it is, what that is. */
  readonly known: readonly (readonly [string, KnownArticle])[] | AsItIs
}

export interface ListClosed {
  readonly reading: TextReading
  /** Paths of the articles that it was made to know of. */
  readonly asked: readonly string[]
}

const settings: Pick<PageSettings, 'cms' | 'addresses'> = workerData

function close({ bytes, type, known }: ListToClose): ListClosed {
  const text = decodePage(bytes, type)
  if (typeof known === 'string') {
    const open = asItIs(text, known, settings.addresses)
    return { reading: { kind: 'untouched', text: open }, asked: [] }
  }
  const byPath = new Map(known)
  const asked = new Set<string>()
  const lookUp = (path: string) => {
    asked.add(path)
    return byPath.get(path)
  }
  return { reading: closeText(text, type ?? 'text/plain', lookUp, settings), asked: [...asked] }
}

if (parentPort !== null) workOff<ListToClose, undefined>(parentPort, close)
