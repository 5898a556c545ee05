// Site facts: what a site says of itself beside its pages: WordPress in the index of its REST API, Ghost in what its
// interfaces tell everybody. Name, addresses, time zone, which plugins have endpoints.
import { z } from 'zod'
import type { Cms } from '../../core/origin.ts'
import type { AskedSite, SiteAddress, SiteAnswer } from './ask-site.ts'
import type { PageSigns } from './page-signs.ts'

export interface SiteFacts {
  readonly cms: Cms
  /** By which signs it was recognised, for the publisher. */
  readonly cmsSigns: readonly string[]
  readonly name: string
  readonly description: string
  /** BCP 47; undefined where neither pages nor interfaces say it. */
  readonly language: string | undefined
  /** IANA name; undefined where the site does not say it. */
  readonly timeZone: string | undefined
  /** Scheme and authority under which readers know it: what its pages call canonical, else where it is asked. */
  readonly address: string
  /** Every other that it names itself by. */
  readonly own: readonly string[]
  /** Of its REST API: `contact-form-7/v1`. Empty where there is none. */
  readonly namespaces: readonly string[]
}

interface Said {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly language?: string | undefined
  readonly timeZone?: string | undefined
  readonly own?: readonly string[]
  readonly namespaces?: readonly string[]
}

/** Asks one or two interfaces at most. */
export async function siteFacts(
  site: AskedSite,
  address: SiteAddress,
  signs: PageSigns,
): Promise<SiteFacts> {
  const said =
    signs.cms === 'wordpress'
      ? await wordPressSays(site)
      : signs.cms === 'ghost'
        ? await ghostSays(site, signs.ghostKey)
        : {}
  const own = [...new Set([...(said.own ?? []), ...signs.own, ...address.own])]
  const isOwn = new Set(own.map((one) => bare(one)).concat(bare(address.url)))
  // The same host by http or with www, as old links still have it.
  for (const origin of signs.origins.keys())
    if (isOwn.has(bare(origin)) && !own.includes(origin)) own.push(origin)
  const known = (said.own ?? [])[0] ?? signs.own[0] ?? address.own[0]
  return {
    cms: signs.cms,
    cmsSigns: signs.cmsSigns,
    name: oneLine(said.name ?? signs.siteName ?? lastPart(signs.title), 100) || bare(address.url),
    description: oneLine(said.description ?? '', 300),
    language: [signs.language, said.language].map((tag) => tag?.replace('_', '-')).find(isLanguage),
    timeZone: said.timeZone !== undefined && isTimeZone(said.timeZone) ? said.timeZone : undefined,
    address: known ?? address.url,
    own: own.filter((one) => one !== address.url),
    namespaces: said.namespaces ?? [],
  }
}

const text = z.string().optional().catch(undefined)

const WORDPRESS = z.object({
  name: text,
  description: text,
  url: text,
  home: text,
  timezone_string: text,
  gmt_offset: z.coerce.number().optional().catch(undefined),
  namespaces: z.array(z.string()).optional().catch(undefined),
})

async function wordPressSays(site: AskedSite): Promise<Said> {
  for (const path of ['/wp-json/', '/?rest_route=/']) {
    const asked = await site.ask(path)
    const index = asked.ok ? parsed(asked.value, WORDPRESS) : undefined
    if (index?.namespaces === undefined) continue
    const { timezone_string: zone, gmt_offset: offset } = index
    return {
      name: decoded(index.name),
      description: decoded(index.description),
      timeZone: zone || (offset === undefined ? undefined : zoneOf(offset)),
      own: originsOf([index.home, index.url]),
      namespaces: index.namespaces,
    }
  }
  return {}
}

/** WordPress offers fixed offsets too. Signs of these zones are the other way round (tz database, `etcetera`). */
function zoneOf(offset: number): string | undefined {
  if (!Number.isInteger(offset)) return undefined
  if (offset === 0) return 'UTC'
  return `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`
}

const GHOST_SITE = z.object({
  site: z.object({ title: text, description: text, url: text, locale: text, timezone: text }),
})
const GHOST_SETTINGS = z.object({
  settings: z.object({ title: text, description: text, url: text, lang: text, timezone: text }),
})

async function ghostSays(site: AskedSite, key: string | undefined): Promise<Said> {
  const asked = await site.ask('/ghost/api/admin/site/')
  const open = asked.ok ? parsed(asked.value, GHOST_SITE)?.site : undefined
  // Its portal shows the key to every reader.
  const more =
    key === undefined || !/^[0-9a-f]+$/.test(key)
      ? undefined
      : await site.ask(`/ghost/api/content/settings/?key=${key}`)
  const settings = more?.ok ? parsed(more.value, GHOST_SETTINGS)?.settings : undefined
  return {
    name: settings?.title ?? open?.title,
    description: settings?.description ?? open?.description,
    language: settings?.lang ?? open?.locale,
    timeZone: settings?.timezone ?? open?.timezone,
    own: originsOf([settings?.url ?? open?.url]),
  }
}

function parsed<Value>(answer: SiteAnswer, type: z.ZodType<Value>): Value | undefined {
  if (answer.status !== 200) return undefined
  try {
    return type.safeParse(JSON.parse(answer.body.toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** WordPress writes the most usual signs as references. */
function decoded(value: string | undefined): string | undefined {
  return value
    ?.replace(/&#0?39;|&#8217;|&rsquo;/g, '’')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

function originsOf(addresses: readonly (string | undefined)[]): readonly string[] {
  const urls = addresses.flatMap((address) => URL.parse(address ?? '') ?? [])
  return [...new Set(urls.map(({ origin }) => origin))]
}

/** A host without www: the name that all ways of writing it share. */
function bare(origin: string): string {
  return new URL(origin).host.replace(/^www\./, '')
}

/** `Home – The Herald`: what stands behind the last dash or bar of a title is mostly the name. */
function lastPart(title: string): string {
  return title.split(/\s+[|–—-]\s+/).at(-1) ?? ''
}

function oneLine(value: string, most: number): string {
  const line = value.replace(/[\p{Cc}\s]+/gu, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`
}

function isLanguage(tag: string | undefined): tag is string {
  if (tag === undefined) return false
  try {
    return new Intl.Locale(tag).language !== 'und'
  } catch {
    return false
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
