// Kept notes: what of the site's answers keeps the gate from keeping its pages, so that an outage would have nothing of
// them, and the one line that changes it.
import { isShared } from '../../content/origin/cache/freshness.ts'
import { cookieNamesIn, keptNames, withoutDropped } from '../../content/origin/dropped-cookies.ts'
import type { OriginSettings } from '../../core/origin.ts'
import type { ReadPage } from './read-pages.ts'

/** Of single pages that set a cookie, a basket, nothing is said: they are meant so. */
export function keptNotes(
  read: readonly ReadPage[],
  settings: Pick<OriginSettings, 'cookies' | 'dropCookies'>,
): readonly string[] {
  const pages = read.map(({ path, headers }) => {
    const pairs = [...headers].flatMap(([name, all]) => all.map((value) => [name, value] as const))
    const sets = keptNames(cookieNamesIn(pairs), path, settings)
    const sent = withoutDropped(pairs, path, settings)
    return { sets, isKept: isShared({ status: 200, headers: sent }) }
  })
  const setting = pages.filter(({ sets }) => sets.length > 0)
  const names = [...new Set(setting.flatMap(({ sets }) => sets))].sort()
  const forbidding = pages.filter(({ sets, isKept }) => sets.length === 0 && !isKept)
  const share = (part: readonly unknown[]) => `${part.length} of ${pages.length} pages`
  const isMost = (part: readonly unknown[]) => part.length * 2 > pages.length
  return [
    ...(isMost(setting)
      ? [
          `${share(setting)} set a cookie (${names.join(', ')}), and what does is one reader's own: not kept, asked for each reader, and missing in an outage. If no page needs it, write dropCookies: [${names.map((name) => `'${name}'`).join(', ')}] into content.origin`,
        ]
      : []),
    ...(isMost(forbidding)
      ? [
          `${share(forbidding)} forbid caches to keep them (Cache-Control: no-store or private): asked for each reader, and missing in an outage. Let the site allow it for whoever is not logged in`,
        ]
      : []),
  ]
}
