// Accounts: the store of readers and the sender of mails, which one process alone holds open, and what every process that
// serves has beside them: the prover of passkeys and what carries reads to the store.
// Without a store the publication serves its articles all the same, and account pages say that they cannot answer.
import { join } from 'node:path'
import { domainToASCII } from 'node:url'
import { type Config, practiceFaults } from '../config.ts'
import { parseAddress } from '../core/address.ts'
import { type Print, reportOf } from '../core/log.ts'
import type { PasskeyProver } from '../core/passkey.ts'
import type { Payments } from '../core/payments.ts'
import { failed } from '../core/result.ts'
import type { Store } from '../core/store.ts'
import { createSpends, type Spends } from '../http/spends.ts'
import { outboxTransport } from '../mail/outbox.ts'
import { createSender } from '../mail/sender.ts'
import { smtpTransport } from '../mail/smtp.ts'
import type { Letterhead, Transport } from '../mail/transport.ts'
import { openPasskeys } from '../passkeys/in-thread.ts'
import { practicePayments, renewPractice } from '../payments/practice.ts'
import { storeOf } from '../store/accounts/calls.ts'
import type { WorkerOptions } from '../store/accounts/in-worker.ts'
import { openAccountStore } from '../store/accounts/store.ts'
import { placeFile } from '../store/whole-file.ts'

export interface Accounts {
  readonly store: Store
  readonly spends: Spends
  /** Undefined where everybody could buy for nothing. */
  readonly payments: Payments | undefined
  /** Undefined where browsers know no passkeys. */
  readonly passkeys: PasskeyProver | undefined
  /** A mail was queued. */
  readonly wake: () => void
  readonly practiceOutbox: boolean
  readonly close: () => Promise<void>
}

export interface Opening {
  readonly config: Config
  /** Scheme and authority under which readers come. */
  readonly address: string
  readonly dataDir: string
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly report: Print
  /** How long the store's thread may take, and which file it runs; what is left out is as a server needs it. */
  readonly thread?: Omit<WorkerOptions, 'report'>
}

const TIDY_EVERY = 3_600_000
const RENEW_EVERY = 60_000

/** What one process alone holds open, however many serve. */
export interface Keeping {
  readonly store: Store
  /** A mail was queued. */
  readonly wake: () => void
  readonly close: () => Promise<void>
}

export async function openAccounts(opening: Opening): Promise<Accounts> {
  const keeping = await openKeeping(opening)
  const accounts = accountsOn(keeping, createSpends(keeping.store), opening)
  return {
    ...accounts,
    async close() {
      await accounts.close()
      await keeping.close()
    },
  }
}

export async function openKeeping(opening: Opening): Promise<Keeping> {
  const { dataDir, report, now } = opening
  const open = new AsyncDisposableStack()
  const opened = await openAccountStore(dataDir, {
    ...opening.thread,
    report: reportOf(report, 'accounts'),
  })
  if (opened.ok) open.defer(() => opened.value.close())
  else
    report(`Accounts are not open: ${opened.detail}. Articles are served.`, {
      ...{ part: 'accounts', level: 'error' },
    })
  const store = opened.ok ? opened.value : closedStore(opened.detail)
  const tidying = setInterval(() => void tidy(store, opening), TIDY_EVERY)
  open.defer(() => clearInterval(tidying))
  if (paymentsOf(opening)?.isPractice) {
    const renewing = setInterval(() => void renewPractice(store, now()), RENEW_EVERY)
    open.defer(() => clearInterval(renewing))
  }
  const transport = transportOf(opening)
  open.defer(() => transport.close())
  const sender = createSender({ store, transport, now, report: reportOf(report, 'mail') })
  open.defer(() => sender.close())
  if (opened.ok) sender.start()
  return { store, wake: () => sender.wake(), close: () => open.disposeAsync() }
}

/** On a store that is open here or elsewhere; closing leaves it open. */
export function accountsOn(
  { store, wake }: Pick<Keeping, 'store' | 'wake'>,
  spends: Spends,
  opening: Pick<Opening, 'config' | 'address' | 'report'>,
): Accounts {
  const { config, address, report } = opening
  const passkeys = openPasskeys(address, reportOf(report, 'passkeys'))
  return {
    store,
    spends,
    payments: paymentsOf(opening),
    passkeys,
    wake,
    practiceOutbox: config.smtpUrl === undefined,
    async close() {
      await passkeys?.close()
      await spends.close()
    },
  }
}

/** Deletes what has passed its time, a portion at a time so that readers are answered in between. */
export async function tidy(
  store: Pick<Store, 'tidy'>,
  { config, now }: Pick<Opening, 'config' | 'now'>,
): Promise<void> {
  const { period } = config.site.policy.meter
  const meterMs = typeof period === 'object' ? period.days * 86_400_000 : undefined
  let tidied = await store.tidy(now(), meterMs)
  while (tidied.ok && tidied.value > 0) tidied = await store.tidy(now(), meterMs)
}

/** An address as it is compared, or why it is none. */
export function parseReaderAddress(text: string): ReturnType<typeof parseAddress> {
  return parseAddress(text, (domain) => domainToASCII(domain) || undefined)
}

/** A store that says of everything that it cannot answer. */
function closedStore(detail: string): Store {
  const refusal = Promise.resolve(failed('unavailable', detail))
  return storeOf((method) => refusal as ReturnType<Store[typeof method]>)
}

/** Where practice must not be served, nothing is sold. */
function paymentsOf({
  config,
  address,
}: Pick<Opening, 'config' | 'address'>): Payments | undefined {
  if (practiceFaults(config, new URL(address).hostname).length > 0) return undefined
  return practicePayments(config.site.paths.account)
}

function transportOf({ config, address, dataDir, report }: Opening): Transport {
  const head = letterhead(config, address)
  if (config.smtpUrl === undefined)
    return outboxTransport(join(dataDir, 'outbox'), head, placeFile, reportOf(report, 'mail'))
  const transport = smtpTransport(config.smtpUrl, head)
  if (transport.ok) return transport.value
  const line = `STANDFIRST_SMTP_URL: ${transport.detail}. No mail goes out until that is mended.`
  report(line, { part: 'mail', level: 'error' })
  return { send: () => Promise.resolve(failed('later', transport.detail)), close: () => undefined }
}

/** `The Herald <post@example.org>` or an address alone; without either, nobody at the publication's own host. */
function letterhead({ mail, site }: Config, address: string): Letterhead {
  const { name } = site.publication
  const written = mail.from ?? `no-reply@${new URL(address).hostname}`
  const [, shown, from] = /^(.*?)\s*<([^<>]+)>$/.exec(written) ?? ['', '', written]
  return { name: shown || name, from: from ?? written, replyTo: undefined }
}
