// Page thread: reads pages of the site, away from the thread that serves readers.
import { parentPort, workerData } from 'node:worker_threads'
import type { PageSettings, PageSource } from '../../../core/origin.ts'
import { workOff } from '../../thread/thread-messages.ts'
import { readPage } from './read-page.ts'

export interface PageToRead {
  readonly source: PageSource
  readonly now: number
}

const settings: PageSettings = workerData

if (parentPort !== null)
  workOff<PageToRead, undefined>(parentPort, ({ source, now }) => readPage(source, settings, now))
