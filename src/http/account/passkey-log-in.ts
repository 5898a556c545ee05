// Passkey log-in: no address is asked for, the passkey says who it is. Asking costs no look into the store, and a worthless
// answer neither; whoever is refused is told the same, whatever was wrong.
import type { PasskeyProver } from '../../core/passkey.ts'
import { cookieNamed, setCookie } from '../cookies.ts'
import type { Reply } from '../reply.ts'
import { newSecret } from '../session.ts'
import {
  type LogInLimits,
  logInReply,
  mayAsk,
  newSession,
  RATE_MINUTES,
  unavailable,
  welcome,
} from './log-in.ts'
import { type AccountParts, json, retryAfter } from './parts.ts'
import { knownPasskeyAnswer } from './passkey-answer.ts'
import { newQuestion, openQuestion, QUESTION_MS } from './question.ts'
import type { Rates } from './rate.ts'
import { safeReturn } from './way-back.ts'

const WITHIN = RATE_MINUTES * 60_000

/** How often passkeys may be tried, to be logged in by or to be added. */
export function passkeyLimits(rates: Rates): LogInLimits {
  return {
    network: rates('passkeys of a network', 60, WITHIN),
    all: rates('passkeys', 3000, WITHIN),
  }
}

/** What the browser is to use a passkey by (WebAuthn §5.1.10). Its secret is kept, so that two of its windows can ask. */
export function askForPasskey(request: Request, prover: PasskeyProver, parts: AccountParts): Reply {
  const { seals, cookies, secure } = parts
  prover.wake()
  const secret = browserSecret(request, parts) ?? newSecret().secret
  const cookie = setCookie(
    cookies.passkey,
    seals.seal('passkey', secret),
    QUESTION_MS / 1000,
    secure,
  )
  const question = {
    challenge: newQuestion(askedOf(secret), parts.now(), seals),
    rpId: prover.host,
    timeout: QUESTION_MS,
    userVerification: 'required',
  }
  return json(parts, question, 200, ['Set-Cookie', cookie])
}

/** A passkey has answered. */
export async function takePasskey(
  {
    request,
    form,
    network,
  }: { request: Request; form: URLSearchParams; network: string | undefined },
  limits: LogInLimits,
  prover: PasskeyProver,
  parts: AccountParts,
): Promise<Reply> {
  const { store } = parts
  const now = parts.now()
  const returnTo = safeReturn(form.get('return_to'), parts.frame.site.paths)
  const again = (what: 'wrong' | 'limited', status: 422 | 429) => {
    const asks = { returnTo, address: '', error: { field: 'passkey', what } } as const
    return logInReply(asks, parts, status, status === 429 ? retryAfter(RATE_MINUTES) : [])
  }
  if (!(await mayAsk(limits, network, now))) return again('limited', 429)
  const answer = knownPasskeyAnswer(form.get('answer') ?? '')
  const secret = browserSecret(request, parts)
  if (answer === undefined || secret === undefined) return again('wrong', 422)
  const question = openQuestion(answer.question, askedOf(secret), now, parts.seals)
  if (question === undefined) return again('wrong', 422)
  const passkey = await store.passkey(answer.id)
  if (!passkey.ok)
    return passkey.reason === 'unknown' ? again('wrong', 422) : unavailable(parts, returnTo)
  const proved = await prover.prove(answer, answer.question, passkey.value)
  if (!proved.ok)
    return proved.reason === 'refused' ? again('wrong', 422) : unavailable(parts, returnTo)
  const made = newSession(request, now, parts)
  const { id, signCount: counted } = passkey.value
  const used = { id, counted, signCount: proved.value, question }
  const entered = await store.logInByPasskey(used, made.session, now)
  if (entered.ok) return welcome(request, { ...entered.value, returnTo }, made.secret, now, parts)
  return entered.reason === 'worn' ? again('wrong', 422) : unavailable(parts, returnTo)
}

function browserSecret(request: Request, { cookies, seals }: AccountParts): string | undefined {
  const text = cookieNamed(request.headers.get('cookie') ?? undefined, cookies.passkey)
  return text === undefined ? undefined : seals.open('passkey', text)
}

function askedOf(secret: string): string {
  return `log in ${secret}`
}
