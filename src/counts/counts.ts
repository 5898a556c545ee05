// Counts: what was decided, what was kept from readers and what went wrong, counted in memory for whoever watches the
// server. Nothing of a reader is in them.
import { AggregatorRegistry, Counter, collectDefaultMetrics, Registry } from 'prom-client'
import type { Decision } from '../core/decide.ts'
import type { Tally } from '../core/origin.ts'
import type { Recorder } from '../core/ports.ts'
import type { SayPutOff } from '../core/seats.ts'
import { openServed, type Served } from './served.ts'

export interface Counts {
  readonly tally: Tally
  /** Counts what is put off. */
  readonly putOff: SayPutOff
  readonly served: Served
  /** Counts each decision, and hands it on. */
  counting(recorder: Recorder): Recorder
  /** All of them in the text form of Prometheus, and its media type. */
  text(): Promise<string>
  readonly type: string
  /** The same as values, for `textOfAll`. */
  values(): Promise<object[]>
}

/** Different labels of one count. Each is kept for ever, so what could be anything is counted as `other` from there on. */
const MOST_SERIES = 100

export function openCounts(): Counts {
  const registry = new Registry()
  // Memory, processor, and how late the loop is.
  collectDefaultMetrics({ register: registry })
  const decided = new Decided(registry)
  const putOff = new Counter({
    name: 'standfirst_put_off_total',
    help: 'What was put off because too much waited to be made, by where it would have waited and why.',
    labelNames: ['seats', 'why'],
    registers: [registry],
  })
  return {
    tally: tallyOf(registry),
    putOff: (seats, why) => putOff.inc({ seats, why }),
    served: openServed(registry),
    counting: (recorder) => ({
      record(entry) {
        decided.count(entry.decision)
        recorder.record(entry)
      },
    }),
    text: () => registry.metrics(),
    type: registry.contentType,
    values: () => registry.getMetricsAsJSON(),
  }
}

/** Decisions, counted in numbers of our own: handing each to the registry costs more than deciding. It asks for them. */
class Decided {
  readonly #grants = new Map<string, number>()
  readonly #walls = { registration: new Map<string, number>(), paywall: new Map<string, number>() }

  constructor(registry: Registry) {
    const show = (counter: Counter<'outcome' | 'wall' | 'reason'>) => this.#show(counter)
    new Counter({
      name: 'standfirst_decisions_total',
      help: 'Decisions by what came of them, the wall, and the reason.',
      labelNames: ['outcome', 'wall', 'reason'],
      registers: [registry],
      collect() {
        show(this)
      },
    })
  }

  count(decision: Decision): void {
    const numbers = decision.outcome === 'grant' ? this.#grants : this.#walls[decision.wall]
    numbers.set(decision.reason, (numbers.get(decision.reason) ?? 0) + 1)
  }

  #show(counter: Counter<'outcome' | 'wall' | 'reason'>): void {
    counter.reset()
    for (const [reason, number] of this.#grants)
      counter.inc({ outcome: 'grant', wall: '', reason }, number)
    for (const wall of ['registration', 'paywall'] as const)
      for (const [reason, number] of this.#walls[wall])
        counter.inc({ outcome: 'wall', wall, reason }, number)
  }
}

/** What several processes have counted, in the text form of Prometheus. */
export function textOfAll(values: object[][]): Promise<string> {
  return AggregatorRegistry.aggregate(values).metrics()
}

/** What only grows, of several processes as of one. */
export function sumOf(values: object[][]): Promise<object[]> {
  const growing = values.map((metrics) =>
    metrics.filter(
      (metric) => 'type' in metric && (metric.type === 'counter' || metric.type === 'histogram'),
    ),
  )
  return AggregatorRegistry.aggregate(growing).getMetricsAsJSON()
}

interface Series {
  readonly counter: Counter
  readonly names: readonly string[]
  readonly known: Set<string>
}

/** A counter for each thing that is counted, made when it happens first; it has the labels that it had then. */
function tallyOf(registry: Registry): Tally {
  const all = new Map<string, Series>()
  return {
    count(what, labels = {}) {
      const series = all.get(what) ?? begin(what, Object.keys(labels), registry)
      all.set(what, series)
      const values = series.names.map((name) => labels[name] ?? '')
      const key = values.join('\n')
      if (!series.known.has(key) && series.known.size >= MOST_SERIES)
        return series.counter.inc(Object.fromEntries(series.names.map((name) => [name, 'other'])))
      series.known.add(key)
      series.counter.inc(
        Object.fromEntries(series.names.map((name, at) => [name, values[at] ?? ''])),
      )
    },
  }
}

function begin(what: string, names: readonly string[], registry: Registry): Series {
  const counter = new Counter({
    name: `standfirst_gate_${what.replaceAll(/[^a-z0-9]+/g, '_')}_total`,
    help: `How often at the gate: ${what}.`,
    labelNames: [...names],
    registers: [registry],
  })
  return { counter, names, known: new Set() }
}
