// Mails: what a story's publication has written into its outbox.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { vi } from 'vitest'

/** A publication whose data folder is `data` in `dir`. */
interface Place {
  readonly dir: string
}

export interface ReadMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The six digits, when there are some. */
  readonly code: string
  /** Path and query of the link in it. */
  readonly link: string
}

export function readMail(mail: ParsedMail): ReadMail {
  const text = mail.text ?? ''
  const to = Array.isArray(mail.to) ? mail.to[0]?.text : mail.to?.text
  return {
    to: to ?? '',
    subject: mail.subject ?? '',
    text,
    code: /\b(\d{3})\s?(\d{3})\b/.exec(text)?.slice(1).join('') ?? '',
    link: /https?:\/\/[^/\s]+(\/\S+\/link\/\S+)/.exec(text)?.[1] ?? '',
  }
}

/** Every mail to an address, oldest first. */
export async function mailsTo(published: Place, address: string): Promise<readonly ReadMail[]> {
  const folder = join(published.dir, 'data/outbox')
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml'))
  const written = await Promise.all(
    files.map(async (file) => ({
      at: (await stat(join(folder, file))).mtimeMs,
      mail: await simpleParser(await readFile(join(folder, file))),
    })),
  )
  return written
    .sort((a, b) => a.at - b.at)
    .map(({ mail }) => readMail(mail))
    .filter((mail) => mail.to.includes(address))
}

/** The `count`th mail to an address, when it has come. */
export async function mailTo(published: Place, address: string, count = 1): Promise<ReadMail> {
  return vi.waitFor(
    async () => {
      const mail = (await mailsTo(published, address))[count - 1]
      if (mail === undefined) throw new Error(`no mail number ${count} to ${address} yet`)
      return mail
    },
    { timeout: 8000, interval: 50 },
  )
}
