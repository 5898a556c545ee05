// Compose: a mail as nodemailer takes it, with the headers that every mail of the publication has.
import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import type { SendMailOptions } from 'nodemailer'
import type { Mail } from '../core/account.ts'
import { parseAddress } from '../core/address.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { Letterhead } from './transport.ts'

/** Whatever a mail holds, no file is read and nothing fetched to write it. */
export const SEALED = { disableFileAccess: true, disableUrlAccess: true } as const

/**
 * What a name or a subject says cannot leave its header: nodemailer encodes it. An address could, so it is parsed again.
 * Fails `never` when `to` is not an address in its one form: whoever queued it did not parse it.
 */
export function composed(mail: Mail, head: Letterhead): Result<SendMailOptions, 'never'> {
  const to = parseAddress(mail.to, domainToASCII)
  if (!to.ok || to.value !== mail.to) return failed('never', 'its address is not in its one form')
  const sender = { name: head.name, address: head.from }
  return ok({
    from: sender,
    to: { name: '', address: mail.to },
    ...(head.replyTo === undefined
      ? {}
      : { replyTo: { name: sender.name, address: head.replyTo } }),
    envelope: { from: head.from, to: [mail.to] },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${nameOf(mail.key)}@${head.from.slice(head.from.lastIndexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
  })
}

/**
 * The same for the same key, and telling nothing of it: the Message-ID and the file name of a mail. Mail systems that
 * get one Message-ID twice show it once, which is what covers a process that dies between the server's yes and the
 * store's.
 */
export function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22)
}
