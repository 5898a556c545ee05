// Address: a mail address in the one form that it is compared, kept and written to in.
import type { Address } from './account.ts'
import { failed, ok, type Result } from './result.ts'

/** RFC 5321 §4.5.3.1, in octets; 254 is what a path of 256 leaves between its angle brackets. */
const LOCAL_OCTETS = 64
const ADDRESS_OCTETS = 254
/** More than any spelling of an address needs; keeps the work for what somebody pasted small. */
const WRITTEN_LENGTH = 1000

/**
 * Brings an address into its one form: NFC, lower case, ordinary width, the domain in ASCII. Mail goes to this form and
 * an account is known by it, so whoever logs in by a mail is the one who receives it, however the address was typed.
 * Letters of different scripts stay different. `toAscii` is UTS #46 ToASCII (`domainToASCII` of `node:url`).
 * Stricter than RFC 6531: quoted local parts, comments, domains without a dot and address literals are refused, and so
 * is everything that could begin a header, a second recipient or a text that reads otherwise than it is.
 * Fails `malformed`; the detail does not repeat the address.
 */
export function parseAddress(
  text: string,
  toAscii: (domain: string) => string | undefined,
): Result<Address, 'malformed'> {
  if (text.length > WRITTEN_LENGTH) return failed('malformed', 'it is too long')
  const written = ordinary(text.trim())
  if (INVISIBLE.test(written)) return failed('malformed', 'it holds characters that do not show')
  const [local = '', domain, ...more] = written.split('@')
  if (domain === undefined) return failed('malformed', 'it has no @')
  if (more.length > 0) return failed('malformed', 'it has more than one @')
  if (!isLocalPart(local)) return failed('malformed', 'what stands before the @ cannot be')
  const ascii = WRITTEN_DOMAIN.test(domain) ? toAscii(domain)?.toLowerCase() : undefined
  if (ascii === undefined || !isHostName(ascii))
    return failed('malformed', 'what stands behind the @ cannot be')
  const address = `${local}@${ascii}`
  if (octets(local) > LOCAL_OCTETS || octets(address) > ADDRESS_OCTETS)
    return failed('malformed', 'it is too long')
  return ok(address)
}

/**
 * RFC 8265 §3.3.2: fullwidth and halfwidth forms become ordinary ones, capitals small, then NFC. The ideographic full
 * stop is what Japanese and Chinese keyboards give for a dot; UTS #46 takes it for one too.
 */
function ordinary(text: string): string {
  return text
    .replace(/[\uff01-\uffee]/g, (form) => form.normalize('NFKC'))
    .replaceAll('\u3002', '.')
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
}

/** RFC 5322 §3.2.3 without what can be shown to nobody: atoms with single dots between them. */
const LOCAL_PART =
  /^(?!\p{M})[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+(?:\.(?!\p{M})[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+)*$/u

/** Letters, marks, digits and what RFC 5892 appendix A lets stand between them: `col·lecció.cat`. */
const WRITTEN_DOMAIN = /^[\p{L}\p{M}\p{Nd}.\u00b7\u0375\u05f3\u05f4\u30fb-]+$/u

/** Bidirectional controls, joiners and the fillers that Unicode counts among letters and marks. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u

/** RFC 8264 §9.17 leaves out what NFKC would still change: a ligature, a letter in bold, a circled digit. */
function isLocalPart(local: string): boolean {
  return LOCAL_PART.test(local) && local.normalize('NFKC') === local
}

/** RFC 1123 §2.1 and RFC 3696 §2: labels of letters, digits and inner hyphens, at least two, the last not all digits. */
function isHostName(domain: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(
    domain,
  )
}

/** Length in UTF-8. */
function octets(text: string): number {
  let count = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return count
}
