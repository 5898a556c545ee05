// Passkeys: which ones a reader has, another one, and none any more. A stolen session shall not leave a lasting key behind:
// one is added only soon after a log-in, and the address is told.
import { sessionIdOf } from '../../core/account.ts'
import {
  FRESH_MINUTES,
  MOST_PASSKEYS,
  PASSKEY_ALGORITHMS,
  type PasskeyProver,
} from '../../core/passkey.ts'
import type { Result } from '../../core/result.ts'
import { type PasskeysPage, passkeysPage } from '../../pages/account/passkeys-page.ts'
import type { Reply } from '../reply.ts'
import { newSecret } from '../session.ts'
import { deviceOf } from './device.ts'
import { unavailable } from './log-in.ts'
import { isNews, type Owner } from './own.ts'
import { type AccountParts, json, onward, type PageStatus, page } from './parts.ts'
import { newPasskeyAnswer } from './passkey-answer.ts'
import { newQuestion, openQuestion, QUESTION_MS } from './question.ts'
import type { Rate, Rates } from './rate.ts'

/** The notice that a passkey was added is worth sending for a week. */
const NOTICE_FOR = 7 * 86_400_000

/** Each is told by a mail, and nobody shall fill the queue in which others' codes wait. */
export function addingRate(rates: Rates): Rate {
  return rates('passkeys added by a reader', MOST_PASSKEYS, 3_600_000)
}

type Problem = { readonly what: 'wrong' | 'limited'; readonly status: PageStatus }

export async function showPasskeys(
  owner: Owner,
  said: string | null,
  parts: AccountParts,
  problem?: Problem,
): Promise<Reply> {
  const shown = await shownPasskeys(owner, parts)
  if (!shown.ok) return unavailable(parts, undefined)
  const html = passkeysPage(parts.frame, {
    ...shown.value,
    said: isNews(said, parts.frame.words.accounts.passkeys.news) ? said : undefined,
    error: problem && { field: 'new-passkey', what: problem.what },
  })
  const { headers, scriptHeaders } = parts
  const own = shown.value.adding === 'open' ? scriptHeaders : headers
  return page({ headers: own }, html, problem?.status)
}

type Shown = Pick<PasskeysPage, 'passkeys' | 'adding'>

async function shownPasskeys(
  { reader, session, now }: Owner,
  { store, passkeys }: AccountParts,
): Promise<Result<Shown, 'unavailable'>> {
  const [known, sessions] = await Promise.all([store.passkeysOf(reader), store.sessions(reader)])
  if (!known.ok) return known
  if (!sessions.ok) return sessions
  const current = sessionIdOf(session)
  const mine = sessions.value.find(({ id }) => id === current)
  const isFresh = mine !== undefined && now - FRESH_MINUTES * 60_000 <= mine.created
  const adding = () => {
    if (passkeys === undefined) return 'never'
    if (known.value.length >= MOST_PASSKEYS) return 'full'
    return isFresh ? 'open' : 'stale'
  }
  return { ok: true, value: { passkeys: known.value, adding: adding() } }
}

/** What the browser is to make a passkey by (WebAuthn §5.1.8). */
export async function askForNew(
  owner: Owner,
  prover: PasskeyProver,
  parts: AccountParts,
): Promise<Reply> {
  const [shown, account] = await Promise.all([
    shownPasskeys(owner, parts),
    parts.store.account(owner.reader),
  ])
  if (!shown.ok || !account.ok) return json(parts, {}, 503)
  if (shown.value.adding !== 'open') return json(parts, {}, 403)
  prover.wake()
  const { address } = account.value
  return json(parts, {
    rp: { id: prover.host, name: parts.frame.site.publication.name },
    // Says nothing about who it is: whoever holds the device can read it.
    user: { id: owner.reader, name: address, displayName: address },
    challenge: newQuestion(askedOf(owner), owner.now, parts.seals),
    pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: QUESTION_MS,
    excludeCredentials: shown.value.passkeys.map(({ id }) => ({ type: 'public-key', id })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
  })
}

/** The browser has made one. */
export async function takeNew(
  request: Request,
  owner: Owner,
  form: URLSearchParams,
  prover: PasskeyProver,
  parts: AccountParts,
): Promise<Reply> {
  const { store, letters, frame, seals } = parts
  const { reader, session, now } = owner
  const wrong = () => showPasskeys(owner, null, parts, { what: 'wrong', status: 422 })
  const answer = newPasskeyAnswer(form.get('answer') ?? '')
  const question = answer && openQuestion(answer.question, askedOf(owner), now, seals)
  if (answer === undefined || question === undefined) return wrong()
  const proved = await prover.proveNew(answer, answer.question)
  if (!proved.ok) return proved.reason === 'refused' ? wrong() : unavailable(parts, undefined)
  const device = deviceOf(request.headers.get('user-agent'))
  const place = `${frame.site.paths.account}/passkeys`
  const { to: _, ...mail } = letters.passkeyAdded({
    key: `passkey-added ${newSecret().hash}`,
    to: '',
    link: frame.site.address + place,
    device,
    until: now + NOTICE_FOR,
  })
  const added = { passkey: proved.value, device, session, question, mail }
  const kept = await store.addPasskey(reader, added, now)
  if (!kept.ok) return kept.reason === 'unavailable' ? unavailable(parts, undefined) : wrong()
  parts.wake()
  return onward(`${place}?said=added`)
}

export async function removePasskey(
  owner: Owner,
  form: URLSearchParams,
  parts: AccountParts,
): Promise<Reply> {
  const removed = await parts.store.removePasskey(owner.reader, form.get('id') ?? '')
  if (!removed.ok) return unavailable(parts, undefined)
  return onward(`${parts.frame.site.paths.account}/passkeys?said=removed`)
}

function askedOf({ reader, session }: Owner): string {
  return `add ${session} ${reader}`
}
