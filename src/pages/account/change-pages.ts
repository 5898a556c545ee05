// Change pages: another address, no account at all, and what the account says when something was done or refused.
import { logInHref } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import type { Done } from '../words/vocabulary.ts'
import { toAccount } from './account-page.ts'
import { accountSheet, wayBack, withAddress } from './account-sheet.ts'
import { button, type FieldError, field, form } from './form.ts'

/** Posts `address`, entered once more, to /delete. */
export function deletePage(
  frame: Frame,
  { address, error }: { readonly address: string; readonly error?: FieldError | undefined },
): string {
  const { remove, own } = frame.words.accounts
  const { title, label } = remove
  return accountSheet(frame, {
    title,
    error,
    signedIn: true,
    main: html`${withAddress(own.loggedIn, address)}
<p>${remove.text}</p>
<ul class="points">${remove.erased.map((one) => html`<li>${one}</li>`)}</ul>
${form(
  frame,
  'delete',
  html`${field(frame, { name: 'address', label, value: '', kind: 'address', error })}
${button(remove.button)}`,
)}
${toAccount(frame, remove.keep)}`,
  })
}

export interface ChangeAddressPage {
  readonly address: string
  /** The new one as it was written, for the reader to put right. */
  readonly wanted: string
  readonly error?: FieldError | undefined
  readonly retryMinutes?: number | undefined
}

/** Posts `wanted` to /address. */
export function changeAddressPage(frame: Frame, page: ChangeAddressPage): string {
  const { change } = frame.words.accounts
  const { title, label } = change
  const { address, wanted, error, retryMinutes } = page
  return accountSheet(frame, {
    title,
    error,
    retryMinutes,
    signedIn: true,
    main: html`${withAddress(change.now, address)}
<p>${change.text}</p>
${form(
  frame,
  'address',
  html`${field(frame, { name: 'wanted', label, value: wanted, kind: 'address', error, retryMinutes })}
${button(change.button)}`,
)}
${toAccount(frame, change.keep)}`,
  })
}

export type DonePage =
  | { readonly kind: Done; readonly returnTo?: string | undefined }
  | {
      readonly kind: 'address-asked' | 'cancel-asked'
      /** Where a mail with a link went. */
      readonly address: string
      readonly returnTo?: string | undefined
    }

/** What was done, or what is to be done with the mail that was sent. */
export function donePage(frame: Frame, page: DonePage): string {
  const { done, asked } = frame.words.accounts
  const { returnTo } = page
  if (!('address' in page)) {
    const { title, text } = done[page.kind]
    return accountSheet(frame, {
      title,
      returnTo,
      offers: true,
      main: html`<p>${text}</p>
${page.kind === 'address-undone' ? toLogIn(frame) : wayBack(frame, returnTo)}`,
    })
  }
  const says = asked[page.kind]
  const signedIn = page.kind === 'address-asked'
  return accountSheet(frame, {
    title: says.title,
    signedIn,
    returnTo,
    main: html`${withAddress(says.address, page.address)}
<p>${says.text}</p>
${signedIn ? toAccount(frame) : wayBack(frame, returnTo)}`,
  })
}

/** A form that did not come from this publication: nothing was done. */
export function forgedPage(frame: Frame): string {
  const { title, text } = frame.words.accounts.forged
  return accountSheet(frame, {
    title,
    main: html`<p>${text}</p>
${toLogIn(frame)}
${wayBack(frame, undefined)}`,
  })
}

function toLogIn({ site, words }: Frame): Markup {
  return html`<p><a class="button" href="${logInHref(site, undefined)}">${words.logIn}</a></p>`
}
