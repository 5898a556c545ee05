// Settings of a site whose articles are metered, for whoever reads its pages.
import type { PageSettings } from '../../src/core/origin.ts'
import type { Policy } from '../../src/core/policy.ts'

const POLICY: Policy = {
  default: { kind: 'metered' },
  rules: [],
  meter: {
    ...{ period: 'month', timeZone: 'UTC', anonymous: 3, registered: 5 },
    perNetworkPerHour: 60,
  },
  registrationFirst: false,
  cut: { words: 80 },
}

export const PAGE_SETTINGS: PageSettings = {
  cms: 'none',
  addresses: { public: 'https://gazette.example', own: ['http://origin.internal:8080'] },
  articles: { paths: [], except: [], body: undefined },
  policy: POLICY,
  cut: POLICY.cut,
  timeZone: 'Europe/Berlin',
  removeRented: false,
}
