// Open page reader: pages of the site are read in threads of their own, one at a time in each, within a deadline and a
// bounded memory. What a page makes endless ends the thread; long pages have another one than those of the usual size,
// whose readers do not wait for them.
import type { PageReading, PageSettings, PageSource } from '../../../core/origin.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import { Thread } from '../../thread/thread.ts'
import { threadBeside } from '../../thread/thread-messages.ts'
import type { PageToRead } from './page-thread.ts'

/** A page of the usual size takes a thousandth of it; a machine that has much else to do is waited for. */
const READ_MS = 10_000
const READ_MS_A_BYTE = 2 / 1000
/** Bytes from which on a page is long. */
const LONG = 512 * 1024

export interface PageReader {
  /** `now` in epoch milliseconds. Fails when it takes too long or too much memory, or the reader is closed. */
  read(source: PageSource, now: number): Promise<Result<PageReading, 'unreadable'>>
  /** Resolves when the thread has ended. What was asked is refused. */
  close(): Promise<void>
}

/** Each thread is started with its first page. */
export function openPageReader(settings: PageSettings): PageReader {
  const file = threadBeside(import.meta.url, 'page-thread')
  const open = () => new Thread<PageToRead, PageReading>(file, settings, async () => undefined)
  const usual = open()
  const long = open()
  return {
    async read(source, now) {
      const thread = source.bytes.byteLength < LONG ? usual : long
      const ms = READ_MS + source.bytes.byteLength * READ_MS_A_BYTE
      try {
        return ok(await thread.run({ source, now }, ms))
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        return failed('unreadable', `The page at ${source.address} ${why}.`)
      }
    },
    async close() {
      await Promise.all([usual.close(), long.close()])
    },
  }
}
