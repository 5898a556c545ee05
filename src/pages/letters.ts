// Letters: what is mailed to readers, as plain text and as HTML that says the same. No picture, nothing that is fetched,
// no colour of its own (so it is as dark or light as the reader's mail program), and no address in it that tells who
// opened what.
import { type Address, LOG_IN_MINUTES, type Mail } from '../core/account.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'
import type { LetterPart } from './words/letter-part.ts'
import type { LetterWords } from './words/vocabulary.ts'

/** What every letter needs: `key` queues it once, `until` (epoch milliseconds) is when it is no longer worth sending. */
interface Envelope {
  readonly key: string
  readonly to: Address
  readonly until: number
}

/** Links are absolute addresses. */
export interface Letters {
  logIn(letter: {
    readonly key: string
    readonly to: Address
    /** Six digits. */
    readonly code: string
    readonly link: string
    readonly expires: number
  }): Mail
  confirmAddress(letter: Envelope & { readonly link: string }): Mail
  /** `days`: how long the link takes the change back. */
  addressChanged(letter: Envelope & { readonly link: string; readonly days: number }): Mail
  confirmCancel(letter: Envelope & { readonly link: string }): Mail
  /** `plan` is the plan's name, `lastDay` a local date, 2026-12-01. */
  canceled(letter: Envelope & { readonly plan: string; readonly lastDay: string }): Mail
  deleted(letter: Envelope): Mail
}

export function letters(frame: Pick<Frame, 'site' | 'words'>): Letters {
  const { name } = frame.site.publication
  const { mails } = frame.words
  const set = (envelope: Envelope, words: LetterWords, inserted: Inserted = {}): Mail => ({
    key: envelope.key,
    to: envelope.to,
    until: envelope.until,
    subject: words.subject,
    text: asText(frame, words, inserted),
    html: asHtml(frame, words, inserted),
  })
  return {
    logIn: ({ key, to, code, link, expires }) =>
      set({ key, to, until: expires }, mails.logIn(name, code, LOG_IN_MINUTES), { code, link }),
    confirmAddress: (letter) => set(letter, mails.confirmAddress(name, LOG_IN_MINUTES), letter),
    addressChanged: (letter) => set(letter, mails.addressChanged(name, letter.days), letter),
    confirmCancel: (letter) => set(letter, mails.confirmCancel(name, LOG_IN_MINUTES), letter),
    canceled: (letter) => set(letter, mails.canceled(name, letter.plan, letter.lastDay)),
    deleted: (letter) => set(letter, mails.deleted(name)),
  }
}

interface Inserted {
  readonly code?: string
  readonly link?: string
}

function asText(
  { site }: Pick<Frame, 'site'>,
  { parts }: LetterWords,
  { code = '', link = '' }: Inserted,
): string {
  const paragraphs = parts.map((part) => {
    if (part.kind === 'text') return part.text
    return part.kind === 'code' ? grouped(code) : `${part.label}\n${link}`
  })
  return `${[...paragraphs, `${site.publication.name}\n${site.address}`].join('\n\n')}\n`
}

function asHtml(
  { site, words }: Pick<Frame, 'site' | 'words'>,
  letter: LetterWords,
  inserted: Inserted,
): string {
  return html`<!doctype html>
<html lang="${words.locale}" dir="${words.mails.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${letter.subject}</title>
</head>
<body>
${letter.parts.map((part) => paragraph(part, inserted))}
<hr>
<p><bdi>${site.publication.name}</bdi><br><a href="${site.address}">${site.address}</a></p>
</body>
</html>
`.markup
}

function paragraph(part: LetterPart, { code = '', link = '' }: Inserted): Markup {
  if (part.kind === 'text') return html`<p>${part.text}</p>\n`
  if (part.kind === 'code') return html`<h1>${grouped(code)}</h1>\n`
  return html`<p>${part.label}<br><a href="${link}">${link}</a></p>\n`
}

/** In two groups, as one reads it to somebody; a space that no line breaks at. */
function grouped(code: string): string {
  return `${code.slice(0, 3)}\u00a0${code.slice(3)}`
}
