// List query: a query for a list of keys that is built and compiled once for each of a few lengths, and then run with
// other values. Building and compiling a query costs several times what SQLite takes to answer it.
import { type Compilable, type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Work } from './tables.ts'

/** Places for keys: a list is filled up to the next of these with its last key, and cut where it is longer than all. */
const LENGTHS = [1, 8, 64] as const
const LONGEST = 64

/** A place of the query, and what of the values of a run stands there. */
type Take<Values> = (keys: readonly string[], values: Values) => unknown

/** What a query is built with: places for the keys, to be used once and together, and one for any other value. */
export interface Places<Values> {
  readonly keys: readonly RawBuilder<string>[]
  value<Value>(take: (values: Values) => Value): RawBuilder<Value>
}

export type Build<Values, Row> = (work: Work, places: Places<Values>) => Compilable<Row>

interface Compiled<Values, Row> {
  readonly query: CompiledQuery<Row>
  readonly takes: readonly Take<Values>[]
}

/** Of one database alone: another one may be asked in other words. */
export class ListQuery<Values, Row> {
  readonly #build: Build<Values, Row>
  readonly #compiled = new Map<number, Compiled<Values, Row>>()

  constructor(build: Build<Values, Row>) {
    this.#build = build
  }

  /** The rows of all keys, once each; of each `LONGEST` keys in the order that the query says. */
  async run(work: Work, keys: readonly string[], values: Values): Promise<readonly Row[]> {
    const each = [...new Set(keys)]
    const rows: Row[] = []
    for (let from = 0; from < each.length; from += LONGEST)
      rows.push(...(await this.#runOnce(work, each.slice(from, from + LONGEST), values)))
    return rows
  }

  async #runOnce(work: Work, keys: readonly string[], values: Values): Promise<readonly Row[]> {
    const length = LENGTHS.find((one) => keys.length <= one) ?? LONGEST
    const known = this.#compiled.get(length) ?? compile(work, length, this.#build)
    this.#compiled.set(length, known)
    const parameters = known.takes.map((take) => take(keys, values))
    const query: CompiledQuery<Row> = { ...known.query, parameters }
    return (await work.executeQuery(query)).rows
  }
}

/** Every place is a parameter that stands for itself until a run puts a value there. */
function compile<Values, Row>(
  work: Work,
  length: number,
  build: Build<Values, Row>,
): Compiled<Values, Row> {
  const known = new Map<unknown, Take<Values>>()
  const place = <Value>(take: Take<Values>): RawBuilder<Value> => {
    const mark = {}
    known.set(mark, take)
    return sql<Value>`${mark}`
  }
  const keys = Array.from({ length }, (_, at) =>
    place<string>((given) => given[Math.min(at, given.length - 1)]),
  )
  const query = build(work, { keys, value: (take) => place((_, values) => take(values)) }).compile()
  const takes = query.parameters.map((parameter) => known.get(parameter) ?? (() => parameter))
  return { query, takes }
}
