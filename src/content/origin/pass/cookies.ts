// Cookies between browser and origin: which of a reader's go there, and what the origin's become at the public address.
import type { Cms, OriginSettings, SiteAddresses } from '../../../core/origin.ts'
import { pathMatches } from '../../../core/policy.ts'
import { rewriteHeader } from '../addresses.ts'

/** What the system behind sets and reads for those who work in it. `*` at the end stands for any. */
const OF_CMS: Readonly<Record<Cms, readonly string[]>> = {
  wordpress: ['wordpress_*', 'wp-*', 'comment_author_*'],
  ghost: ['ghost-admin-api-session*', 'ghost-private*'],
  none: [],
}

/** Sent by browsers to the administration alone, and needed to know an editor on every other page. */
const FOR_EVERY_PATH = /^(?:wordpress_(?!test_cookie$|rec_)[\w-]+|ghost-admin-api-session)$/

export interface CookieRules {
  readonly cms: Cms
  readonly cookies: OriginSettings['cookies']
  /** Our own never reach the origin, and it cannot set them. */
  readonly isOurs: (name: string) => boolean
}

/** The Cookie header for the origin; undefined for none. `path` without its query. `cms`: with those of its log-in. */
export function cookiesForOrigin(
  header: string | undefined,
  path: string,
  { cms: system, cookies, isOurs }: CookieRules,
  cms: boolean,
): string | undefined {
  if (header === undefined) return undefined
  const here = cookies.filter(({ path: pattern }) => pattern === '/' || pathMatches(pattern, path))
  const names = [...(cms ? OF_CMS[system] : []), ...here.flatMap((one) => one.names)]
  const kept = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => {
      const name = pair.slice(0, Math.max(0, pair.indexOf('='))).trim()
      return name !== '' && !isOurs(name) && names.some((pattern) => isNamed(pattern, name))
    })
  return kept.length === 0 ? undefined : kept.join('; ')
}

function isNamed(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

/** What is set at the public address: nothing where it is none of the origin's business. */
export function cookiesForPublic(
  line: string,
  { isOurs }: Pick<CookieRules, 'isOurs'>,
  addresses: SiteAddresses,
): readonly string[] {
  const name = line.slice(0, Math.max(0, line.indexOf('='))).trim()
  if (name === '' || isOurs(name)) return []
  const secure = addresses.public.startsWith('https:')
  const [pair = '', ...attributes] = rewriteHeader('set-cookie', line, addresses)
    .split(';')
    .map((part) => part.trim())
  const kept = attributes.filter((part) => isKept(part, secure))
  const path = kept.findLast((part) => PATH.test(part))
  const others = kept.filter((part) => !PATH.test(part))
  if (secure && !others.some((part) => /^secure$/i.test(part))) others.push('Secure')
  const set = (paths: readonly string[]) => [pair, ...paths, ...others].join('; ')
  if (path === undefined || !FOR_EVERY_PATH.test(name))
    return [set(path === undefined ? [] : [path])]
  // One from before the gate would be sent first (RFC 6265 §5.4) and count alone.
  const narrow = /^path\s*=\s*\/$/i.test(path) ? [] : [`${name}=; ${path}; Max-Age=0`]
  return [...narrow, set(['Path=/'])]
}

const PATH = /^path\s*=/i

/** Over http browsers refuse what is Secure, and SameSite=None with it. */
function isKept(part: string, secure: boolean): boolean {
  return secure || !/^(?:secure|samesite\s*=\s*none|partitioned)$/i.test(part)
}
