// Site addresses: by which names the site goes, outside and to itself.
import type { OriginSettings, SiteAddresses } from '../../core/origin.ts'

/** `publicAddress`: scheme and authority under which readers come. */
export function addressesOf(settings: OriginSettings, publicAddress: string): SiteAddresses {
  const own = [settings.url, ...settings.own].filter((address) => address !== publicAddress)
  return { public: publicAddress, own: [...new Set(own)] }
}

/**
 * How the site names itself in its own pages, which is not always where it is asked: what it checks an Origin or a
 * Referer against.
 */
export function selfAddress(
  { url, host, own }: Pick<OriginSettings, 'url' | 'host' | 'own'>,
  publicAddress?: string,
): string {
  const [named] = own
  if (named !== undefined) return named
  if (host === undefined) return url
  if (publicAddress !== undefined && new URL(publicAddress).host === host) return publicAddress
  return `${new URL(url).protocol}//${host}`
}

/**
 * How readers came, as the site is told. A site that knows itself by https leads whoever came otherwise there, for ever:
 * so it is told so too where Standfirst is tried without a certificate, on one's own machine.
 */
export function toldScheme(publicAddress: string, itself: string): 'http' | 'https' {
  return [publicAddress, itself].some((address) => address.startsWith('https:')) ? 'https' : 'http'
}
