// Key of place: where a link or a redirect of the site leads, as what stands there is kept.
import type { OriginSite, SiteAddresses } from '../../core/origin.ts'

/** `from`: path and query of what leads there. Undefined for another site, and for what is not read. */
export function keyOfPlace(
  location: string,
  from: string,
  addresses: SiteAddresses,
  route: OriginSite['route'],
): string | undefined {
  const url = URL.parse(location, addresses.public + from)
  if (url === null || ![addresses.public, ...addresses.own].includes(url.origin)) return undefined
  const found = route('GET', url.pathname, url.search.slice(1))
  return found.kind === 'read' ? found.key : undefined
}
