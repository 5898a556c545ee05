// Log-in pages: an address, then the code from the mail, or a button behind the link in it.
import { type Challenge, LOG_IN_MINUTES } from '../../core/account.ts'
import { logInHref } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import type { Worn } from '../words/vocabulary.ts'
import { accountSheet, wayBack, withAddress } from './account-sheet.ts'
import { button, type FieldError, field, form, hidden, passkeyForm } from './form.ts'

export interface LogInPage {
  /** A path of this publication in normal form. */
  readonly returnTo?: string | undefined
  /** As it was written, for the reader to put right. */
  readonly address: string
  readonly error?: FieldError | undefined
  /** With `limited`: when it may be asked for again. */
  readonly retryMinutes?: number | undefined
  /** Whether passkeys can be asked for. */
  readonly passkeys: boolean
}

/** Posts `address` and `return_to` to /log-in; with script, `answer` and `return_to` to /log-in/passkey. */
export function logInPage(frame: Frame, page: LogInPage): string {
  const { words, site } = frame
  const { title, text, label, button: send } = words.accounts.logIn(site.publication.name)
  const { returnTo, address, error, retryMinutes, passkeys } = page
  const kind = passkeys ? 'account' : 'address'
  return accountSheet(frame, {
    title,
    error,
    retryMinutes,
    returnTo,
    passkeys,
    offers: true,
    main: html`<p>${text}</p>
${form(
  frame,
  'log-in',
  html`${field(frame, { name: 'address', label, value: address, kind, error, retryMinutes })}
${returnHidden(returnTo)}${button(send)}`,
)}
${passkeys ? passkeyLogIn(frame, returnTo) : undefined}
${returnTo === undefined ? undefined : html`<p class="aside">${words.accounts.returns}</p>`}
${wayBack(frame, returnTo)}`,
  })
}

export interface CodePage {
  /** Where the mail went. */
  readonly address: string
  /** Kept when another code is asked for. */
  readonly returnTo?: string | undefined
  readonly error?: FieldError | undefined
  /** Mails are written into a folder instead of being sent. */
  readonly practiceOutbox: boolean
}

/** Posts `code` to /code. Says the same whether anybody has that address. */
export function codePage(frame: Frame, page: CodePage): string {
  const code = frame.words.accounts.code(LOG_IN_MINUTES)
  const { address, error, returnTo } = page
  const { label } = code
  return accountSheet(frame, {
    title: code.title,
    error,
    returnTo,
    main: html`${withAddress(page.practiceOutbox ? code.outbox : code.sent, address)}
${form(
  frame,
  'code',
  html`${field(frame, { name: 'code', label, value: '', kind: 'code', error })}
${button(code.button)}`,
)}
<p class="aside">${code.text}</p>
${page.practiceOutbox ? undefined : html`<p class="aside">${code.again}</p>`}
${form(
  frame,
  'log-in',
  html`${hidden('address', address)}${returnHidden(returnTo)}${button(code.againButton, { quiet: true })}`,
)}
<p><a href="${logInHref(frame.site, returnTo)}">${code.otherAddress}</a></p>`,
  })
}

/** Posts the press of its button to /link, and which `challenge` it was pressed for. Opening it uses nothing up. */
export function linkPage(
  frame: Frame,
  { id, address, purpose }: Pick<Challenge, 'id' | 'address' | 'purpose'>,
): string {
  const says = frame.words.accounts.link(purpose, frame.site.publication.name)
  return accountSheet(frame, {
    title: says.title,
    main: html`${withAddress(says.address, address)}
${form(frame, 'link', html`${hidden('challenge', id)}${button(says.button(address))}`)}
<p class="aside">${says.text}</p>`,
  })
}

/** A link or a code that does not work any more, or would take another account's address. */
export function wornPage(frame: Frame, { kind }: { readonly kind: Worn }): string {
  const { worn, newCode } = frame.words.accounts
  const { title, text } = worn(LOG_IN_MINUTES)[kind]
  return accountSheet(frame, {
    title,
    main: html`<p>${text}</p>
<p><a class="button" href="${logInHref(frame.site, undefined)}">${newCode}</a></p>`,
  })
}

/** The store cannot answer. */
export function unavailablePage(
  frame: Frame,
  { returnTo }: { readonly returnTo?: string | undefined },
): string {
  const { title, text } = frame.words.accounts.unavailable
  return accountSheet(frame, {
    title,
    returnTo,
    main: html`<p>${text}</p>${wayBack(frame, returnTo)}`,
  })
}

function passkeyLogIn(frame: Frame, returnTo: string | undefined): Markup {
  const more = returnHidden(returnTo)
  return passkeyForm(
    frame,
    { kind: 'get', action: 'log-in/passkey', question: 'log-in/question', more },
    button(frame.words.accounts.passkeys.logIn, { quiet: true }),
  )
}

function returnHidden(returnTo: string | undefined): Markup | undefined {
  return returnTo === undefined ? undefined : hidden('return_to', returnTo)
}
