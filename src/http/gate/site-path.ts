// Site path: an address of the site as it was sent, let through only where every server reads it alike. Unlike the
// edition's one normal form it keeps a slash at the end and letter case, for these are the origin's own.

export type SitePath =
  | { readonly kind: 'normal'; readonly path: string; readonly query: string }
  /** `to` stays on this publication. */
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'refused' }

const REFUSED: SitePath = { kind: 'refused' }

/** What a path may be written in (RFC 3986 §3.3), without `;`, which servers read differently. */
const WRITTEN = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,=:@/]|%[0-9A-Fa-f]{2})*$/
/** Encoded slashes, backslashes, dots, percent signs that hide another escape, and control characters. */
const HIDDEN = /%(?:2f|5c|2e|3b|7f|[01][0-9a-f]|25[0-9a-f]{2})/i
const QUERY = /^[\x21-\x7e]*$/

/** Takes the raw request target. `query` is without its question mark. */
export function sitePath(target: string): SitePath {
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark + 1)
  if (!WRITTEN.test(path) || HIDDEN.test(path) || hasDotSegment(path)) return REFUSED
  if (!QUERY.test(query) || query.includes('#') || !isText(path)) return REFUSED
  // At the front it would be read as a host.
  if (path.startsWith('//')) return REFUSED
  if (path.includes('//'))
    return {
      kind: 'redirect',
      to: path.replace(/\/{2,}/g, '/') + (query === '' ? '' : `?${query}`),
    }
  return { kind: 'normal', path, query }
}

function hasDotSegment(path: string): boolean {
  return path.includes('/.') && path.split('/').some((one) => one === '.' || one === '..')
}

/** Escapes that are no UTF-8 mean one thing to one server and nothing to the next. */
function isText(path: string): boolean {
  if (!path.includes('%')) return true
  try {
    return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/u.test(decodeURIComponent(path))
  } catch {
    return false
  }
}

/** A path as the site writes it, decoded, without its query and the slash at its end. Of a target that was let through. */
export function shownPath(target: string): string {
  const path = decodeURIComponent(target.split('?', 1)[0] ?? target)
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
