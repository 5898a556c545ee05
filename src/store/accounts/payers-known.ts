// Payers, known: what the database holds of a round of payers, and what is to become of it.
import type { Address, ReaderId } from '../../core/account.ts'
import type { Payer } from '../../core/store.ts'
import type { Work } from './tables.ts'

export interface Known {
  /** By address, those that are to be made among them. */
  readonly readers: Map<Address, ReaderId>
  readonly made: { readonly reader: ReaderId; readonly address: Address }[]
  readonly grants: Grants
  readonly records: Records
}

export async function knownOf(work: Work, payers: readonly Payer[]): Promise<Known> {
  const accounts = await work
    .selectFrom('accounts')
    .select(['address', 'reader'])
    .where('address', 'in', [...new Set(payers.map(({ address }) => address))])
    .execute()
  const externalIds = [...new Set(payers.flatMap(({ externalId }) => externalId ?? []))]
  const holders = await all(externalIds, (some) =>
    work.selectFrom('payers').select('reader').where('external_id', 'in', some).execute(),
  )
  const readers = [...new Set([...accounts, ...holders].map(({ reader }) => reader))]
  const grants = await all(readers, (some) =>
    work
      .selectFrom('grants')
      .select(['reader', 'plan', 'until'])
      .where('reader', 'in', some)
      .where('source', '=', 'import')
      .execute(),
  )
  const records = await all(readers, (some) =>
    work.selectFrom('payers').selectAll().where('reader', 'in', some).execute(),
  )
  return {
    readers: new Map(accounts.map(({ address, reader }) => [address, reader])),
    made: [],
    grants: new Grants(grants),
    records: new Records(records),
  }
}

/** PostgreSQL knows no empty list. */
async function all<Row>(
  names: readonly string[],
  rowsOf: (names: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  return names.length === 0 ? [] : await rowsOf(names)
}

interface Grant {
  readonly reader: ReaderId
  readonly plan: string
  readonly until: number
}

/** What imports opened: by reader and plan. */
class Grants {
  readonly #open = new Map<ReaderId, Map<string, number>>()
  readonly #opened = new Map<ReaderId, Set<string>>()
  readonly #ended: Omit<Grant, 'until'>[] = []

  constructor(rows: readonly Grant[]) {
    for (const { reader, plan, until } of rows) this.#plansOf(reader).set(plan, until)
  }

  of(reader: ReaderId): readonly (readonly [plan: string, until: number])[] {
    return [...(this.#open.get(reader) ?? [])]
  }

  untilOf(reader: ReaderId, plan: string): number | undefined {
    return this.#open.get(reader)?.get(plan)
  }

  open(reader: ReaderId, plan: string, until: number): void {
    this.#plansOf(reader).set(plan, until)
    const opened = this.#opened.get(reader) ?? new Set()
    this.#opened.set(reader, opened.add(plan))
  }

  end(reader: ReaderId, plan: string): void {
    this.#open.get(reader)?.delete(plan)
    this.#opened.get(reader)?.delete(plan)
    this.#ended.push({ reader, plan })
  }

  opened(): readonly Grant[] {
    return [...this.#opened].flatMap(([reader, plans]) =>
      [...plans].map((plan) => ({ reader, plan, until: this.untilOf(reader, plan) ?? 0 })),
    )
  }

  ended(): readonly Omit<Grant, 'until'>[] {
    return this.#ended
  }

  #plansOf(reader: ReaderId): Map<string, number> {
    const plans = this.#open.get(reader) ?? new Map<string, number>()
    this.#open.set(reader, plans)
    return plans
  }
}

interface PayerRow {
  readonly reader: ReaderId
  readonly external_id: string
  readonly address: Address
  readonly name: string
}

type Noted = Pick<PayerRow, 'address' | 'name'>

/** What the other system said of readers: by reader and external id, which is empty where it gave none. */
export class Records {
  readonly #rows = new Map<ReaderId, Map<string, Noted>>()
  readonly #holders = new Map<string, ReaderId>()
  readonly #noted = new Map<string, PayerRow>()
  readonly #dropped: { readonly reader: ReaderId; readonly externalId: string }[] = []

  constructor(rows: readonly PayerRow[]) {
    for (const { reader, external_id, address, name } of rows)
      this.#keep(reader, external_id, { address, name })
  }

  /** Whom an external id was brought for, and the address it had then. */
  holderOf(
    externalId: string,
  ): { readonly reader: ReaderId; readonly address: Address } | undefined {
    const reader = this.#holders.get(externalId)
    const row = reader === undefined ? undefined : this.get(reader, externalId)
    return reader === undefined || row === undefined ? undefined : { reader, address: row.address }
  }

  get(reader: ReaderId, externalId: string): Noted | undefined {
    return this.#rows.get(reader)?.get(externalId)
  }

  countOf(reader: ReaderId): number {
    return this.#rows.get(reader)?.size ?? 0
  }

  put(reader: ReaderId, externalId: string, { address, name }: Noted): void {
    this.#keep(reader, externalId, { address, name })
    this.#noted.set(JSON.stringify([reader, externalId]), {
      reader,
      external_id: externalId,
      address,
      name,
    })
  }

  drop(reader: ReaderId, externalId: string): void {
    this.#rows.get(reader)?.delete(externalId)
    this.#holders.delete(externalId)
    this.#noted.delete(JSON.stringify([reader, externalId]))
    this.#dropped.push({ reader, externalId })
  }

  noted(): readonly PayerRow[] {
    return [...this.#noted.values()]
  }

  dropped(): readonly { readonly reader: ReaderId; readonly externalId: string }[] {
    return this.#dropped
  }

  #keep(reader: ReaderId, externalId: string, row: Noted): void {
    const rows = this.#rows.get(reader) ?? new Map<string, Noted>()
    this.#rows.set(reader, rows.set(externalId, row))
    if (externalId !== '') this.#holders.set(externalId, reader)
  }
}
