// Open page reader: pages of the site are read in threads of their own, one at a time in each, within a deadline and a
// bounded memory. What a page makes endless ends the thread; long pages have another one than those of the usual size,
// whose readers do not wait for them.
import type { PageReading, PageSettings, PageSource } from '../../../core/origin.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { Thread } from '../../thread/thread.ts'
import { threadBeside } from '../../thread/thread-messages.ts'
import type { SearchPage, SearchStep } from '../search/search-page.ts'
import type { PageToRead } from './page-thread.ts'

/** A page of the usual size takes a thousandth of it; a machine that has much else to do is waited for. */
const READ_MS = 10_000
const READ_MS_A_BYTE = 2 / 1000
/** Bytes from which on a page is long. */
const LONG = 512 * 1024

/** Reading one of 100 KB makes 10 MB; of these a third is in use at a time. */
const YOUNG_MB = 48

export interface PageReader {
  /** `now` in epoch milliseconds. Fails when it takes too long or too much memory, or the reader is closed. */
  read(source: PageSource, now: number): Promise<Result<PageReading, 'unreadable'>>
  /** A page of what was searched; fails likewise. */
  readSearch(
    source: PageSource,
    step: SearchStep,
    now: number,
  ): Promise<Result<SearchPage, 'unreadable'>>
  /** Resolves when the thread has ended. What was asked is refused. */
  close(): Promise<void>
}

/** Each thread is started with its first page. */
export function openPageReader(settings: PageSettings): PageReader {
  const file = threadBeside(import.meta.url, 'page-thread')
  const open = () =>
    new Thread<PageToRead, unknown>(file, settings, async () => undefined, YOUNG_MB)
  const usual = open()
  const long = open()
  const run = async (ask: PageToRead): Promise<Result<unknown, 'unreadable'>> => {
    const { bytes, address } = ask.source
    const thread = bytes.byteLength < LONG ? usual : long
    try {
      return ok(await thread.run(ask, READ_MS + bytes.byteLength * READ_MS_A_BYTE))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return failed('unreadable', `The page at ${address} ${why}.`)
    }
  }
  return {
    // What is answered to either is of its type: the thread's file says so.
    async read(source, now) {
      return (await run({ source, now, search: undefined })) as Result<PageReading, 'unreadable'>
    },
    async readSearch(source, search, now) {
      const read = (await run({ source, now, search })) as Result<
        SearchPage | undefined,
        'unreadable'
      >
      if (!read.ok) return read
      const { value } = read
      return value === undefined ? failed('unreadable', 'is nested too deeply') : ok(value)
    },
    async close() {
      await Promise.all([usual.close(), long.close()])
    },
  }
}
