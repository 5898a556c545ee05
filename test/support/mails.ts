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

/** What was written once stays as it is, and a crowd that waits looks again and again. */
const known = new Map<string, Promise<{ readonly at: number; readonly mail: ReadMail }>>()

async function readOnce(file: string) {
  const { mtimeMs: at } = await stat(file)
  return { at, mail: readMail(await simpleParser(await readFile(file))) }
}

/** Every mail to an address, oldest first. */
export async function mailsTo(published: Place, address: string): Promise<readonly ReadMail[]> {
  const folder = join(published.dir, 'data/outbox')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'))
  const written = names.map((name) => {
    const file = join(folder, name)
    const mail = known.get(file) ?? readOnce(file)
    known.set(file, mail)
    return mail
  })
  return (await Promise.all(written))
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
    { timeout: 8000, interval: 50 },
  )
}
