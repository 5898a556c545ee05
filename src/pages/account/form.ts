// Form: how the account asks. Plain forms of one question, with what is wrong said twice: at the top and at the field.
import { href } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import type { FieldProblem } from '../words/vocabulary.ts'

export interface FieldError {
  /** The field's name in its form. */
  readonly field: string
  readonly what: FieldProblem
}

/** A place below the account's path that takes posted forms. */
export type Action =
  | 'log-in'
  | 'log-in/passkey'
  | 'log-in/question'
  | 'passkeys'
  | 'passkeys/question'
  | 'passkeys/remove'
  | 'code'
  | 'link'
  | 'sessions/end'
  | 'sessions/end-all'
  | 'log-out'
  | 'export'
  | 'delete'
  | 'address'
  | 'cancel'
  | 'resume'
  | 'feed'
  | 'feed/replace'
  | 'feed/off'
  | `subscribe/${string}`
  | `practice/${string}`
  | `receipts/${string}`

/** Where a page of the account is. */
export function accountHref({ site }: Frame, page: Action): string {
  return `${href(site.paths.account)}/${page}`
}

/** The browser checks nothing by itself: what it would say, it says in its own words, for a moment, and not to all. */
export function form(frame: Frame, action: Action, inside: Markup): Markup {
  return html`<form method="post" action="${accountHref(frame, action)}" novalidate>${inside}</form>`
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  /** `account`: the address of an account that may have a passkey as well. */
  readonly kind: 'address' | 'account' | 'code'
  readonly error: FieldError | undefined
  readonly retryMinutes?: number | undefined
}

const ADDRESS_KEYS = html`dir="ltr" inputmode="email" autocapitalize="none" spellcheck="false"`

/** `type="email"` would refuse addresses with letters beyond ASCII, so an address is text with the keys for one. */
const KINDS = {
  address: html`${ADDRESS_KEYS} autocomplete="email"`,
  account: html`${ADDRESS_KEYS} autocomplete="email webauthn"`,
  code: html`dir="ltr" inputmode="numeric" autocomplete="one-time-code" pattern="${'\\s*([0-9]\\s*){6}'}"`,
}

export function field(frame: Frame, { name, label, value, kind, ...rest }: Field): Markup {
  const error = rest.error?.field === name ? rest.error : undefined
  const told = `${name}-error`
  const wrong = error && html` aria-invalid="true" aria-describedby="${told}"`
  return html`<label for="${name}">${label}</label>
${error && html`<p class="mend" id="${told}">${problem(frame, error, rest.retryMinutes)}</p>`}
<input class="${kind === 'code' ? kind : 'address'}" id="${name}" name="${name}" type="text" ${KINDS[kind]} value="${value}"${wrong}>`
}

/**
 * A form that is shown where passkeys work: the script of the page asks `question`, and posts what the browser answers as
 * `answer` to `action`.
 */
export function passkeyForm(
  frame: Frame,
  { kind, action, question, more }: PasskeyForm,
  press: Markup,
): Markup {
  const { nothing } = frame.words.accounts.passkeys
  return html`<form method="post" action="${accountHref(frame, action)}" id="${kind === 'get' ? 'passkey' : 'new-passkey'}" data-passkey="${kind}" data-question="${accountHref(frame, question)}" hidden>${hidden('answer', '')}${more}${press}
<p class="aside" role="status" data-nothing="${nothing[kind]}"></p></form>`
}

interface PasskeyForm {
  /** What is asked of the browser: to make a passkey, or to use one. */
  readonly kind: 'create' | 'get'
  readonly action: Action
  readonly question: Action
  /** What is posted besides. */
  readonly more?: Markup | undefined
}

/** What is there to be copied, and cannot be changed. */
export function copyable(id: string, label: string, value: string): Markup {
  return html`<label for="${id}">${label}</label>
<input class="copy" id="${id}" type="text" dir="ltr" readonly autocomplete="off" spellcheck="false" value="${value}">`
}

/** A box that is not ticked until the reader ticks it. */
export function consent(frame: Frame, text: string, error: FieldError | undefined): Markup {
  const wrong = error && html` aria-invalid="true" aria-describedby="consent-error"`
  return html`${error && html`<p class="mend" id="consent-error">${problem(frame, error, undefined)}</p>`}
<label class="consent" for="consent"><input type="checkbox" id="consent" name="consent" value="yes"${wrong}> <span>${text}</span></label>`
}

export function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

/** `quiet` for what is not the page's main step; `of` completes the name of a button that stands there several times. */
export function button(text: string, how: { quiet?: boolean; of?: string } = {}): Markup {
  const more = how.of === undefined ? undefined : html`<span class="sr-only"> ${how.of}</span>`
  return html`<button class="button${how.quiet ? ' quiet' : ''}">${text}${more}</button>`
}

/** At the top: what is wrong, with a link to the field. Focus begins here, so that it is heard first. */
export function problems(
  frame: Frame,
  error: FieldError,
  retryMinutes: number | undefined,
): Markup {
  return html`<section class="problems" id="errors" aria-labelledby="errors-title" tabindex="-1" autofocus>
<h2 id="errors-title">${frame.words.accounts.errors}</h2>
<ul><li><a href="#${error.field}">${problem(frame, error, retryMinutes)}</a></li></ul>
</section>`
}

function problem(
  { words }: Frame,
  { field, what }: FieldError,
  retryMinutes: number | undefined,
): string {
  const { problems, limited } = words.accounts
  if (what === 'limited' && retryMinutes !== undefined) return limited(retryMinutes)
  return problems[field]?.[what] ?? problems.any[what]
}
