// Site: the site behind a gate, opened as the configuration has it.
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openSite } from '../content/origin/open-site.ts'
import type { SiteOptions } from '../content/origin/site-parts.ts'
import type { OriginSettings, PageSettings, SharedSite, SiteAddresses } from '../core/origin.ts'
import { failed, type Result } from '../core/result.ts'
import { withoutWords } from '../http/told-path.ts'

export interface SiteOpening
  extends Pick<SiteOptions, 'orders' | 'now' | 'tally' | 'report' | 'changed' | 'putOff'> {
  readonly config: Config
  readonly settings: OriginSettings
  readonly addresses: SiteAddresses
  /** The data folder; undefined keeps everything in memory. */
  readonly dataDir: string | undefined
}

/** Fails `cannot-serve` when what is kept of the site cannot be kept. */
export async function openSiteOf(
  opening: SiteOpening,
): Promise<Result<SharedSite, 'cannot-serve'>> {
  const { dataDir, config, report, ...given } = opening
  const opened = await openSite({
    ...given,
    report: (line, level) => report(withoutWords(line), level),
    folder: dataDir === undefined ? undefined : join(dataDir, 'origin'),
    pages: pageSettings(opening),
  })
  return opened.ok ? opened : failed('cannot-serve', opened.detail)
}

/** All that what is made of the site depends on, beside the site itself. */
export function siteFacts(opening: Pick<SiteOpening, 'config' | 'settings' | 'addresses'>): string {
  return JSON.stringify([opening.settings, pageSettings(opening)])
}

function pageSettings({
  config,
  settings,
  addresses,
}: Pick<SiteOpening, 'config' | 'settings' | 'addresses'>): PageSettings {
  const { policy, publication } = config.site
  const { cms, articles, removeRented } = settings
  return {
    ...{ cms, addresses, articles, removeRented, policy, cut: policy.cut },
    timeZone: publication.timeZone,
  }
}
