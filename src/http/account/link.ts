// Link: the address in a mail. Opening it uses nothing up (mail scanners open everything): the secret moves out of the
// address into a cookie, and a page that names the address asks for a press of a button.
import { linkPage, wornPage } from '../../pages/account/log-in-pages.ts'
import { cookieNamed, setCookie } from '../cookies.ts'
import type { Reply } from '../reply.ts'
import { hashOf } from '../session.ts'
import { takeCancel } from './cancel.ts'
import { takeChange, takeUndo } from './change-address.ts'
import { newSession, unavailable, welcome } from './log-in.ts'
import { type AccountParts, onward, page } from './parts.ts'

const LINK_SECONDS = 15 * 60

/** Takes the secret out of the address. */
export function openLink(sealed: string, parts: AccountParts): Reply {
  if (parts.seals.open('link', sealed) === undefined)
    return page(parts, wornPage(parts.frame, { kind: 'link' }), 422)
  const cookie = setCookie(parts.cookies.link, sealed, LINK_SECONDS, parts.secure)
  return onward(`${parts.frame.site.paths.account}/link`, [cookie])
}

/** Asks whether this browser shall be logged in as the address the link was sent to. */
export async function showLink(request: Request, parts: AccountParts): Promise<Reply> {
  const secret = linkSecret(request, parts)
  if (secret === undefined) return page(parts, wornPage(parts.frame, { kind: 'link' }), 422)
  const challenge = await parts.store.challengeOfLink(hashOf(secret), parts.now())
  if (challenge.ok) return page(parts, linkPage(parts.frame, challenge.value))
  if (challenge.reason === 'worn') return page(parts, wornPage(parts.frame, { kind: 'link' }), 422)
  return unavailable(parts, undefined)
}

/** The button was pressed. The page that had it names its challenge: another link may have been opened since. */
export async function takeLink(
  request: Request,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const secret = linkSecret(request, parts)
  if (secret === undefined) return page(parts, wornPage(parts.frame, { kind: 'link' }), 422)
  const now = parts.now()
  const challenge = await parts.store.challengeOfLink(hashOf(secret), now)
  if (!challenge.ok)
    return challenge.reason === 'worn'
      ? page(parts, wornPage(parts.frame, { kind: 'link' }), 422)
      : unavailable(parts, undefined)
  if ((form.get('challenge') ?? challenge.value.id) !== challenge.value.id)
    return page(parts, linkPage(parts.frame, challenge.value), 422)
  switch (challenge.value.purpose) {
    case 'log-in':
      return logInByLink(request, secret, now, parts)
    case 'change-address':
      return takeChange(secret, now, parts)
    case 'undo-address':
      return takeUndo(secret, now, parts)
    case 'cancel':
      return takeCancel(secret, challenge.value.address, now, parts)
  }
}

async function logInByLink(
  request: Request,
  secret: string,
  now: number,
  parts: AccountParts,
): Promise<Reply> {
  const made = newSession(request, now, parts)
  const entered = await parts.store.logInByLink(hashOf(secret), made.session, now)
  if (entered.ok) return welcome(request, entered.value, made.secret, now, parts)
  if (entered.reason === 'worn') return page(parts, wornPage(parts.frame, { kind: 'link' }), 422)
  return unavailable(parts, undefined)
}

function linkSecret(request: Request, parts: AccountParts): string | undefined {
  const text = cookieNamed(request.headers.get('cookie') ?? undefined, parts.cookies.link)
  return text === undefined ? undefined : parts.seals.open('link', text)
}
