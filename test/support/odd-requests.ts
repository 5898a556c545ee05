// Odd requests: random ones as readers, tools and thieves send them: addresses in every spelling, any method, cookies of
// every kind, good, old and forged, headers that claim or ask for something.
import fc from 'fast-check'
import { EMPTY_METER, type Meter } from '../../src/core/meter.ts'
import type { Reader } from '../../src/core/reader.ts'
import { cookieNames } from '../../src/http/cookies.ts'
import { sealMeter } from '../../src/http/meter-cookie.ts'
import { sealPass } from '../../src/http/pass.ts'
import { HEADERS, OTHER_VIEWS } from './attempts.ts'
import type { Published } from './publication.ts'

const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** What is told of a cookie before it is known who sends it, and when. */
interface OddCookie {
  readonly kind: (typeof COOKIES)[number]
  readonly spoilt: (typeof SPOILT)[number]
  readonly reads: number
}

export interface OddRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly cookies: readonly OddCookie[]
}

const READERS = ['registered', 'subscriber', 'lapsed', 'staff'] as const
const COOKIES = [...READERS, 'meter', 'bound meter', 'old meter', 'session', 'other'] as const
const SPOILT = [
  ...[
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'expired',
    'early',
    'forged',
    'cut',
    'longer',
    'twice',
    'spaced',
  ],
  ...['misplaced', 'rubbish'],
] as const
const OTHER_METHODS = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE', 'QUERY']
const methods = fc.oneof(
  { weight: 8, arbitrary: fc.constant('GET') },
  { weight: 2, arbitrary: fc.constant('HEAD') },
  fc.constantFrom(...OTHER_METHODS),
)

type Spell = (path: string) => string

const spellings: fc.Arbitrary<Spell> = fc.oneof(
  { weight: 16, arbitrary: fc.constant<Spell>((path) => path) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...OTHER_VIEWS).map(
      (end): Spell =>
        (path) =>
          path + end,
    ),
  },
  fc.webQueryParameters().map(
    (query): Spell =>
      (path) =>
        `${path}?${query}`,
  ),
  fc.constant<Spell>((path) => path.toUpperCase()),
  fc.nat(12).map(
    (at): Spell =>
      (path) =>
        encoded(path, at),
  ),
  fc.constantFrom('//', '/./', '/x/../', '/%2e%2e/', '/;x/').map(
    (odd): Spell =>
      (path) => {
        const last = path.lastIndexOf('/')
        return `${path.slice(0, last)}${odd}${path.slice(last + 1)}`
      },
  ),
  fc.constantFrom('http://127.0.0.1', '//127.0.0.1', '').map(
    (before): Spell =>
      (path) =>
        before + path,
  ),
  fc
    .string({ unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)) })
    .map(
      (end): Spell =>
        (path) =>
          path + end,
    ),
)

function encoded(path: string, at: number): string {
  const place = at % path.length
  const code = path.charCodeAt(place).toString(16)
  return `${path.slice(0, place)}%${at % 2 === 0 ? code : code.toUpperCase()}${path.slice(place + 1)}`
}

type Line = readonly [name: string, value: string | string[]]

const EVERY_LINE: readonly Line[] = [
  ...['gzip', 'br', 'identity', '*', 'gzip, br;q=0', 'br;q=0.0, gzip;q=0', 'GZIP', ''].map(
    (value): Line => ['Accept-Encoding', value],
  ),
  ...['*', '""', '"x", W/"y"', 'W/', '"x"\t,', '"unknown-b5"'].map(
    (value): Line => ['If-None-Match', value],
  ),
  ...['bytes=0-9', 'bytes=-5', 'bytes=0-', 'lines=1-2'].map((value): Line => ['Range', value]),
  ['Accept-Encoding', ['gzip', 'br']],
  ['User-Agent', ['curl/8', 'Googlebot/2.1']],
  ['X-Forwarded-For', ['66.249.64.5', '127.0.0.1']],
  ...HEADERS.flatMap((headers): readonly Line[] => Object.entries(headers)),
]
const EARLY: readonly Line[] = [
  ['Sec-Purpose', 'prefetch;prerender'],
  ['Purpose', 'prefetch'],
  ['X-Moz', 'prefetch'],
]
const LINES = EVERY_LINE.filter(([name]) => name !== 'Cookie')

const headerLines = fc
  .tuple(
    fc.array(fc.constantFrom(...LINES), { maxLength: 3 }),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      fc.constantFrom(...EARLY.map((one) => [one])),
    ),
  )
  .map(([lines, early]) => Object.fromEntries<Line[1]>([...lines, ...early]))

/** `paths`: what there is to ask for. */
export function oddRequests(paths: readonly string[]): fc.Arbitrary<OddRequest> {
  const cookie = fc.record({
    kind: fc.constantFrom(...COOKIES),
    spoilt: fc.constantFrom(...SPOILT),
    reads: fc.nat(7),
  })
  return fc
    .record({
      method: methods,
      path: fc.tuple(fc.constantFrom(...paths), spellings).map(([path, spell]) => spell(path)),
      headers: headerLines,
      cookies: fc.array(cookie, { maxLength: 3 }),
    })
    .filter(({ path }) => !/[^\u0021-\u00ff]/.test(path))
}

/** The Cookie header of a request; undefined for none. `who`: a reader of whom nobody has heard before. */
export function cookieHeader(
  { cookies }: OddRequest,
  who: string,
  published: Pick<Published, 'now' | 'seals' | 'address'>,
): string | undefined {
  const pairs = cookies.map((cookie) => pairOf(cookie, who, published))
  return pairs.length === 0 ? undefined : pairs.join('; ')
}

function pairOf(
  { kind, spoilt, reads }: OddCookie,
  who: string,
  published: Pick<Published, 'now' | 'seals' | 'address'>,
): string {
  const names = cookieNames(published.address.startsWith('https:'))
  const shift = spoilt === 'expired' ? -60 * MINUTE : spoilt === 'early' ? 60 * MINUTE : 0
  const moment = { ...published, now: published.now + shift }
  const name =
    kind === 'other'
      ? 'seen'
      : kind === 'session'
        ? names.session
        : kind.endsWith('meter')
          ? names.meter
          : names.pass
  const value = sealedOf(kind, who, reads, moment)
  const at = Math.floor(value.length / 2)
  const spoiling: Partial<Record<typeof spoilt, string>> = {
    forged: `${name}=${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`,
    cut: `${name}=${value.slice(0, -3)}`,
    longer: `${name}=${value}A`,
    twice: `${name}=${value}; ${name}=${value}`,
    spaced: ` ${name}=${value} ;`,
    misplaced: `${names.pass}=${value}`,
    rubbish: `${name}="; =; \u00e9; ${name}`,
  }
  return spoiling[spoilt] ?? `${name}=${value}`
}

function sealedOf(
  kind: OddCookie['kind'],
  who: string,
  reads: number,
  { now, seals }: Pick<Published, 'now' | 'seals'>,
): string {
  if (kind === 'other') return 'yes'
  if (kind === 'session') return seals.seal('session', who.padEnd(43, 'x'))
  if (kind.endsWith('meter')) {
    const at = kind === 'old meter' ? now - 62 * DAY : now
    return sealMeter(meterOf(reads, at, kind === 'bound meter' ? who : undefined), seals)
  }
  const reader = readerOf(kind, who, now)
  const pass = { reader, session: who, issued: now, expires: now + 10 * MINUTE, reads: EMPTY_METER }
  return sealPass(pass, seals)
}

function readerOf(
  kind: string,
  id: string,
  now: number,
): Exclude<Reader, { kind: 'anonymous' | 'crawler' }> {
  if (kind === 'registered' || kind === 'staff') return { kind, id }
  const until = kind === 'lapsed' ? now - 1 : now + DAY
  return { kind: 'subscriber', id, entitlements: [{ plan: 'digital', until }] }
}

function meterOf(reads: number, at: number, reader: string | undefined): Meter {
  const entry = (_: unknown, number: number) => ({ article: `other-----${number}`, at, reader })
  return { entries: Array.from({ length: reads }, entry) }
}
