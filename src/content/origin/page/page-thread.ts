// Page thread: reads pages of the site, away from the thread that serves readers.
import { parentPort, workerData } from 'node:worker_threads'
import type { PageSettings, PageSource } from '../../../core/origin.ts'
import { workOff } from '../../thread/thread-messages.ts'
import { readSearchPage, type SearchStep } from '../search/search-page.ts'
import { readPage } from './read-page.ts'

export interface PageToRead {
  readonly source: PageSource
  readonly now: number
  /** What is done to a page of what was searched; undefined for any other. */
  readonly search: SearchStep | undefined
}

const settings: PageSettings = workerData

if (parentPort !== null)
  workOff<PageToRead, undefined>(parentPort, ({ source, now, search }) =>
    search === undefined
      ? readPage(source, settings, now)
      : readSearchPage(source, search, settings, now),
  )
