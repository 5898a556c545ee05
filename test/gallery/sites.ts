// Gallery: all of its sites. A file in sites/ that is not listed here is not shown.
import type { Site } from './site.ts'
import { apis } from './sites/apis.ts'
import { claims } from './sites/claims.ts'
import { feeds } from './sites/feeds.ts'
import { hidden } from './sites/hidden.ts'
import { languages } from './sites/languages.ts'
import { lists } from './sites/lists.ts'
import { met } from './sites/met.ts'
import { metadata } from './sites/metadata.ts'
import { mistakable } from './sites/mistakable.ts'
import { pageData } from './sites/page-data.ts'
import { requests } from './sites/requests.ts'
import { scripts } from './sites/scripts.ts'
import { source } from './sites/source.ts'
import { state } from './sites/state.ts'
import { tight } from './sites/tight.ts'
import { views } from './sites/views.ts'

export const SITES: readonly Site[] = [
  ...hidden,
  ...metadata,
  ...state,
  ...source,
  ...scripts,
  ...feeds,
  ...views,
  ...apis,
  ...pageData,
  ...lists,
  ...claims,
  ...requests,
  ...languages,
  ...tight,
  ...mistakable,
  ...met,
]
