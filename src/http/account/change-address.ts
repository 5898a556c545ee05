// Change address: the new address confirms by a link; the old one gets a link that undoes it and ends all sessions.
import { changeAddressPage, donePage } from '../../pages/account/change-pages.ts'
import { wornPage } from '../../pages/account/log-in-pages.ts'
import type { Reply } from '../reply.ts'
import { hashOf, type NewSecret, newSecret } from '../session.ts'
import {
  ADDRESS_MINUTES,
  GOOD_FOR,
  type LogInLimits,
  MOST_PER_ADDRESS_AND_HOUR,
  mayAsk,
  RATE_MINUTES,
  unavailable,
} from './log-in.ts'
import type { Owner } from './own.ts'
import { type AccountParts, onward, page, retryAfter } from './parts.ts'

/** Whoever lost an address to a thief has as long to take it back. */
const UNDO_FOR = 14 * 86_400_000

export async function showChange(owner: Owner, parts: AccountParts): Promise<Reply> {
  const account = await parts.store.account(owner.reader)
  if (!account.ok) return unavailable(parts, undefined)
  const { address } = account.value
  return page(parts, changeAddressPage(parts.frame, { address, wanted: '' }))
}

/** Sends the new address a link. Says the same whether that address has an account or not. */
export async function askForChange(
  owner: Owner,
  form: URLSearchParams,
  from: { readonly network: string | undefined; readonly limits: LogInLimits },
  parts: AccountParts,
): Promise<Reply> {
  const { frame, store } = parts
  const account = await store.account(owner.reader)
  if (!account.ok) return unavailable(parts, undefined)
  const { address } = account.value
  const wanted = form.get('wanted')?.trim() ?? ''
  const again = (what: 'missing' | 'malformed') =>
    page(
      parts,
      changeAddressPage(frame, { address, wanted, error: { field: 'wanted', what } }),
      422,
    )
  const limited = (retryMinutes: number) => {
    const error = { field: 'wanted', what: 'limited' } as const
    const html = changeAddressPage(frame, { address, wanted, error, retryMinutes })
    return page(parts, html, 429, retryAfter(retryMinutes))
  }
  if (wanted === '') return again('missing')
  const parsed = parts.parseAddress(wanted)
  if (!parsed.ok) return again('malformed')
  const { now } = owner
  if (!(await mayAsk(from.limits, from.network, now))) return limited(RATE_MINUTES)
  const link = newSecret()
  const kept = await store.challenge(
    {
      ...unusedCode(),
      id: link.hash.slice(0, 22),
      address: parsed.value,
      purpose: 'change-address',
      linkHash: link.hash,
      returnTo: undefined,
      expires: now + GOOD_FOR,
      reader: owner.reader,
    },
    parts.letters.changeAddress({
      key: `change-address ${link.hash}`,
      to: parsed.value,
      link: linkAddress(link, parts),
      expires: now + GOOD_FOR,
    }),
    MOST_PER_ADDRESS_AND_HOUR,
    now,
  )
  if (!kept.ok)
    return kept.reason === 'limited' ? limited(ADDRESS_MINUTES) : unavailable(parts, undefined)
  parts.wake()
  return page(parts, donePage(frame, { kind: 'address-asked', address: parsed.value }))
}

/** The new address confirmed. */
export async function takeChange(secret: string, now: number, parts: AccountParts): Promise<Reply> {
  const undo = newSecret()
  const expires = now + UNDO_FOR
  const letter = {
    key: `address-changed ${undo.hash}`,
    to: '',
    link: linkAddress(undo, parts),
    expires,
  }
  const { to: _, ...mail } = parts.letters.addressChanged(letter)
  const challenge = {
    ...unusedCode(),
    id: undo.hash.slice(0, 22),
    linkHash: undo.hash,
    returnTo: undefined,
    expires,
  }
  const changed = await parts.store.changeAddress(hashOf(secret), { challenge, mail }, now)
  if (!changed.ok) return refused(changed.reason, parts)
  parts.wake()
  return onward(`${parts.frame.site.paths.account}?said=address-changed`)
}

/** The old address wants its account back. */
export async function takeUndo(secret: string, now: number, parts: AccountParts): Promise<Reply> {
  const undone = await parts.store.undoAddress(hashOf(secret), now)
  if (!undone.ok) return refused(undone.reason, parts)
  parts.settling.ended.noteReader(undone.value.reader, parts.now())
  return page(parts, donePage(parts.frame, { kind: 'address-undone' }))
}

function refused(reason: 'worn' | 'taken' | 'unavailable', parts: AccountParts): Reply {
  if (reason === 'unavailable') return unavailable(parts, undefined)
  const kind = reason === 'taken' ? 'taken' : 'link'
  return page(parts, wornPage(parts.frame, { kind }), 422)
}

/** These challenges are answered by their link alone: nobody holds the secrets of code and browser. */
export function unusedCode(): { readonly codeHash: string; readonly browserHash: string } {
  return { codeHash: newSecret().hash, browserHash: newSecret().hash }
}

export function linkAddress({ secret }: NewSecret, { frame, seals }: AccountParts): string {
  const { address, paths } = frame.site
  return `${address}${paths.account}/link/${seals.seal('link', secret)}`
}
