// Origin settings: what the configuration says of the site in front of which Standfirst stands, with the secrets that
// the environment gives and the files that it names, in the one form that the gate takes.
import { readFile } from 'node:fs/promises'
import type { Fault } from '../core/fault.ts'
import type { OriginSettings } from '../core/origin.ts'
import { editionFile } from './edition-file.ts'
import { type OriginFields, siteOf } from './origin-fields.ts'
import { selectorFault } from './selector.ts'
import { type FieldFault, valueAt } from './written.ts'

type Environment = Readonly<Record<string, string | undefined>>

const MEGABYTE = 2 ** 20
const DAY_S = 86_400
const PURGE_SECRET = 'STANDFIRST_PURGE_SECRET'
const ORIGIN_SECRET = 'STANDFIRST_ORIGIN_SECRET'
/** What nobody guesses: 24 characters of base64 are 144 bits. */
const SECRET_CHARACTERS = 24
const WALL = ['content', 'origin', 'wall']

/** `wall` is the text of the file that the field names. */
export function originSettings(
  fields: OriginFields,
  env: Environment,
  wall: string | undefined,
): OriginSettings {
  const { cache, articles } = fields
  return {
    url: fields.url,
    host: fields.host,
    secret: env['STANDFIRST_ORIGIN_SECRET'] || undefined,
    own: fields.addresses,
    cms: fields.cms,
    mode: fields.mode,
    articles: { paths: articles.paths, except: articles.except, body: articles.body },
    gates: fields.gates.map(({ name, path, access }) => ({ name, paths: path, access })),
    closed: fields.closed,
    open: fields.open,
    cookies: fields.cookies,
    dropCookies: fields.dropCookies,
    pass: fields.pass,
    partners: fields.partners.map(({ name, path }) => ({
      name,
      paths: path,
      secret: env[secretOf(name)] ?? '',
    })),
    editors: fields.editors ?? fields.cms !== 'none',
    removeRented: fields.removeRented,
    parameters: fields.parameters,
    searches: fields.searches,
    cache: {
      memoryBytes: cache.memoryMB * MEGABYTE,
      diskBytes: cache.diskMB * MEGABYTE,
      freshSeconds: cache.freshSeconds,
      staleWhileRevalidateSeconds: cache.staleWhileRevalidateSeconds,
      staleIfErrorSeconds: cache.staleIfErrorDays * DAY_S,
    },
    answerWithinMs: fields.answerWithinSeconds * 1000,
    purgeSecret: env['STANDFIRST_PURGE_SECRET'] || undefined,
    wall,
  }
}

/** What the fields of an origin name that is not there, or is not what it should be. */
export async function originFaults(dir: string, written: unknown): Promise<FieldFault[]> {
  const path = ['content', 'origin', 'articles', 'body']
  const body = valueAt(written, path)
  const why = typeof body === 'string' ? await selectorFault(body) : undefined
  const faults: FieldFault[] = []
  if (why !== undefined)
    faults.push({
      path,
      what: `is ${JSON.stringify(body)}, which is no selector (${why})`,
      mend: 'write a CSS selector of one element: ".entry-content"',
    })
  const wall = await readWall(dir, written)
  return wall.ok ? faults : [...faults, wall.fault]
}

/** The text of the publisher's own wall. */
export async function wallOf(dir: string, written: unknown): Promise<string | undefined> {
  const wall = await readWall(dir, written)
  return wall.ok ? wall.text : undefined
}

async function readWall(
  dir: string,
  written: unknown,
): Promise<{ ok: true; text: string | undefined } | { ok: false; fault: FieldFault }> {
  const name = valueAt(written, WALL)
  if (typeof name !== 'string') return { ok: true, text: undefined }
  const found = await editionFile(dir, { path: WALL, name }, HTML)
  if (!found.ok) return found
  const text = await readFile(found.file, 'utf8').catch(() => undefined)
  if (text !== undefined && text.trim() !== '') return { ok: true, text }
  const what = `is ${JSON.stringify(name)}, ${text === undefined ? 'which cannot be read' : 'which is empty'}`
  return { ok: false, fault: { path: WALL, what, mend: 'name a file with the HTML of your wall' } }
}

const HTML = {
  ending: /\.html?$/i,
  what: 'which is no file of HTML',
  mend: 'name a file that ends in .html',
}

/** Secrets that are missing or could be guessed, and an address at which Standfirst would ask itself. */
export function originEnvironmentFaults(written: unknown, env: Environment): Fault[] {
  const origin = valueAt(written, ['content', 'origin'])
  if (origin === undefined) return []
  const partners = valueAt(origin, ['partners'])
  const names = (Array.isArray(partners) ? partners : [])
    .map((partner) => valueAt(partner, ['name']))
    .filter((name) => typeof name === 'string')
  return [
    ...names.flatMap((name) => secretFaults(secretOf(name), env, `the secret of partner ${name}`)),
    ...(env[PURGE_SECRET] ? secretFaults(PURGE_SECRET, env, 'the secret that purges') : []),
    ...(env[ORIGIN_SECRET] ? secretFaults(ORIGIN_SECRET, env, 'what opens the site') : []),
    ...selfFaults(origin, env),
  ]
}

/** `news-agency` → `STANDFIRST_PARTNER_NEWS_AGENCY`. */
function secretOf(partner: string): string {
  return `STANDFIRST_PARTNER_${partner.replaceAll('-', '_').toUpperCase()}`
}

/** The secret itself is not repeated. */
export function secretFaults(field: string, env: Environment, whose: string): Fault[] {
  const secret = env[field] ?? ''
  if (secret.length >= SECRET_CHARACTERS && !/[^\x21-\x7e]/.test(secret)) return []
  const what =
    secret === ''
      ? `is not set, and is ${whose}`
      : `is too short or has spaces in it, and is ${whose}`
  const mend = `set it to ${SECRET_CHARACTERS} or more letters and digits: openssl rand -hex 24`
  return [{ file: 'environment', line: undefined, field, what, mend }]
}

function selfFaults(origin: unknown, env: Environment): Fault[] {
  const url = valueAt(origin, ['url'])
  const address = env['STANDFIRST_ADDRESS']
  if (!address || typeof url !== 'string' || siteOf(url) !== address) return []
  const what = `is ${JSON.stringify(address)}, and so is content.origin.url: Standfirst would ask itself`
  const mend = 'name the address at which only Standfirst reaches the site in content.origin.url'
  return [{ file: 'environment', line: undefined, field: 'STANDFIRST_ADDRESS', what, mend }]
}
