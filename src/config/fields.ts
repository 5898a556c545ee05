// Fields: the small parts a configuration is made of. Each says how to mend a value that it does not take.
import { z } from 'zod'
import type { Access } from '../core/article.ts'
import { nearest } from '../core/nearest.ts'
import { parseCidr } from '../core/network.ts'

export const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: 'write a list: [ … ]' })

export const yesOrNo = z.boolean({ error: 'write true or false' })

/** An object that knows its fields: another one is a fault, with the one that was probably meant. */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, known)).join('\n')
        : `write an object with ${known.join(', ')}`,
  })
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known)
  return meant === undefined
    ? `remove it; known here: ${known.join(', ')}`
    : `did you mean ${meant}?`
}

/** A whole number within bounds. */
export function whole(least: number, most: number) {
  const error = `write a whole number from ${least} to ${most}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}

/** One line of text. */
export function line(most: number) {
  const error = `write one line of text of at most ${most} characters`
  return z
    .string({ error })
    .max(most, { error })
    .regex(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u, { error })
}

/** A name that stands in addresses. */
export const id = matching(
  /^(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
  'write small letters and digits with single hyphens between, at most 40: "harbour-news"',
)

/** A path that begins an address. */
export const basePath = matching(
  /^(?=.{2,60}$)(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+$/,
  'write a path of small letters, digits and hyphens without a slash at its end: "/account"',
)

/** What addresses of articles are made of, and a star. */
const PATTERN = /^(?:\/[\p{L}\p{M}\p{N}_*-]+)+$/u

/** What a rule compares addresses with. One that no address could have would leave open what it should close. */
export const pathPattern = z
  .string({ error: patternMend })
  .refine(isPattern, { error: patternMend })

function isPattern(text: string): boolean {
  return PATTERN.test(text) && text === inAddresses(text)
}

function patternMend({ input }: { readonly input?: unknown }): string {
  const meant = typeof input === 'string' ? withoutSlash(inAddresses(input)) : ''
  if (meant === '/') return 'write "/*" for all articles'
  return isPattern(meant)
    ? `write it as addresses are compared, decoded and in lower case: ${JSON.stringify(meant)}`
    : 'write a path of letters, digits, hyphens and stars, begun by a slash and not ended by one: "/sport", "/2019/*"'
}

/** What one segment of a site's address may be, decoded. What two servers would read differently never gets so far. */
const SITE_PATTERN = /^(?:\/(?!\.{1,2}(?:\/|$))[^\p{C}\p{Zl}\p{Zp}/%;\\?#]+)+(?<!\p{Zs})$/u

/**
 * The same for addresses of a site that is there already. Written as in an address (encoded, with capitals, with a
 * slash at its end) it is brought into the form that is compared.
 */
export const sitePath = z
  .string({ error: siteMend })
  .transform((text) => withoutSlash(inAddresses(text)))
  .refine((text) => SITE_PATTERN.test(text), { error: siteMend })

function siteMend({ input }: { readonly input?: unknown }): string {
  return input === '/'
    ? 'write "/*" for all of them'
    : 'write a path, begun by a slash and without parameters behind it: "/sport", "/2019/*"'
}

/** As addresses of articles are compared: decoded, NFC, lower case. */
function inAddresses(text: string): string {
  return decoded(text).normalize('NFC').toLowerCase()
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/$/, '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A tag as articles have them: without spaces around it. */
export const tag = line(60).refine((text) => text === text.trim(), {
  error: 'write it without spaces at its ends: articles’ tags have none',
})

export const mailbox = matching(
  /^(?:[^<>\p{Cc}]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
  'write an address: "post@example.org" or "The Herald <post@example.org>"',
)

function matching(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error })
}

/** One value or several of them; always a list afterwards. */
export function oneOrMore<Item extends z.ZodType>(item: Item, error: string) {
  return z
    .union([item, z.array(item).min(1)], { error })
    .transform((value): z.output<Item>[] => (Array.isArray(value) ? value : [value]))
}

const ACCESS =
  'write "free", "registered", "metered", "subscribers" or { subscribers: ["id of a plan"] }'

export const access = z
  .union(
    [
      z.enum(['free', 'registered', 'metered', 'subscribers']),
      z.strictObject({ subscribers: z.array(z.string()).min(1) }),
    ],
    { error: ACCESS },
  )
  .transform(
    (value): Access =>
      typeof value === 'string'
        ? { kind: value }
        : { kind: 'subscribers', plans: value.subscribers },
  )

export const language = z
  .string({ error: 'write a language tag: "en", "de-AT"' })
  .refine(isLanguage, { error: 'write a language tag: "en", "de-AT"' })
  .transform((tag) => new Intl.Locale(tag).toString())

function isLanguage(tag: string): boolean {
  try {
    return new Intl.Locale(tag).language !== 'und'
  } catch {
    return false
  }
}

const ZONE = 'write the name of a time zone: "Europe/Berlin", "UTC"'

export const timeZone = z
  .string({ error: ZONE })
  .refine(isTimeZone, { error: ZONE })
  .transform((zone) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone)

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return /^[A-Za-z]/.test(zone)
  } catch {
    return false
  }
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

export const currency = z
  .string({ error: 'write a currency of ISO 4217: "EUR"' })
  .refine((code) => CURRENCIES.has(code), { error: 'write a currency of ISO 4217: "EUR"' })

const ORIGIN =
  'write scheme and host alone, with https (http only for this machine): "https://www.example.org"'

/** Scheme and authority of one server. */
export const origin = z.string({ error: ORIGIN }).refine(isOrigin, { error: ORIGIN })

/** Whether a text is an origin that a publication may stand at: https, or http on this machine, and nothing behind it. */
export function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && url.origin === text && isSafe(url)
}

const LINK =
  'write a path of your own, "/imprint", or an address with https: "https://www.example.org/imprint"'

/** Where a link of the footer leads: into the publication, or anywhere with https. */
export const linkAddress = z.string({ error: LINK }).refine(isLink, { error: LINK })

function isLink(text: string): boolean {
  if (!/^[^\s\\\p{Cc}]{1,500}$/u.test(text)) return false
  const own = URL.parse(text, 'https://own.invalid')
  if (text.startsWith('/')) return own?.origin === 'https://own.invalid'
  return text.startsWith('https://') && isSafe(own)
}

const SCRIPT = 'write the address of a script with https: "https://stats.example.net/count.js"'

export const scriptAddress = z
  .string({ error: SCRIPT })
  .refine((text) => /^\S+$/.test(text) && isSafe(URL.parse(text)), { error: SCRIPT })

function isSafe(url: URL | null): boolean {
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

/** Whether a host name or address, as in a URL, is this machine. */
export function isLoopback(host: string): boolean {
  return /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host)
}

export const cidr = z
  .string({ error: 'write a network: "10.0.0.0/8"' })
  .transform((text, context) => {
    const parsed = parseCidr(text)
    if (parsed.ok) return parsed.value
    context.addIssue({
      code: 'custom',
      message: `${parsed.detail}; write a network "10.0.0.0/8" or one address "192.0.2.7"`,
    })
    return z.NEVER
  })
