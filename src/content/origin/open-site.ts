// Open site: the parts of a site behind the gate, opened in order.
import type { SharedSite } from '../../core/origin.ts'
import { ok, type Result } from '../../core/result.ts'
import { withPostPasswords } from './asking.ts'
import { openOriginClient } from './client/ask-origin.ts'
import { fileKeyOf } from './file-key.ts'
import { openKnown } from './known/known.ts'
import { openListCloser } from './lists/list-closer.ts'
import { openPageReader } from './page/open-page-reader.ts'
import { createSentinel } from './sentinel/sentinel.ts'
import { Site } from './site.ts'
import type { SiteOptions } from './site-parts.ts'

/** Fails `unusable` when what is kept cannot be kept in its folder. */
export async function openSite(given: SiteOptions): Promise<Result<SharedSite, 'unusable'>> {
  const options = { ...given, settings: withPostPasswords(given.settings) }
  const { settings, pages, folder, now, report } = options
  const { url, host, secret, answerWithinMs } = settings
  const site = new Site(options, {
    known: await openKnown({ folder, fileKey: fileKeyOf(settings.cms), report }),
    sentinel: createSentinel(),
    reader: openPageReader(pages),
    closer: openListCloser(pages),
    client: openOriginClient({ url, host, secret, answerWithinMs, now, report }),
  })
  const opened = await site.open()
  return opened.ok ? ok(site) : opened
}
