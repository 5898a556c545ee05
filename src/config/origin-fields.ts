// Origin fields: what a configuration says of the site that Standfirst stands in front of.
import { z } from 'zod'
import { access, closed, id, line, list, oneOrMore, sitePath, whole, yesOrNo } from './fields.ts'

const SITE =
  'write scheme and host alone, with http or https: "https://origin.example.org", "http://10.0.0.5:8080"'

/**
 * Scheme and authority of a site that is asked, or that its pages name. With http too: what stands behind a gate is
 * mostly reached inside a network of the publisher's own.
 */
const siteAddress = z
  .string({ error: SITE })
  .refine((text) => siteOf(text) !== undefined, { error: SITE })
  .transform((text) => siteOf(text) ?? text)

/** `https://Example.org:443/` is `https://example.org`; undefined for what is more than scheme and authority. */
export function siteOf(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || text !== text.trim()) return undefined
  return url.href === `${url.origin}/` && !/[?#]/.test(text) ? url.origin : undefined
}

const HOST = 'write a host as in an address: "www.example.org"'

const host = z
  .string({ error: HOST })
  .refine((text) => URL.parse(`http://${text}`)?.host === text.toLowerCase(), { error: HOST })
  .transform((text) => text.toLowerCase())

const paths = oneOrMore(sitePath, 'write a path, "/sport" or "/2019/*", or a list of them')
const noPaths: readonly string[] = []

/** RFC 9110 §5.6.2, with a star at the end. */
const COOKIE = 'write a cookie’s name, or its beginning and a star: "woocommerce_*"'
const cookieName = z
  .string({ error: COOKIE })
  .regex(/^(?:[!#$%&'+.^_`|~\w-]+\*?|\*)$/, { error: COOKIE })

const DROPPED =
  'write the names of cookies that no page needs, "PHPSESSID", or their beginnings and a star: "_ga*"'
/** Not every cookie there is. */
const droppedName = z
  .string({ error: DROPPED })
  .regex(/^[!#$%&'+.^_`|~\w-]+\*?$/, { error: DROPPED })

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const METHOD = `write one of ${METHODS.join(', ')}`

const PARAMETER = 'write the name of a parameter as in addresses: "page", "lang"'
const parameter = z.string({ error: PARAMETER }).regex(/^[\w.~[\]-]{1,60}$/, { error: PARAMETER })

const articles = closed({
  /** Addresses that are articles, whatever their pages say. One whose text is not found is refused. */
  paths: paths.default([...noPaths]),
  /** Addresses that never are: `/about`, `/shop`. */
  except: paths.default([...noPaths]),
  /** CSS selector of the element that the text stands in; found by itself when left out. */
  body: line(300).optional(),
})

const gate = closed({
  /** Shown in the receipt. */
  name: line(60),
  /** A path, or several: `/epaper` means it and all below it; `*` stands for any characters. */
  path: paths,
  /** Who gets it: a file takes no read of a meter, and what is free needs no gate. */
  access: access.refine(({ kind }) => kind === 'registered' || kind === 'subscribers', {
    error: 'write "registered", "subscribers" or { subscribers: ["id of a plan"] }',
  }),
})

const cookies = closed({
  /** `/shop` means it and all below it. */
  path: sitePath,
  /** Names, or beginnings of names with a star: `woocommerce_*`. */
  names: oneOrMore(cookieName, COOKIE),
})

const pass = closed({
  /** `/wp-json/contact-form-7` means it and all below it. */
  path: sitePath,
  /**
   * Methods that go to the origin as they come. Without GET when left out: what is only read had better be named in
   * `open`, where the sentinel reads it too.
   */
  methods: oneOrMore(z.enum(METHODS, { error: METHOD }), METHOD).default([
    ...(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const),
  ]),
  /** Whether WebSockets are passed through. */
  webSockets: yesOrNo.default(false),
})

const partner = closed({
  /** Small letters, digits and hyphens. The secret of `news-agency` comes from STANDFIRST_PARTNER_NEWS_AGENCY. */
  name: id,
  /** What the partner gets in full: `/feed`, `/wp-json/wp/v2/posts`. */
  path: paths,
})

const cache = closed({
  /** Megabytes of answers in memory. */
  memoryMB: whole(1, 1_000_000).default(128),
  /** Megabytes of answers on disk, from which a restart serves while the origin is down. */
  diskMB: whole(0, 10_000_000).default(1024),
  /** For how long an answer is fresh that does not say so itself. */
  freshSeconds: whole(0, 86_400).default(60),
  /**
   * For how long after that a reader gets it at once while it is asked for again. With 600 nobody gets a page that is
   * older than eleven minutes while the origin is well, and pages that are read every ten minutes never wait for it.
   */
  staleWhileRevalidateSeconds: whole(0, 604_800).default(600),
  /**
   * For how many days it goes out while the origin is down or wrong. A year: an article that nobody read for months is
   * still better old than missing, and the budget on disk is what ends its stay.
   */
  staleIfErrorDays: whole(0, 3650).default(365),
})

export const originFields = closed({
  /** Where the site is asked: scheme and host, `https://origin.example.org`, `http://10.0.0.5:8080`. */
  url: siteAddress,
  /** The Host header that is sent to it, when it is not the one of `url`: `www.example.org`. */
  host: host.optional(),
  /** Further addresses that its pages carry as its own; readers see the public one instead. */
  addresses: oneOrMore(siteAddress, SITE).default([]),
  /** What the site runs on: what is closed and what is asked for follows from it. */
  cms: z
    .enum(['wordpress', 'ghost', 'none'], { error: 'write "wordpress", "ghost" or "none"' })
    .default('none'),
  /** `observe` decides, counts and logs while everything passes. */
  mode: z.enum(['gate', 'observe'], { error: 'write "gate" or "observe"' }).default('gate'),
  /** Which addresses are articles and where their text stands, where that is not found by itself. */
  articles: articles.prefault({}),
  /** What is no article and still not for everybody: an e-paper, a puzzle. */
  gates: list(gate).default([]),
  /** Addresses that nobody gets. */
  closed: paths.default([...noPaths]),
  /** Addresses that go out as they are. The sentinel reads them too. */
  open: paths.default([...noPaths]),
  /** Which cookies of readers reach the origin, and where. None when left out. */
  cookies: list(cookies).default([]),
  /**
   * Cookies that the site sets with its pages and no page needs: `PHPSESSID`, `pll_language`. They are left out, so that
   * an answer that sets no other can be kept. None when left out: what sets a cookie is one reader's own.
   */
  dropCookies: oneOrMore(droppedName, DROPPED).default([]),
  /** What goes to the origin and comes back untouched: uploads, sockets, endpoints of your own. */
  pass: list(pass).default([]),
  /** Who gets named addresses in full, with a secret of their own. */
  partners: list(partner).default([]),
  /** Whether whoever is logged in at the CMS reaches the site itself. When left out: wherever the CMS is known. */
  editors: yesOrNo.optional(),
  /** Whether scripts of rented paywalls are taken out of pages. */
  removeRented: yesOrNo.default(false),
  /** Query parameters, beside those of the CMS, that tell pages apart: `page`. Others are ignored. */
  parameters: list(parameter).default([]),
  /** Query parameters, beside the usual ones, that readers search with: `suchtext`. */
  searches: list(parameter).default([]),
  /** How answers of the origin are kept. */
  cache: cache.prefault({}),
  /** How long the origin may take to answer. */
  answerWithinSeconds: whole(1, 300).default(15),
  /** An HTML file in the edition's folder that stands in place of Standfirst's own wall. */
  wall: line(200).optional(),
})

/** What a publisher writes into `origin({ … })`. */
export type OriginInput = z.input<typeof originFields>

/** The same with every default filled in. */
export type OriginFields = z.output<typeof originFields>
