// Payer rows: the rows of a publisher's file become payers, or are put aside with the reason. No reason repeats what
// stands in the file: it may be shown to others.
import { localDates } from '../core/calendar.ts'
import type { Plan } from '../core/publication.ts'
import { failed, ok, type Result } from '../core/result.ts'
import type { Payer } from '../core/store.ts'
import { parseReaderAddress } from '../node/accounts.ts'
import { planCalled } from './beside.ts'
import { paidUntil } from './paid-until.ts'
import type { Row } from './payer-file.ts'
import { type Column, type Head, headOf } from './payer-head.ts'

/** A row that is not brought along. */
interface Aside {
  readonly row: number
  readonly why: string
}

export interface Sorted {
  readonly payers: readonly Payer[]
  /** Rows with something to mend. */
  readonly rejected: readonly Aside[]
  /** Rows in which nothing is wrong, and which change nothing. */
  readonly leftOut: readonly Aside[]
  /** Columns that are not read. */
  readonly columnsLeftOut: readonly string[]
  /** Without the head. */
  readonly rows: number
}

export interface Sorting {
  readonly plans: readonly Plan[]
  readonly timeZone: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** Fails `unusable` with the end of a sentence when the first row is no head. */
export async function sortRows(
  rows: AsyncIterable<Row>,
  sorting: Sorting,
): Promise<Result<Sorted, 'unusable'>> {
  let head: Head | undefined
  let count = 0
  const sieve = new Sieve(sorting)
  for await (const row of rows) {
    if (head === undefined) {
      const read = headOf(row.cells)
      if (!read.ok) return read
      head = read.value
      continue
    }
    count++
    sieve.take(row, head)
  }
  if (head === undefined) return failed('unusable', 'it is empty')
  return ok({ ...sieve.sorted(), columnsLeftOut: head.leftOut, rows: count })
}

const LONGEST_TEXT = 200

/** Of rows with one address and plan, the one that ends last counts; an external id belongs to one address. */
class Sieve {
  readonly #sorting: Sorting
  readonly #untilOf: (text: string) => number | undefined
  readonly #dateOf: (instant: number) => string
  readonly #kept = new Map<string, { readonly row: number; readonly payer: Payer }>()
  readonly #holders = new Map<string, { readonly row: number; readonly address: string }>()
  readonly #rejected: Aside[] = []
  readonly #leftOut: Aside[] = []

  constructor(sorting: Sorting) {
    this.#sorting = sorting
    this.#untilOf = paidUntil(sorting.timeZone)
    this.#dateOf = localDates(sorting.timeZone)
  }

  take({ row, cells }: Row, head: Head): void {
    const payer = this.#payerOf(cells, head)
    if (!payer.ok) {
      this.#rejected.push({ row, why: payer.detail })
      return
    }
    const { address, plan, until, externalId } = payer.value
    const holder = externalId === undefined ? undefined : this.#holders.get(externalId)
    if (holder !== undefined && holder.address !== address) {
      const why = `its external id is that of row ${holder.row}, which has another address`
      this.#rejected.push({ row, why })
      return
    }
    if (externalId !== undefined && holder === undefined)
      this.#holders.set(externalId, { row, address })
    if (until <= this.#sorting.now) {
      this.#leftOut.push({ row, why: `it ended on ${this.#dateOf(until - 1)}` })
      return
    }
    this.#keep(row, payer.value, `${address} ${plan}`)
  }

  sorted(): Pick<Sorted, 'payers' | 'rejected' | 'leftOut'> {
    const byRow = (one: Aside, other: Aside) => one.row - other.row
    return {
      payers: [...this.#kept.values()].map(({ payer }) => payer),
      rejected: this.#rejected,
      leftOut: this.#leftOut.sort(byRow),
    }
  }

  #keep(row: number, payer: Payer, key: string): void {
    const before = this.#kept.get(key)
    if (before !== undefined && before.payer.until >= payer.until) {
      this.#leftOut.push({
        row,
        why: `row ${before.row} has its address and plan, to the same day or later`,
      })
      return
    }
    if (before !== undefined)
      this.#leftOut.push({
        row: before.row,
        why: `row ${row} has its address and plan, to a later day`,
      })
    this.#kept.set(key, { row, payer })
  }

  #payerOf(cells: readonly string[], { places, width }: Head): Result<Payer, 'rejected'> {
    if (cells.slice(width).some((cell) => cell !== ''))
      return rejected(`it has ${cells.length} cells, and the first row ${width}`)
    const cell = (column: Column) => cells[places.get(column) ?? width] ?? ''
    if (cell('address') === '') return rejected('its address is missing')
    const address = parseReaderAddress(cell('address'))
    if (!address.ok) return rejected(`its address cannot be one: ${address.detail}`)
    if (cell('plan') === '') return rejected('its plan is missing')
    const plan = planCalled(cell('plan'), this.#sorting.plans)
    if (!plan.ok) return rejected(`its plan is none of the publication's: ${plan.detail}`)
    if (cell('until') === '') return rejected('until when it is paid is missing')
    const until = this.#untilOf(cell('until'))
    if (until === undefined)
      return rejected('until when it is paid is no date: write 2026-12-31 or 31.12.2026')
    const [externalId, name] = [cell('externalId'), cell('name')]
    if (![externalId, name].every(isLine))
      return rejected(`its external id or name is no line of at most ${LONGEST_TEXT} characters`)
    return ok({
      address: address.value,
      plan: plan.value.id,
      until,
      externalId: externalId || undefined,
      name: name || undefined,
    })
  }
}

function rejected(why: string): Result<never, 'rejected'> {
  return failed('rejected', why)
}

function isLine(text: string): boolean {
  return text.length <= LONGEST_TEXT && !/\p{Cc}/u.test(text)
}
