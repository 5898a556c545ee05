// Open page reader: pages of the site are read in a thread of their own, one at a time, each within a deadline and a
// bounded memory. What a page makes endless ends the thread, and no reader of another page waits for it.
import type { PageReading, PageSettings, PageSource } from '../../../core/origin.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { Thread } from '../../thread/thread.ts'
import { threadBeside } from '../../thread/thread-messages.ts'
import type { PageToRead } from './page-thread.ts'

/** A page of the usual size takes a thousandth of it; a machine that has much else to do is waited for. */
const READ_MS = 10_000
const READ_MS_A_BYTE = 2 / 1000

export interface PageReader {
  /** `now` in epoch milliseconds. Fails when it takes too long or too much memory, or the reader is closed. */
  read(source: PageSource, now: number): Promise<Result<PageReading, 'unreadable'>>
  /** Resolves when the thread has ended. What was asked is refused. */
  close(): Promise<void>
}

/** The thread is started with the first page. */
export function openPageReader(settings: PageSettings): PageReader {
  const file = threadBeside(import.meta.url, 'page-thread')
  const thread = new Thread<PageToRead, PageReading>(file, settings, async () => undefined)
  return {
    async read(source, now) {
      const ms = READ_MS + source.bytes.byteLength * READ_MS_A_BYTE
      try {
        return ok(await thread.run({ source, now }, ms))
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        return failed('unreadable', `The page at ${source.address} ${why}.`)
      }
    },
    close: () => thread.close(),
  }
}
