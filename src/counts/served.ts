// Served: how much is asked, how much of it was at hand, and how long the rest took. What happens at every request is
// counted in numbers of our own: handing each to the registry costs more than answering. It asks for them.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { RequestLog } from '../core/log.ts'
import type { PageTally } from '../core/ports.ts'

export interface Served {
  readonly pages: PageTally
  /** Counts each answer by its status, and hands it on to `log`, if there is one. */
  requests(log: RequestLog | undefined): RequestLog
  /** Counts a call of the accounts' store and the time until it was answered. */
  store(call: string, seconds: number): void
}

const RENDER_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const STORE_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5]

export function openServed(registry: Registry): Served {
  const registers = [registry]
  const statuses = numbersIn(registry, {
    name: 'standfirst_requests_total',
    help: 'Requests that were answered, by status.',
    label: 'status',
  })
  const pages = numbersIn(registry, {
    name: 'standfirst_pages_total',
    help: 'Pages of articles that were asked for: kept in memory, made, shared with others who waited for the same, or failed.',
    label: 'how',
  })
  const rendered = new Histogram({
    name: 'standfirst_render_seconds',
    help: 'How long it took to make a page of an article: reading its text, cutting, writing and compressing it.',
    buckets: RENDER_S,
    registers,
  })
  const calls = new Histogram({
    name: 'standfirst_store_seconds',
    help: "How long calls of the accounts' store took, by call, waiting for it included.",
    labelNames: ['call'],
    buckets: STORE_S,
    registers,
  })
  showLoop(registry)
  return {
    pages: {
      kept: () => count(pages, 'kept'),
      shared: () => count(pages, 'shared'),
      failed: () => count(pages, 'failed'),
      made(seconds) {
        count(pages, 'made')
        rendered.observe(seconds)
      },
    },
    requests: (log) => ({
      isDue(status, ms) {
        count(statuses, status)
        return log?.isDue(status, ms) ?? false
      },
      tell: (request) => log?.tell(request),
    }),
    store: (call, seconds) => calls.observe({ call }, seconds),
  }
}

type Numbers = Map<string | number, number>

function count(numbers: Numbers, what: string | number): void {
  numbers.set(what, (numbers.get(what) ?? 0) + 1)
}

function numbersIn(
  registry: Registry,
  { name, help, label }: { readonly name: string; readonly help: string; readonly label: string },
): Numbers {
  const numbers: Numbers = new Map()
  new Counter({
    ...{ name, help, labelNames: [label], registers: [registry] },
    collect() {
      this.reset()
      for (const [what, number] of numbers) this.inc({ [label]: String(what) }, number)
    },
  })
  return numbers
}

const LOOK_MS = 10_000
const LOOKS = 6
const RESOLUTION_MS = 20

/** Prometheus' own figures begin anew whenever they are read, by several workers every few seconds, and of these come means. */
function showLoop(registry: Registry): void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delays.enable()
  const most: number[] = []
  setInterval(() => {
    most.push(delays.max)
    if (most.length > LOOKS) most.shift()
    delays.reset()
  }, LOOK_MS).unref()
  new Gauge({
    name: 'standfirst_loop_late_seconds',
    help: 'The most that a process came late to its work within the last minute; of several, the latest.',
    aggregator: 'max',
    registers: [registry],
    collect() {
      this.set(Math.max(0, Math.max(delays.max, ...most) / 1e9 - RESOLUTION_MS / 1000))
    },
  })
}
