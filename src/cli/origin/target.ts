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
  config: Config,
  served: string | undefined,
): Result<string, 'usage'> {
  const target = writtenTarget(written, config, served)
  if (!target.ok || sitePath(target.value).kind === 'normal') return target
  return failed('usage', `${written} is no address of an article: write /section/name.`)
}

/** The same of any address, also one that the gate refuses. */
export function writtenTarget(
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
  if (url === null && !written.startsWith('/'))
    return failed('usage', `${written} is no address of the site: write /path.`)
  return ok(url === null ? encodeURI(decodedOnce(written)) : url.pathname + url.search)
}

/** Copied out of an address bar it may be encoded already. */
function decodedOnce(written: string): string {
  try {
    return decodeURI(written)
  } catch {
    return written
  }
}
