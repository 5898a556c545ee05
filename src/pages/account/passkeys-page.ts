// Passkeys page: which passkeys a reader has, and another one.
import { FRESH_MINUTES, MOST_PASSKEYS, type PasskeyFacts } from '../../core/passkey.ts'
import { logInHref } from '../addresses.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup } from '../html.ts'
import type { PasskeyNews } from '../words/vocabulary.ts'
import { toAccount } from './account-page.ts'
import { accountSheet } from './account-sheet.ts'
import { button, type FieldError, form, hidden, passkeyForm } from './form.ts'

export interface PasskeysPage {
  readonly passkeys: readonly PasskeyFacts[]
  /** `stale`: the log-in is too long ago. `never`: browsers know no passkeys at this address. */
  readonly adding: 'open' | 'stale' | 'full' | 'never'
  readonly said?: PasskeyNews | undefined
  readonly error?: FieldError | undefined
}

/** Posts `id` to /passkeys/remove; with script, `answer` to /passkeys. */
export function passkeysPage(frame: Frame, page: PasskeysPage): string {
  const { passkeys } = frame.words.accounts
  const { title, text, none, news } = passkeys
  const { said, error } = page
  return accountSheet(frame, {
    title,
    error,
    signedIn: true,
    passkeys: page.adding === 'open',
    main: html`${said && html`<p class="news">${news[said]}</p>`}
<p>${text}</p>
${
  page.passkeys.length === 0
    ? html`<p>${none}</p>`
    : html`<ul class="rows">${page.passkeys.map((one) => row(frame, one))}</ul>`
}
${another(frame, page.adding)}
${toAccount(frame)}`,
  })
}

function row(frame: Frame, { id, device, created, lastUsed }: PasskeyFacts): Markup {
  const { own, passkeys } = frame.words.accounts
  const { timeZone } = frame.site.publication
  const name = device || own.someDevice
  const used = lastUsed === undefined ? undefined : html`<br>${own.lastUsed(lastUsed, timeZone)}`
  return html`<li><b><bdi>${name}</bdi></b> <span>${passkeys.added(created, timeZone)}${used}</span>${form(
    frame,
    'passkeys/remove',
    html`${hidden('id', id)}${button(passkeys.remove, { quiet: true, of: name })}`,
  )}</li>`
}

function another(frame: Frame, adding: PasskeysPage['adding']): Markup | undefined {
  const { add, without, stale, logInAgain, full } = frame.words.accounts.passkeys
  switch (adding) {
    case 'open':
      return html`${passkeyForm(
        frame,
        { kind: 'create', action: 'passkeys', question: 'passkeys/question' },
        button(add),
      )}
<p class="aside" data-without-passkeys>${without}</p>`
    case 'stale':
      return html`<p class="aside">${stale(FRESH_MINUTES)}</p>
<p><a class="button" href="${logInHref(frame.site, `${frame.site.paths.account}/passkeys`)}">${logInAgain}</a></p>`
    case 'full':
      return html`<p class="aside">${full(MOST_PASSKEYS)}</p>`
    case 'never':
      return undefined
  }
}
