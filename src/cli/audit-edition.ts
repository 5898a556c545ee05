// Audit edition: an edition audited before anybody else can: every page that its readers can be sent, then the whole of it
// as a server on this machine, asked by everybody who has not paid.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit } from '../audit/audit.ts'
import type { AuditEvent } from '../audit/finding.ts'
import type { AuditOptions } from '../audit/options.ts'
import { loadConfig } from '../config.ts'
import { faultLine } from '../core/fault.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { openEdition } from '../node/open-edition.ts'
import { serve } from '../node.ts'
import { editionTruth, type Printed, print, variantLeaks } from './edition-truth.ts'

export interface EditionOrder {
  /** The folder with articles/ and the configuration. */
  readonly edition: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where it is served already; undefined: it is served for the audit, on this machine. */
  readonly url: string | undefined
}

export interface EditionAudit {
  /** How many articles are out. */
  readonly articles: number
  /** What is audited: scheme and authority. */
  readonly url: string
  /** To be read once. */
  events(options: EditionOptions): AsyncGenerator<AuditEvent, void>
  close(): Promise<void>
}

type EditionOptions = Omit<AuditOptions, 'url' | 'truth' | 'control'>

/** Fails `cannot-audit` with lines that say what to mend; nothing is left open then. */
export async function openEditionAudit(
  order: EditionOrder,
): Promise<Result<EditionAudit, 'cannot-audit'>> {
  const open = new AsyncDisposableStack()
  const opened = await start(order, open)
  if (!opened.ok) await open.disposeAsync()
  return opened
}

async function start(
  { edition, env, url }: EditionOrder,
  open: AsyncDisposableStack,
): Promise<Result<EditionAudit, 'cannot-audit'>> {
  const config = await loadConfig(edition, env)
  if (!config.ok) return failed('cannot-audit', config.faults.map(faultLine).join('\n'))
  const opened = await openEdition(edition, config.value, { isWithdrawn: () => false }, () => {})
  if (!opened.ok) return failed('cannot-audit', opened.detail)
  const content = opened.value
  open.defer(() => content.close())
  const served =
    url === undefined ? await serveForAudit(edition, env, open) : ok(new URL(url).origin)
  if (!served.ok) return served
  const printed = await print(config.value, content, served.value, Date.now())
  return ok({
    articles: printed.issue.latest.length,
    url: served.value,
    events: (options) => events(printed, served.value, options),
    close: () => open.disposeAsync(),
  })
}

/** With readers, keys and mails of its own, which are gone afterwards, and with payments at which no money moves. */
async function serveForAudit(
  edition: string,
  env: EditionOrder['env'],
  open: AsyncDisposableStack,
): Promise<Result<string, 'cannot-audit'>> {
  const data = await mkdtemp(join(tmpdir(), 'standfirst-audit-'))
  open.defer(() => rm(data, { recursive: true, force: true }))
  const serving = await serve({
    edition,
    port: 0,
    host: '127.0.0.1',
    data,
    env: { ...env, STANDFIRST_PRACTICE: '1', STANDFIRST_SMTP_URL: undefined },
    print: () => {},
  })
  if (!serving.ok) return failed('cannot-audit', serving.detail)
  open.defer(() => serving.value.close())
  return ok(new URL(serving.value.health).origin)
}

async function* events(
  printed: Printed,
  url: string,
  options: EditionOptions,
): AsyncGenerator<AuditEvent, void> {
  const truth = editionTruth(printed)
  const articles = options.articles ?? printed.issue.latest.length
  for await (const event of audit({ ...options, articles, url, truth, control: 'edition' })) {
    yield event
    if (event.kind !== 'site') continue
    yield* variantLeaks(printed, (path) => url + encodeURI(path))
  }
}
