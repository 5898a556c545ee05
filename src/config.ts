// Config: the environment and the edition's standfirst.config.* become one checked value, or all their faults at once.
import { basename, join, resolve } from 'node:path'
import type { z } from 'zod'
import { editionFile } from './config/edition-file.ts'
import { isLoopback, isOrigin } from './config/fields.ts'
import {
  originEnvironmentFaults,
  originFaults,
  originSettings,
  secretFaults,
  wallOf,
} from './config/origin-settings.ts'
import { type ConfigSource, readSource } from './config/read-source.ts'
import { relationFaults } from './config/relations.ts'
import { type ConfigFields, schemaFor } from './config/schema.ts'
import { type FieldFault, valueAt } from './config/written.ts'
import type { Checked, Fault } from './core/fault.ts'
import type { Cidr } from './core/network.ts'
import type { OriginSettings } from './core/origin.ts'
import type { Plan, Site } from './core/publication.ts'

const METRICS_SECRET = 'STANDFIRST_METRICS_SECRET'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Config {
  /** All of a Site but its address, which may be the one that is listened on. `publication.logo` is not set here. */
  readonly site: Omit<Site, 'address'>
  /** The site in front of which Standfirst stands; undefined where articles lie in a folder. */
  readonly origin: OriginSettings | undefined
  /** From STANDFIRST_ADDRESS, else from the configuration. */
  readonly address: string | undefined
  /** The logo's file, absolute. */
  readonly logo: string | undefined
  readonly trustedProxies: readonly Cidr[]
  /** Search engines whose proven crawlers get whole articles. */
  readonly crawlers: readonly ('google' | 'bing' | 'apple')[]
  /** Who sees the counts: from these networks, or with STANDFIRST_METRICS_SECRET. */
  readonly metrics: { readonly networks: readonly Cidr[]; readonly secret: string | undefined }
  readonly logs: {
    readonly requests: 'off' | 'sampled' | 'all'
    readonly perSecond: number
    readonly slowMilliseconds: number
  }
  readonly mail: { readonly from: string | undefined }
  /** Address of the mail server, with its password: from STANDFIRST_SMTP_URL alone. */
  readonly smtpUrl: string | undefined
  /** Milliseconds for which a pass holds on while the store cannot answer. */
  readonly grace: number
  readonly storage: { readonly decisionDays: number }
  /** STANDFIRST_PRACTICE=1: practice payments also where everybody can reach them. */
  readonly practice: boolean
  /** The configuration's file name; undefined when there is none. */
  readonly file: string | undefined
}

/**
 * Reads the configuration of the edition in `editionDir`. A folder without one is a publication too: it is named like
 * the folder and keeps every default. Never throws for what a publisher wrote.
 */
export async function loadConfig(editionDir: string, env: Environment): Promise<Checked<Config>> {
  const dir = resolve(editionDir)
  const source = await readSource(dir)
  if (!source.ok) return source
  const { file, value: exported } = source.value
  const written = file === undefined ? { publication: { name: basename(dir) } } : exported
  const content = valueAt(written, ['content', 'origin']) === undefined ? 'folder' : 'origin'
  const parsed = schemaFor(content).safeParse(written)
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => fieldFaults(issue, written))),
    ...relationFaults(written),
    ...(await logoFaults(dir, written)),
    ...(await originFaults(dir, written)),
  ].map((fault) => located(fault, source.value))
  faults.push(...environmentFaults(env), ...originEnvironmentFaults(written, env))
  if (!parsed.success || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  return {
    ok: true,
    value: configOf(parsed.data, { dir, env, file, wall: await wallOf(dir, written) }),
  }
}

/**
 * Why practice parts must not be served: payments at which nobody pays, and mails that are written into a folder.
 * None when they may be, or are not in use. `host` is the host name or address listened on: whatever the
 * configured address says, it may be open as well.
 */
export function practiceFaults(config: Config, host = 'localhost'): readonly Fault[] {
  const place = openPlace(config, host)
  if (config.practice || place === undefined) return []
  const faults: Fault[] = []
  const open = `${place} is open to everybody`
  const fault = (field: string, what: string, mend: string) =>
    faults.push({
      file: config.file ?? '.',
      line: undefined,
      field,
      what,
      mend: `${mend}, or set STANDFIRST_PRACTICE=1 if that is meant`,
    })
  if (config.site.plans.length > 0)
    fault(
      'payments',
      `are for practice and ${open}, so that each plan would cost nothing`,
      'serve it on this machine alone, remove the plans',
    )
  if (config.smtpUrl === undefined)
    fault(
      'mail',
      `has no server and ${open}, so that nobody could log in`,
      'give the mail server in STANDFIRST_SMTP_URL',
    )
  return faults
}

/** The address or host that others than this machine reach; undefined when neither is one. */
function openPlace({ address }: Config, host: string): string | undefined {
  if (address !== undefined && !isLoopback(new URL(address).hostname)) return address
  return isLoopback(host) ? undefined : host
}

interface Surroundings {
  readonly dir: string
  readonly env: Environment
  readonly file: string | undefined
  readonly wall: string | undefined
}

function configOf(fields: ConfigFields, { dir, env, file, wall }: Surroundings): Config {
  const { publication, policy, pages, paths, plans } = fields
  const { anonymous, registered, perNetworkPerHour, period } = policy.meter
  return {
    site: {
      publication: {
        name: publication.name,
        description: publication.description,
        language: publication.language,
        timeZone: publication.timeZone,
        sections: publication.sections,
        logo: undefined,
        links: publication.links,
      },
      paths,
      articlesFrom: fields.content === undefined ? 'folder' : 'origin',
      policy: {
        default: policy.default,
        rules: policy.rules.map((rule) => ({
          name: rule.name,
          access: rule.access,
          sections: rule.section,
          tags: rule.tag,
          paths: rule.path,
          olderThanDays: rule.olderThanDays,
          youngerThanDays: rule.youngerThanDays,
        })),
        meter: {
          period,
          timeZone: publication.timeZone,
          anonymous,
          registered,
          perNetworkPerHour,
        },
        registrationFirst: policy.registrationWall,
        cut: policy.cut,
      },
      plans: plans.map(planOf),
      thirdParties: pages.thirdParties,
      scripts: pages.scripts,
    },
    origin: fields.content && originSettings(fields.content.origin, env, wall),
    address: env['STANDFIRST_ADDRESS'] || publication.address,
    logo: publication.logo === undefined ? undefined : join(dir, publication.logo),
    trustedProxies: fields.trustedProxies,
    logs: fields.logs,
    mail: { from: fields.mail.from },
    smtpUrl: env['STANDFIRST_SMTP_URL'] || undefined,
    grace: fields.accounts.graceHours * 3_600_000,
    storage: fields.storage,
    crawlers: fields.crawlers,
    metrics: { ...fields.metrics, secret: env['STANDFIRST_METRICS_SECRET'] || undefined },
    practice: env['STANDFIRST_PRACTICE'] === '1',
    file,
  }
}

function planOf({ id, name, description, offers }: ConfigFields['plans'][number]): Plan {
  return {
    id,
    name,
    description,
    offers: offers.map((offer) => ({
      id: offer.id,
      price: offer.price,
      currency: offer.currency,
      every: offer.every,
      days: offer.days,
      trialDays: offer.trialDays,
      introductory: offer.introductory,
    })),
  }
}

function fieldFaults(issue: z.core.$ZodIssue, written: unknown): FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    const mends = issue.message.split('\n')
    return issue.keys.map((key, index) => ({
      path: [...issue.path, key],
      what: 'is not a known field',
      mend: mends[index] ?? 'remove it',
    }))
  }
  const met = valueAt(written, issue.path)
  const what = met === undefined ? 'is missing' : `is ${shown(met)}`
  return [{ path: issue.path, what, mend: issue.message }]
}

/** A value as its writer would recognise it, in one short line. */
function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  const text = typeof value === 'object' ? JSON.stringify(value) : undefined
  const whole = text ?? (typeof value === 'string' ? JSON.stringify(value) : String(value))
  return whole.length > 60 ? `${whole.slice(0, 57)}…` : whole
}

const PICTURE = {
  ending: /\.(?:svg|png|jpe?g|webp)$/i,
  what: 'which is no kind of picture that browsers share',
  mend: 'name an svg, png, jpg or webp',
}

async function logoFaults(dir: string, written: unknown): Promise<FieldFault[]> {
  const path = ['publication', 'logo']
  const name = valueAt(written, path)
  if (typeof name !== 'string') return []
  const found = await editionFile(dir, { path, name }, PICTURE)
  return found.ok ? [] : [found.fault]
}

function environmentFaults(env: Environment): Fault[] {
  const faults: Fault[] = []
  const fault = (field: string, mend: string) =>
    faults.push({
      file: 'environment',
      line: undefined,
      field,
      what: `is ${shown(env[field])}`,
      mend,
    })
  const address = env['STANDFIRST_ADDRESS']
  if (address && !isOrigin(address))
    fault(
      'STANDFIRST_ADDRESS',
      'write scheme and host alone, with https (http only for this machine)',
    )
  if (env[METRICS_SECRET])
    faults.push(...secretFaults(METRICS_SECRET, env, 'what opens the counts'))
  if (!['', 'text', 'json', undefined].includes(env['STANDFIRST_LOG']))
    fault('STANDFIRST_LOG', 'write text or json, or leave it out')
  if (!['', '0', '1', undefined].includes(env['STANDFIRST_PRACTICE']))
    fault('STANDFIRST_PRACTICE', 'write 1, or leave it out')
  return faults
}

function located({ path, what, mend }: FieldFault, { file, lineOf }: ConfigSource): Fault {
  const line = lineOf(path)
  if (path.length === 0) return { file: file ?? '.', line, what: `exports what ${what}`, mend }
  return { file: file ?? '.', line, field: written(path), what, mend }
}

/** `policy.rules[2].olderThanDays`. */
function written(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}

/** As the publisher goes through the file: by line, those without one last. */
function inOrder(faults: readonly Fault[]): Fault[] {
  const lineOf = ({ line }: Fault) => line ?? Number.POSITIVE_INFINITY
  return [...faults].sort((one, other) =>
    lineOf(one) === lineOf(other) ? 0 : lineOf(one) - lineOf(other),
  )
}
