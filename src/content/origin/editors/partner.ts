// Partners: who gets named feeds and interfaces in full, by a secret of their own. It is taken from the Authorization
// header alone: an address with a secret in it stands in logs, histories and Referer headers.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { OriginSettings } from '../../../core/origin.ts'
import { pathMatches } from '../../../core/policy.ts'

type Partner = OriginSettings['partners'][number]

/**
 * `authorization`: `Bearer SECRET`, or for feed readers Basic with the secret as password and any name. `path` in the
 * form of an article's: decoded, lower case, no slash at its end. Undefined: nobody, or not here.
 */
export function partnerOf(
  authorization: string | undefined,
  path: string,
  settings: Pick<OriginSettings, 'partners'>,
): Partner | undefined {
  const secret = secretIn(authorization)
  if (secret === undefined || secret === '') return undefined
  const shown = digest(secret)
  // Every secret is compared, whichever fits: how long it takes says nothing of them.
  const fitting = settings.partners.filter((one) => timingSafeEqual(shown, digest(one.secret)))
  return fitting.find(({ paths }) => paths.some((pattern) => pathMatches(pattern, path)))
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
