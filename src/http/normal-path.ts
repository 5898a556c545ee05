// The one normal form of a path, before anything is routed or decided: what is decided is what is served.

export type NormalPath =
  | { readonly kind: 'normal'; readonly path: string }
  /** The same resource under its own address; `to` is encoded and stays on this publication. */
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'refused' }

const REFUSED: NormalPath = { kind: 'refused' }
const PLAIN = /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/

/**
 * Takes the raw request target without its query. Gives the decoded path (no trailing slash, no empty or dot segment,
 * NFC), a redirect where only a trailing slash or needless encoding differs, or a refusal for anything that two servers
 * could read differently (RFC 3986 §3.3, §6.2.2). Letter case is kept: the publication's addresses have none, others do.
 */
export function normalPath(raw: string): NormalPath {
  if (raw === '/' || PLAIN.test(raw)) return { kind: 'normal', path: raw }
  const decoded = decodeOnce(raw)
  if (decoded === undefined || !isSafe(decoded)) return REFUSED
  const trimmed = decoded.length > 1 && decoded.endsWith('/') ? decoded.slice(0, -1) : decoded
  if (decoded.includes('//') || hasDotSegment(trimmed)) return REFUSED
  const path = trimmed.normalize('NFC')
  const canonical = encodePath(path)
  return raw === canonical ? { kind: 'normal', path } : { kind: 'redirect', to: canonical }
}

/** The path as it stands in an address: UTF-8, percent-encoded, segments kept. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function decodeOnce(raw: string): string | undefined {
  if (!raw.startsWith('/') || /%(?:2f|5c|00)/i.test(raw)) return undefined
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}

/** A percent sign that survives decoding was encoded twice; `;` and `\` mean different things to different servers. */
function isSafe(decoded: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD%;\\?#]/u.test(decoded)
}

function hasDotSegment(path: string): boolean {
  return path.split('/').some((segment) => segment === '.' || segment === '..')
}
