// Sender: takes the mails that wait in the store and hands them to the transport, again and again until they are out or
// no longer worth it. A mail goes out once: it is leased while it is on its way, and it is on its way until the store
// has noted what became of it. What remains is a process that dies, is stopped, or loses the store for longer than the
// lease while another looks, just between the mail server's yes and that note; the second mail then has the Message-ID
// of the first, by which mail systems show them once.
import type { Report } from '../core/log.ts'
import type { Store } from '../core/store.ts'
import { createDelivery, type Taken } from './delivery.ts'
import { newsOf } from './news.ts'
import type { Transport } from './transport.ts'

export interface Sender {
  /** Begins to look for mails, at once and then every few seconds. */
  start(): void
  /** A mail was queued: looks at once. */
  wake(): void
  /** Takes no more mails, lets those on their way arrive, and is done within three seconds. */
  close(): Promise<void>
}

export interface Sending {
  readonly store: Pick<Store, 'takeMails' | 'mailSent' | 'mailFailed'>
  readonly transport: Transport
  readonly now: () => number
  /** Takes lines for the log. They name no reader and hold nothing of a mail. */
  readonly report: Report
}

const SECOND = 1000

/** How many mails are on their way at once. */
const MOST = 5
/** Other processes (the command line, a second server) queue mails too: nobody wakes us for those. */
const LOOK_EVERY = 3 * SECOND
/** Longer than a mail may be on its way. */
const LEASE = 180 * SECOND
/** At the end: how long mails may still arrive, and how long the store may then take to note what became of them. */
const ARRIVE = 2 * SECOND
const NOTE = 2.8 * SECOND

export function createSender({ store, transport, now, report }: Sending): Sender {
  const hurry = new AbortController()
  const stop = new AbortController()
  const news = newsOf(report)
  const newsOfQueue = newsOf(report)
  const signals = { hurry: hurry.signal, stop: stop.signal }
  const deliver = createDelivery({ store, transport, now, news, ...signals })
  const onTheirWay = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const rounds = inTurn(async () => {
    const free = MOST - onTheirWay.size
    // Each mail that arrives looks again.
    if (free <= 0) return
    const at = now()
    const taken = await store.takeMails(free, at, at + LEASE)
    if (!taken.ok) return newsOfQueue.trouble('the store does not answer')
    newsOfQueue.fine()
    for (const mail of taken.value) setOut(mail)
  })

  function look(): void {
    if (!isClosed) rounds.ask()
  }

  function setOut(mail: Taken): void {
    // Its lease is over, and still the store has not noted that it was sent.
    if (onTheirWay.has(mail.key)) return
    const arrived = deliver(mail).finally(() => {
      onTheirWay.delete(mail.key)
      look()
    })
    onTheirWay.set(mail.key, arrived)
  }

  async function close(): Promise<void> {
    isClosed = true
    clearInterval(timer)
    const timers = [setTimeout(() => hurry.abort(), ARRIVE), setTimeout(() => stop.abort(), NOTE)]
    await Promise.race([allArrived(), aborted(stop.signal)])
    for (const one of timers) clearTimeout(one)
    transport.close()
  }

  async function allArrived(): Promise<void> {
    await rounds.over()
    await Promise.all(onTheirWay.values())
  }

  return {
    start: () => {
      timer = setInterval(look, LOOK_EVERY)
      look()
    },
    wake: look,
    close,
  }
}

/** Runs `round` one at a time, and once more when it was asked for meanwhile. */
function inTurn(round: () => Promise<void>): { ask(): void; over(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let isRunning = false
  let isAsked = false
  const run = async () => {
    isRunning = true
    while (isAsked) {
      isAsked = false
      await round()
    }
    isRunning = false
  }
  return {
    ask: () => {
      isAsked = true
      if (!isRunning) running = run()
    },
    over: () => running,
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
