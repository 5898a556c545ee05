// Outbox: while no mail server is configured, mails are files that any mail program opens.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import type { Mail } from '../core/account.ts'
import type { Report } from '../core/log.ts'
import { failed, ok } from '../core/result.ts'
import { composed, nameOf, SEALED } from './compose.ts'
import type { Letterhead, Transport } from './transport.ts'

/** Puts a file there whole, or not at all, for its owner alone to read. Throws what the file system throws. */
export type PlaceFile = (file: string, bytes: Uint8Array) => Promise<void>

/**
 * Writes each mail into `folder`, which is made when the first one comes, by `place`, and tells `report` its path. The
 * same mail has the same file, so a second try leaves one.
 */
export function outboxTransport(
  folder: string,
  head: Letterhead,
  place: PlaceFile,
  report: Report,
): Transport {
  return {
    send: async (mail: Mail) => {
      const message = composed(mail, head)
      if (!message.ok) return message
      const file = join(folder, `${nameOf(mail.key)}.eml`)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await place(file, await written(message.value))
      } catch (error) {
        const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
        return failed('later', `the outbox cannot be written (${why})`)
      }
      report(`A mail was written to ${file}`, 'info')
      return ok(undefined)
    },
    close: () => undefined,
  }
}

async function written(message: SendMailOptions): Promise<Buffer> {
  // Not before the first mail: a server starts sooner without it.
  const { createTransport } = await import('nodemailer')
  const stream = createTransport({
    ...SEALED,
    streamTransport: true,
    buffer: true,
    newline: 'windows',
  })
  const { message: eml } = await stream.sendMail(message)
  if (!Buffer.isBuffer(eml))
    throw new TypeError('nodemailer gave a stream where a buffer was asked')
  return eml
}
