// Target: an address of the site as somebody writes it on a command line, out of an address bar or by hand.
import type { Config } from '../../config.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { sitePath } from '../../http/gate/site-path.ts'

/**
 * Path and query as they are sent. Takes a path, or an address of this publication: its public one, one of the site's
 * own, or `served`, where it is being served.
 */
export function targetOf(
  written: string,
  { address, origin }: Config,
  served: string | undefined,
): Result<string, 'usage'> {
  const url = URL.parse(written)
  const own = [address, served, origin?.url, ...(origin?.own ?? [])]
  if (url !== null && !own.includes(url.origin))
    return failed(
      'usage',
      `${url.origin} is no address of this publication: write the path, ${url.pathname}`,
    )
  const target = url === null ? encodeURI(decodedOnce(written)) : url.pathname + url.search
  const place = sitePath(target)
  if (place.kind !== 'normal')
    return failed('usage', `${written} is no address of an article: write /section/name.`)
  return ok(target)
}

/** Copied out of an address bar it may be encoded already. */
function decodedOnce(written: string): string {
  try {
    return decodeURI(written)
  } catch {
    return written
  }
}
