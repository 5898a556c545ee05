// Own site: the site that a configuration names, asked and read by commands as the gate asks and reads it.
import type { Config } from '../../config.ts'
import { addressesOf, selfAddress } from '../../content/origin/site-addresses.ts'
import type { OriginSettings, PageSettings } from '../../core/origin.ts'
import type { SiteAddress } from './ask-site.ts'

export function siteOf({ url, host, own, secret }: OriginSettings): SiteAddress {
  return { url, host, own, secret }
}

/** Without a public address the site keeps the one it has. */
export function pageSettingsOf({ site, address }: Config, settings: OriginSettings): PageSettings {
  const { cms, articles, removeRented } = settings
  const { policy, publication } = site
  return {
    ...{ cms, articles, removeRented, policy, cut: policy.cut },
    addresses: addressesOf(settings, address ?? selfAddress(settings)),
    timeZone: publication.timeZone,
  }
}
