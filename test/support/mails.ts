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

/** Whoever waits for a mail looks into the outbox again and again, and mails are written whole. */
const known = new Map<string, Promise<ReadMail>>()

function readOnce(file: string, mtimeMs: number): Promise<ReadMail> {
  const key = `${file} ${mtimeMs}`
  const read = known.get(key) ?? readFile(file).then(simpleParser).then(readMail)
  known.set(key, read)
  return read
}

/** Every mail to an address, oldest first. */
export async function mailsTo(published: Place, address: string): Promise<readonly ReadMail[]> {
  const folder = join(published.dir, 'data/outbox')
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml'))
  const written = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name)
      const { mtimeMs } = await stat(file)
      return { at: mtimeMs, mail: await readOnce(file, mtimeMs) }
    }),
  )
  return written
    .sort((a, b) => a.at - b.at)
    .map(({ mail }) => mail)
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
    { timeout: 30_000, interval: 50 },
  )
}
