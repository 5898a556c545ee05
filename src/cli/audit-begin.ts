// How an audit begins: from what it knows what is paid for, what an interrupted one has left, and where its findings
// come from: a site, or an edition that is served for it.
import { audit } from '../audit/audit.ts'
import type { AuditEvent, Report, SiteFacts } from '../audit/finding.ts'
import type { AuditOptions, Truth } from '../audit/options.ts'
import { ok, type Result } from '../core/result.ts'
import { openEditionAudit } from './audit-edition.ts'
import { interruptedIn } from './audit-files.ts'
import type { AuditOrder } from './audit-options.ts'
import { cookiesIn, fullTextsIn } from './audit-truth.ts'
import type { Terminal } from './command.ts'

export interface Begun {
  /** What is audited. */
  readonly url: string
  /** What an interrupted audit has left; undefined when this one begins anew. */
  readonly before: Report | undefined
  /** To be read once. */
  events(signal: AbortSignal): AsyncIterable<AuditEvent>
  close(): Promise<void>
}

/** Fails with lines that say what to do; nothing is left open then. */
export function begin(order: AuditOrder, terminal: Terminal): Promise<Result<Begun, string>> {
  return order.subject.kind === 'edition'
    ? beginEdition(order, order.subject, terminal)
    : beginSite(order, order.subject)
}

type SubjectOf<Kind> = Extract<AuditOrder['subject'], { readonly kind: Kind }>

async function beginSite(
  order: AuditOrder,
  { url, truth: from }: SubjectOf<'site'>,
): Promise<Result<Begun, string>> {
  const truth = await truthOf(from, url)
  if (!truth.ok) return truth
  const before = await leftBy(order, url, truth.value === undefined ? 'comparison' : 'truth')
  if (!before.ok) return before
  const options = { ...optionsOf(order, before.value), url, truth: truth.value }
  return ok({
    url,
    before: before.value,
    events: (signal) => audit({ ...options, signal }),
    close: async () => {},
  })
}

async function beginEdition(
  order: AuditOrder,
  { edition, url }: SubjectOf<'edition'>,
  { env }: Terminal,
): Promise<Result<Begun, string>> {
  const before = await leftBy(order, url, 'truth')
  if (!before.ok) return before
  const opened = await openEditionAudit({ edition, env, url })
  if (!opened.ok) return opened
  const audited = opened.value
  const options = optionsOf(order, before.value)
  return ok({
    url: audited.url,
    before: before.value,
    events: (signal) => audited.events({ ...options, signal }),
    close: () => audited.close(),
  })
}

async function truthOf(
  from: SubjectOf<'site'>['truth'],
  url: string,
): Promise<Result<Truth | undefined, string>> {
  switch (from?.kind) {
    case 'full-text':
      return fullTextsIn(from.path)
    case 'cookie-file':
      return cookiesIn(from.path, url)
    case undefined:
      return ok(undefined)
  }
}

async function leftBy(
  { json }: AuditOrder,
  url: string | undefined,
  basis: SiteFacts['basis'],
): Promise<Result<Report | undefined, string>> {
  return json === undefined ? ok(undefined) : interruptedIn(json, { url, basis })
}

function optionsOf(
  { articles, sitemap, rate, proof, contact, browser }: AuditOrder,
  before: Report | undefined,
): Omit<AuditOptions, 'url' | 'truth' | 'control'> {
  const from = before?.articles.map(({ url }) => url)
  return { articles, sitemap, rate, proof, contact, browser, from }
}
