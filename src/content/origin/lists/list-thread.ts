// List thread: closes long texts that carry articles, away from the thread that serves readers.
import { parentPort, workerData } from 'node:worker_threads'
import type { KnownArticle, PageSettings } from '../../../core/origin.ts'
import { workOff } from '../../thread/thread-messages.ts'
import { closeText, type TextReading } from './close-text.ts'

export interface ListToClose {
  readonly text: string
  readonly type: string
  /** What is known of the articles that were asked for the last time. */
  readonly known: readonly (readonly [string, KnownArticle])[]
}

export interface ListClosed {
  readonly reading: TextReading
  /** Paths of the articles that it was made to know of. */
  readonly asked: readonly string[]
}

const settings: Pick<PageSettings, 'cms' | 'addresses'> = workerData

function close({ text, type, known }: ListToClose): ListClosed {
  const byPath = new Map(known)
  const asked = new Set<string>()
  const lookUp = (path: string) => {
    asked.add(path)
    return byPath.get(path)
  }
  return { reading: closeText(text, type, lookUp, settings), asked: [...asked] }
}

if (parentPort !== null) workOff<ListToClose, undefined>(parentPort, close)
