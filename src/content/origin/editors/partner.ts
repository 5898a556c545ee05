// Partners: who gets named feeds and interfaces in full, by a secret of their own. It is taken from the Authorization
// header alone: an address with a secret in it stands in logs, histories and Referer headers.
import { createHash, timingSafeEqual } from 'node:crypto'
import { addressPath } from '../../../core/address-path.ts'
import type { OriginSettings } from '../../../core/origin.ts'
import { pathMatches } from '../../../core/policy.ts'

type Partner = OriginSettings['partners'][number]

export interface PartnerRequest {
  readonly method: string
  /** `Bearer SECRET`, or for feed readers Basic with the secret as password and any name. */
  readonly authorization: string | undefined
  /** Path and query as sent. */
  readonly target: string
}

/** Undefined: nobody, or not here. Partners read; they write nothing. */
export function partnerOf(
  { method, authorization, target }: PartnerRequest,
  { partners, cms }: Pick<OriginSettings, 'partners' | 'cms'>,
): Partner | undefined {
  const secret = secretIn(authorization)
  if (secret === undefined || secret === '') return undefined
  const shown = digest(secret)
  // Every secret is compared, whichever fits: how long it takes says nothing of them.
  const fitting = partners.filter((one) => timingSafeEqual(shown, digest(one.secret)))
  if (method !== 'GET' && method !== 'HEAD') return undefined
  return partnersAt(target, { partners: fitting, cms })[0]
}

/** Those who may have this address in full. `target`: path and query as sent. */
export function partnersAt(
  target: string,
  { partners, cms }: Pick<OriginSettings, 'partners' | 'cms'>,
): readonly Partner[] {
  if (cms === 'wordpress' && leadsElsewhere(target)) return []
  const path = addressPath(target)
  return partners.filter(({ paths }) => paths.some((pattern) => pathMatches(pattern, path)))
}

const LONGEST = 1024

function secretIn(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length > LONGEST) return undefined
  const [, scheme = '', credentials = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() === 'bearer') return credentials
  if (scheme === '') return undefined
  const pair = Buffer.from(credentials, 'base64').toString()
  const colon = pair.indexOf(':')
  return colon < 0 ? undefined : pair.slice(colon + 1)
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** With these WordPress answers with something else than what the path names (WP::$public_query_vars). */
const ELSEWHERE =
  /^(?:attachment|attachment_id|author|author_name|cat|category_name|embed|error|exact|favicon|feed|more|name|page_id|pagename|p|post_format|post_type|preview|robots|s|search|sentence|sitemap.*|static|subpost|subpost_id|tag|tag_id|taxonomy|tb|term|title)$/

function leadsElsewhere(target: string): boolean {
  const ofRest = addressPath(target).startsWith('/wp-json/')
  const keys = target.split('?').slice(1).join('?').split(/[&;]/).map(keyInPhp)
  return keys.some((key) => key === 'rest_route' || (!ofRest && ELSEWHERE.test(key)))
}

/** The name under which PHP knows a parameter: spaces, dots and brackets in it become underscores, or end it. */
function keyInPhp(pair: string): string {
  const [written = ''] = pair.split('=', 1)
  let key = written.replaceAll('+', ' ')
  try {
    key = decodeURIComponent(key)
  } catch {
    // PHP leaves such an escape as it is.
  }
  return key
    .replace(/^ +/, '')
    .replace(/\0.*$/s, '')
    .replace(/(.)\[.*$/s, '$1')
    .replace(/[ .[]/g, '_')
}
