// Letters: what is mailed to readers, as plain text and as HTML that says the same. No picture, nothing that is fetched,
// no colour of its own (so it is as dark or light as the reader's mail program), and no address in it that tells who
// opened what.
import { type Address, LOG_IN_MINUTES, type Mail } from '../core/account.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'
import type { LetterPart } from './words/letter-part.ts'
import type { LetterWords } from './words/vocabulary.ts'

interface Envelope {
  /** Queues the mail once. */
  readonly key: string
  readonly to: Address
}

/** A letter that ends when its link does. */
interface LinkLetter extends Envelope {
  /** Absolute address. */
  readonly link: string
  /** Epoch milliseconds. */
  readonly expires: number
}

/** A letter that says that something was done. */
interface Receipt extends Envelope {
  /** Epoch milliseconds; from then on it is no longer worth sending. */
  readonly until: number
}

export interface Letters {
  /** `code`: six digits. */
  logIn(letter: LinkLetter & { readonly code: string }): Mail
  /** To a reader whom support helps: the link logs in, wherever it is opened. */
  helpToLogIn(letter: LinkLetter): Mail
  /** To the new address: the link makes it the account's. */
  changeAddress(letter: LinkLetter): Mail
  /** To the old address: the link takes the change back. */
  addressChanged(letter: LinkLetter): Mail
  /** To whoever asked to cancel without logging in: the link does it. */
  cancel(letter: LinkLetter): Mail
  /** `plan` is the plan's name, `lastDay` a local date, 2026-12-01. */
  canceled(letter: Receipt & { readonly plan: string; readonly lastDay: string }): Mail
  /** `link`: to the reader's passkeys; `device`: what added it, in a few words. */
  passkeyAdded(letter: Receipt & { readonly link: string; readonly device: string }): Mail
  deleted(letter: Receipt): Mail
}

export function letters(frame: Pick<Frame, 'site' | 'words'>): Letters {
  const { name, timeZone } = frame.site.publication
  const { mails } = frame.words
  const set = ({ key, to, until }: Receipt, words: LetterWords, inserted: Inserted = {}): Mail => ({
    key,
    to,
    until,
    subject: words.subject,
    text: asText(frame, words, inserted),
    html: asHtml(frame, words, inserted),
  })
  const withLink = (letter: LinkLetter & Inserted, words: LetterWords): Mail =>
    set({ ...letter, until: letter.expires }, words, letter)
  return {
    logIn: (letter) => withLink(letter, mails.logIn(name, letter.code, LOG_IN_MINUTES)),
    helpToLogIn: (letter) => withLink(letter, mails.helpToLogIn(name, LOG_IN_MINUTES)),
    changeAddress: (letter) => withLink(letter, mails.changeAddress(name, LOG_IN_MINUTES)),
    addressChanged: (letter) =>
      withLink(letter, mails.addressChanged(name, frame.words.date(letter.expires, timeZone))),
    cancel: (letter) => withLink(letter, mails.cancel(name, LOG_IN_MINUTES)),
    canceled: (letter) => set(letter, mails.canceled(name, letter.plan, letter.lastDay)),
    passkeyAdded: (letter) => set(letter, mails.passkeyAdded(name, letter.device), letter),
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
