// Security headers: what every page says of itself to the browser.
import type { Site } from '../core/publication.ts'

/** An SVG opened by itself is a document: it may neither run nor load anything. */
export const IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

/** In what some pages are not like all others. */
interface Differences {
  readonly withScript?: boolean
  readonly referrer?: 'same-origin' | 'no-referrer'
}

/**
 * Names and values in turn. No inline script or style anywhere; a script of ours only `withScript`; third parties only
 * where the publisher names them. A page may connect to its own publication: that opens nothing, and auditors read
 * robots.txt from within a page.
 */
export function securityHeaders(
  site: Site,
  { withScript = false, referrer = 'same-origin' }: Differences = {},
): readonly string[] {
  const others = site.thirdParties.length === 0 ? '' : ` ${site.thirdParties.join(' ')}`
  const scripts = `${withScript ? "'self'" : ''}${others}`.trim()
  const policy = [
    "default-src 'none'",
    `script-src ${scripts || "'none'"}`,
    "style-src 'self'",
    `img-src 'self'${others}`,
    "font-src 'self'",
    `connect-src 'self'${others}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
  ].join('; ')
  const headers = [
    'Content-Security-Policy',
    policy,
    'Referrer-Policy',
    referrer,
    'Permissions-Policy',
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()',
    'X-Content-Type-Options',
    'nosniff',
    'Cross-Origin-Opener-Policy',
    'same-origin',
  ]
  if (site.address.startsWith('https:'))
    headers.push('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  return headers
}
