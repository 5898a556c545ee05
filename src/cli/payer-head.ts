// Payer head: which column of a file holds what, by what its first row calls it.
import { nearest } from '../core/nearest.ts'
import { failed, ok, type Result } from '../core/result.ts'

const COLUMNS = ['address', 'plan', 'until', 'externalId', 'name'] as const

export type Column = (typeof COLUMNS)[number]

/** In small letters, without anything between them and without accents. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  address: ['address', 'email', 'emailaddress', 'mail', 'mailaddress', 'emailadresse'],
  plan: ['plan', 'product', 'subscription', 'abo', 'tarif', 'produkt'],
  until: ['until', 'paiduntil', 'validuntil', 'enddate', 'expires', 'expiry', 'bis', 'bezahltbis'],
  externalId: ['externalid', 'id', 'customerid', 'customernumber', 'subscriberid', 'kundennummer'],
  name: ['name', 'fullname'],
}

const NEEDED = ['address', 'plan', 'until'] as const

export interface Head {
  /** Where each column stands, counted from 0. */
  readonly places: ReadonlyMap<Column, number>
  /** What the columns are called that are not read. */
  readonly leftOut: readonly string[]
  /** How many cells a row has. */
  readonly width: number
}

/** Fails `unusable` with the end of a sentence. */
export function headOf(cells: readonly string[]): Result<Head, 'unusable'> {
  const places = new Map<Column, number>()
  const leftOut: string[] = []
  for (const [place, cell] of cells.entries()) {
    const plain = plainly(cell)
    const column = COLUMNS.find((one) => NAMES[one].includes(plain))
    if (column === undefined) {
      if (cell !== '') leftOut.push(cell)
      continue
    }
    const before = places.get(column)
    if (before !== undefined)
      return failed(
        'unusable',
        `“${cells[before]}” and “${cell}” would both be its ${column}: rename one`,
      )
    places.set(column, place)
  }
  const missing = NEEDED.find((column) => !places.has(column))
  if (missing !== undefined) return failed('unusable', missingSentence(missing, leftOut))
  return ok({ places, leftOut, width: cells.length })
}

/** Short names are near to everything. */
const LONG_ENOUGH = 5

function missingSentence(column: Column, others: readonly string[]): string {
  const known = NAMES[column].filter(({ length }) => length >= LONG_ENOUGH)
  const meant = others.find((cell) => nearest(plainly(cell), known) !== undefined)
  const mend = meant === undefined ? '' : `; is “${meant}” meant?`
  return `its first row names no column “${column}”${mend || ', as the columns must be named there'}`
}

function plainly(cell: string): string {
  return cell
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
