// Log in: an address, then the code from the mail in this browser, or the link from it in any. Nobody is told whether
// an address is known: an account is made when it is first proved, and nothing differs before that.
import { randomInt } from 'node:crypto'
import {
  type Address,
  LOG_IN_MINUTES,
  type Mail,
  SESSION_DAYS,
  type SecretHash,
  sessionIdOf,
} from '../../core/account.ts'
import { mergeInto } from '../../core/meter.ts'
import type { Result } from '../../core/result.ts'
import type { LoggedIn, NewChallenge, NewSession } from '../../core/store.ts'
import {
  codePage,
  type LogInPage,
  logInPage,
  unavailablePage,
  wornPage,
} from '../../pages/account/log-in-pages.ts'
import { backHref } from '../../pages/addresses.ts'
import { clearCookie, cookieNamed, setCookie } from '../cookies.ts'
import { sealMeter } from '../meter-cookie.ts'
import { sealPass } from '../pass.ts'
import { passOf } from '../renewal.ts'
import type { Reply } from '../reply.ts'
import { hashOf, newSecret } from '../session.ts'
import { KEPT_SECONDS } from '../settle.ts'
import { deviceOf } from './device.ts'
import { type AccountParts, onward, type PageStatus, page, retryAfter } from './parts.ts'
import type { Rate, Rates } from './rate.ts'
import { safeReturn } from './way-back.ts'

const MINUTE = 60_000
/** How long a code and a link are good for. */
export const GOOD_FOR = LOG_IN_MINUTES * MINUTE
export const MOST_PER_ADDRESS_AND_HOUR = 5
/** Minutes after which what is limited is not any more: of a network or of all, and of the mails to an address. */
export const RATE_MINUTES = 15
export const ADDRESS_MINUTES = 60
const SESSION_SECONDS = SESSION_DAYS * 86_400

export interface LogInLimits {
  readonly network: Rate
  readonly all: Rate
}

/**
 * Wrong codes, of a network and of everybody: a thief of many networks who asks for many codes has a thousand wrong ones
 * an hour, and one in a million is right. Past the limit the link in the mail still logs in.
 */
export function wrongCodeLimits(rates: Rates): LogInLimits {
  return {
    network: rates('wrong codes of a network', 30, RATE_MINUTES * MINUTE),
    all: rates('wrong codes', 300, RATE_MINUTES * MINUTE),
  }
}

export function logInLimits(rates: Rates): LogInLimits {
  return {
    network: rates('log-ins of a network', 20, RATE_MINUTES * MINUTE),
    all: rates('log-ins', 1000, RATE_MINUTES * MINUTE),
  }
}

/** The page that asks for an address, and for a passkey where browsers know them. */
export function logInReply(
  asks: Omit<LogInPage, 'passkeys'>,
  parts: AccountParts,
  status: PageStatus = 200,
  more: readonly string[] = [],
): Reply {
  const passkeys = parts.passkeys !== undefined
  const headers = passkeys ? parts.scriptHeaders : parts.headers
  return page({ headers }, logInPage(parts.frame, { ...asks, passkeys }), status, more)
}

/** Whether one more may be asked for. What a network's own limit refuses does not use up that of all. */
export async function mayAsk(
  { network, all }: LogInLimits,
  from: string | undefined,
  now: number,
): Promise<boolean> {
  return (await network.allows(from ?? '', now)) && (await all.allows('', now))
}

/** Counts one less than `mayAsk` did. */
function takeBack({ network, all }: LogInLimits, from: string | undefined, now: number): void {
  network.takeBack(from ?? '', now)
  all.takeBack('', now)
}

/** Asks for the address, unless nothing could be done with it. */
export async function showLogIn(query: URLSearchParams, parts: AccountParts): Promise<Reply> {
  const { frame, store } = parts
  const returnTo = safeReturn(query.get('return_to'), frame.site.paths)
  const ready = await store.ready()
  if (!ready.ok) return unavailable(parts, returnTo)
  return logInReply({ returnTo, address: '' }, parts)
}

/** The address was given: sends the mail, and asks for the code. */
export async function askForLogIn(
  form: URLSearchParams,
  network: string | undefined,
  limits: LogInLimits,
  parts: AccountParts,
): Promise<Reply> {
  const { frame } = parts
  const now = parts.now()
  const written = form.get('address')?.trim() ?? ''
  const returnTo = safeReturn(form.get('return_to'), frame.site.paths)
  const again = (what: 'missing' | 'malformed') =>
    logInReply({ returnTo, address: written, error: { field: 'address', what } }, parts, 422)
  const limited = (retryMinutes: number) => {
    const error = { field: 'address', what: 'limited' } as const
    const asks = { returnTo, address: written, error, retryMinutes }
    return logInReply(asks, parts, 429, retryAfter(retryMinutes))
  }
  if (written === '') return again('missing')
  const address = parts.parseAddress(written)
  if (!address.ok) return again('malformed')
  if (!(await mayAsk(limits, network, now))) return limited(RATE_MINUTES)
  const made = challengeFor(address.value, returnTo, now, parts)
  const kept = await parts.store.challenge(
    made.challenge,
    made.letter,
    MOST_PER_ADDRESS_AND_HOUR,
    now,
  )
  if (!kept.ok)
    return kept.reason === 'limited' ? limited(ADDRESS_MINUTES) : unavailable(parts, returnTo)
  parts.wake()
  const cookie = setCookie(parts.cookies.challenge, made.bound, GOOD_FOR / 1000, parts.secure)
  return onward(`${frame.site.paths.account}/code`, [cookie])
}

/** A code, a link and the secret that binds the code to the asking browser; what is kept of them and what is mailed. */
function challengeFor(
  address: Address,
  returnTo: string | undefined,
  now: number,
  { frame, seals, letters }: AccountParts,
): { readonly challenge: NewChallenge; readonly letter: Mail; readonly bound: string } {
  const browser = newSecret()
  const link = newSecret()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const id = newSecret().hash.slice(0, 22)
  const expires = now + GOOD_FOR
  const { site } = frame
  return {
    challenge: {
      id,
      address,
      purpose: 'log-in',
      codeHash: hashOfCode(code, browser.secret),
      linkHash: link.hash,
      browserHash: browser.hash,
      returnTo,
      expires,
      reader: undefined,
    },
    letter: letters.logIn({
      key: `log-in ${id}`,
      to: address,
      code,
      link: `${site.address}${site.paths.account}/link/${seals.seal('link', link.secret)}`,
      expires,
    }),
    bound: seals.seal('challenge', browser.secret),
  }
}

/** The page that asks for the code, in the browser that asked for it. */
export async function showCode(request: Request, parts: AccountParts): Promise<Reply> {
  const browser = browserSecret(request, parts)
  if (browser === undefined) return onward(`${parts.frame.site.paths.account}/log-in`)
  const challenge = await parts.store.challengeOfBrowser(hashOf(browser), parts.now())
  if (!challenge.ok)
    return challenge.reason === 'worn'
      ? onward(`${parts.frame.site.paths.account}/log-in`)
      : unavailable(parts, undefined)
  const { address, returnTo } = challenge.value
  const { practiceOutbox } = parts
  return page(parts, codePage(parts.frame, { address, returnTo, practiceOutbox }))
}

/** The code was given. */
export async function takeCode(
  {
    request,
    form,
    network,
  }: { request: Request; form: URLSearchParams; network: string | undefined },
  wrong: LogInLimits,
  parts: AccountParts,
): Promise<Reply> {
  const { frame, store } = parts
  const now = parts.now()
  const browser = browserSecret(request, parts)
  if (browser === undefined) return page(parts, wornPage(frame, { kind: 'code' }), 422)
  const code = (form.get('code') ?? '').normalize('NFKC').replace(/[\s-]/g, '')
  const challenge = await store.challengeOfBrowser(hashOf(browser), now)
  if (!challenge.ok)
    return challenge.reason === 'worn'
      ? page(parts, wornPage(frame, { kind: 'code' }), 422)
      : unavailable(parts, undefined)
  const again = (what: 'malformed' | 'wrong' | 'limited', status: 422 | 429 = 422) => {
    const { address, returnTo } = challenge.value
    const error = { field: 'code', what } as const
    const { practiceOutbox } = parts
    const html = codePage(frame, { address, returnTo, error, practiceOutbox })
    return page(parts, html, status, status === 429 ? retryAfter(RATE_MINUTES) : [])
  }
  if (!/^\d{6}$/.test(code)) return again('malformed')
  if ((await wrong.network.isSpent(network ?? '', now)) || (await wrong.all.isSpent('', now)))
    return again('limited', 429)
  const { session, secret } = newSession(request, now, parts)
  // Counted before it is looked at, so that those who guess at once have no more wrong ones.
  if (!(await mayAsk(wrong, network, now))) return again('limited', 429)
  const entered = await store.logInByCode(hashOf(browser), hashOfCode(code, browser), session, now)
  if (!entered.ok && entered.reason === 'wrong') return again('wrong')
  takeBack(wrong, network, now)
  if (entered.ok) return welcome(request, entered.value, secret, now, parts)
  if (entered.reason === 'worn') return page(parts, wornPage(frame, { kind: 'code' }), 422)
  return unavailable(parts, challenge.value.returnTo)
}

/** Makes the session that a log-in opens, with what this browser has read. */
export function newSession(
  request: Request,
  now: number,
  parts: AccountParts,
): { readonly session: NewSession; readonly secret: string } {
  const { secret, hash } = newSecret()
  const { meter } = parts.identify(request.headers.get('cookie') ?? undefined, now)
  const reads = meter.entries.filter(({ reader }) => reader === undefined)
  const device = deviceOf(request.headers.get('user-agent'))
  return { session: { hash, device, reads }, secret }
}

/** Logged in: session, pass and meter go into the browser, and the reader back to where they were. */
export async function welcome(
  request: Request,
  entered: LoggedIn,
  secret: string,
  now: number,
  parts: AccountParts,
): Promise<Reply> {
  const { cookies, seals, secure } = parts
  const header = request.headers.get('cookie') ?? undefined
  const before = parts.identify(header, now)
  if (before.session !== undefined) await endSessionByHash(before.session, now, parts)
  const period = parts.periodAt(now)
  const { reader } = entered.account
  const pass = passOf(entered.standing, hashOf(secret), now)
  const set = [
    setCookie(cookies.session, seals.seal('session', secret), SESSION_SECONDS, secure),
    setCookie(cookies.pass, sealPass(pass, seals), KEPT_SECONDS, secure),
    clearCookie(cookies.challenge, secure),
    clearCookie(cookies.link, secure),
    clearCookie(cookies.passkey, secure),
  ]
  if (before.meterName !== undefined) {
    const merged = sealMeter(mergeInto(before.meter, reader), seals)
    set.push(setCookie(cookies.meter, merged, (period.end - now) / 1000, secure))
  }
  const { site } = parts.frame
  const { returnTo } = entered
  return onward(returnTo === undefined ? site.paths.account : backHref(site, returnTo), set)
}

/** Ends a session in the store and in the memory that stands in for it. */
export async function endSessionByHash(
  session: SecretHash,
  now: number,
  { store, settling }: AccountParts,
): Promise<Result<void, 'unavailable'>> {
  const ended = await store.endSessionByHash(session, now)
  if (ended.ok) settling.ended.noteSession(sessionIdOf(session))
  return ended
}

export function unavailable(parts: AccountParts, returnTo: string | undefined): Reply {
  const html = unavailablePage(parts.frame, { returnTo })
  return page(parts, html, 503, ['Retry-After', '120'])
}

/** Six digits alone could be tried through: the browser's secret, which is not kept, makes the hash worth nothing. */
function hashOfCode(code: string, browser: string): string {
  return hashOf(`${code} ${browser}`)
}

function browserSecret(request: Request, parts: AccountParts): string | undefined {
  const text = cookieNamed(request.headers.get('cookie') ?? undefined, parts.cookies.challenge)
  return text === undefined ? undefined : parts.seals.open('challenge', text)
}
