// First look: at a site as it is, from outside, and what a configuration has to say of it.
import type { RouteSettings } from '../../content/origin/routes/route-of.ts'
import type { OriginSettings, PageReading, PageSettings } from '../../core/origin.ts'
import type { Policy } from '../../core/policy.ts'
import { ok, type Result } from '../../core/result.ts'
import type { SiteAddress } from './ask-site.ts'
import { closedForms } from './closed-forms.ts'
import { type Endpoint, endpointsOf } from './endpoints.ts'
import { type FoundAddresses, findAddresses } from './find-addresses.ts'
import { type PageSigns, readSigns } from './page-signs.ts'
import { passedOver } from './passed-over.ts'
import { type ReachedSite, reachByName, reachSite } from './reach-site.ts'
import { type ReadPage, readPages } from './read-pages.ts'
import { type SiteFacts, siteFacts } from './site-facts.ts'

export interface FirstLook {
  readonly address: SiteAddress
  readonly facts: SiteFacts
  readonly endpoints: readonly Endpoint[]
  readonly found: FoundAddresses
  readonly pages: readonly ReadPage[]
  /** Ids of sections, the most frequent first. */
  readonly sections: readonly string[]
  /** What all articles have at the beginning of their address, as a pattern; empty where they have nothing. */
  readonly articlePaths: readonly string[]
  readonly rented: readonly string[]
  /** Paths of pages that feeds name as articles and nothing else does. */
  readonly passedOver: readonly string[]
  /** Forms that readers could not send, in sentences without a stop. */
  readonly closedForms: readonly string[]
  /** What was found out on the way, one sentence each. */
  readonly notes: readonly string[]
  readonly requests: number
}

/** How many pages are read at most, and how many gated articles are enough. */
const MOST_PAGES = 8
const ENOUGH_ARTICLES = 5

const DRAFT_CUT = { words: 80 }

/** Fails with one or two sentences for the publisher. `timeZone`: for sites that do not say theirs. */
export async function lookAtSite(
  typed: string,
  {
    agent,
    timeZone,
    now,
  }: { readonly agent: string; readonly timeZone: string; readonly now: number },
): Promise<Result<FirstLook, 'no-site'>> {
  const looked = await lookAround(typed, agent)
  if (!looked.ok) return looked
  const { site, address, notes, signs, facts, before } = looked.value
  try {
    const asked = { ...address, own: facts.own }
    const found = await findAddresses({
      site,
      own: [address.url, ...facts.own],
      signs,
      most: MOST_PAGES,
    })
    const settings = draftSettings(asked, facts, facts.timeZone ?? timeZone)
    const pages: ReadPage[] = []
    for await (const page of readPages({ site, settings, now }, found.paths)) {
      pages.push(page)
      if (articlesAmong(pages).filter(({ gated }) => gated).length >= ENOUGH_ARTICLES) break
    }
    const articles = articlesAmong(pages)
    return ok({
      address: asked,
      facts,
      endpoints: endpointsOf(facts.namespaces),
      found,
      pages,
      sections: byFrequency(articles.flatMap(({ article }) => article.section ?? [])),
      articlePaths: commonPaths(articles.map(({ article }) => article.path)),
      rented: byFrequency(pages.flatMap(({ reading }) => rentedOn(reading))),
      passedOver: passedOver(pages, found.posts, []),
      closedForms: closedForms(
        [signs.forms, ...pages.map(({ forms }) => forms)],
        { ...NOTHING_NAMED, cms: facts.cms },
        [address.url, ...facts.own],
      ),
      notes,
      requests: before + site.count(),
    })
  } finally {
    site.close()
  }
}

interface Looked extends ReachedSite {
  readonly signs: PageSigns
  readonly facts: SiteFacts
  /** Requests that it took to find out by which name it is to be asked. */
  readonly before: number
}

/** The site, asked by the name that it gives itself, and what it says of itself then. */
async function lookAround(typed: string, agent: string): Promise<Result<Looked, 'no-site'>> {
  const first = await reachSite(typed, agent)
  if (!first.ok) return first
  const signs = readSigns(first.value.front, first.value.address.url)
  const facts = await siteFacts(first.value.site, first.value.address, signs)
  const named = await reachByName(first.value, facts.address, agent)
  if (named.site === first.value.site) return ok({ ...named, signs, facts, before: 0 })
  const anew = readSigns(named.front, named.address.url)
  return ok({
    ...named,
    signs: anew,
    facts: await siteFacts(named.site, named.address, anew),
    before: first.value.site.count(),
  })
}

export function articlesAmong(pages: readonly ReadPage[]) {
  return pages.flatMap(({ reading }) => (reading.kind === 'article' ? [reading] : []))
}

export function rentedOn(reading: PageReading): readonly string[] {
  return reading.kind === 'unfindable' ? [] : reading.rented
}

/** What the configuration will say that is written. */
function draftSettings(address: SiteAddress, facts: SiteFacts, timeZone: string): PageSettings {
  return {
    cms: facts.cms,
    addresses: { public: facts.address, own: [address.url, ...address.own] },
    articles: NO_ARTICLES_NAMED,
    policy: draftPolicy(timeZone),
    cut: DRAFT_CUT,
    timeZone,
    removeRented: false,
  }
}

const NO_ARTICLES_NAMED: OriginSettings['articles'] = { paths: [], except: [], body: undefined }

const NOTHING_NAMED: Omit<RouteSettings, 'cms'> = {
  ...{ articles: NO_ARTICLES_NAMED, closed: [], gates: [], pass: [], open: [] },
  ...{ parameters: [], searches: [] },
}

function draftPolicy(timeZone: string): Policy {
  return {
    default: { kind: 'metered' },
    rules: [],
    meter: { period: 'month', timeZone, anonymous: 3, registered: 5, perNetworkPerHour: 20 },
    registrationFirst: true,
    cut: DRAFT_CUT,
  }
}

function byFrequency(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted((one, other) => other[1] - one[1]).map(([name]) => name)
}

/** Of fewer articles than these, what they share may be chance. */
const ENOUGH_TO_COMPARE = 3

function commonPaths(paths: readonly string[]): readonly string[] {
  if (paths.length < ENOUGH_TO_COMPARE) return []
  if (paths.every((path) => /^\/20\d\d\//.test(path)))
    return [...new Set(paths.map((path) => `${path.slice(0, 5)}/*`))].sort()
  const firsts = new Set(paths.map((path) => path.split('/')[1] ?? ''))
  const [first = ''] = firsts
  return firsts.size === 1 && paths.every((path) => path.split('/').length > 2)
    ? [`/${first}/*`]
    : []
}
