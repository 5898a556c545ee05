// Runs: where texts that are known stand in another text, found in one pass over it. Windows of the known letters are
// kept by their hash; a window that is met is followed in both directions as far as the letters agree.

/** Of the known text a window is kept at every step: any run of `size + step` letters holds a whole one. */
interface Windows {
  readonly size: number
  readonly step: number
}

const SPACED: Windows = { size: 22, step: 11 }
const UNSPACED: Windows = { size: 7, step: 4 }

/** Windows that stand more often than this are followed no further: letters that repeat themselves are no text. */
const MOST_ALIKE = 6
/** Letters that are compared in one text at most: what repeats itself without end is given up. */
const MOST_COMPARED = 20_000_000
const BASE = 0x01000193

interface Known<Owner> {
  readonly owner: Owner
  readonly letters: string
}

interface Place<Owner> {
  readonly known: Known<Owner>
  readonly at: number
}

export interface Run<Owner> {
  readonly owner: Owner
  /** Where it begins in the letters that were looked through. */
  readonly at: number
  /** Where it begins in the known letters. */
  readonly of: number
  readonly length: number
}

export class RunIndex<Owner> {
  readonly #tables = new Map<Windows, Map<number, Place<Owner>[]>>()

  add(owner: Owner, letters: string, unspaced: boolean): void {
    const windows = unspaced ? UNSPACED : SPACED
    let table = this.#tables.get(windows)
    if (table === undefined) {
      table = new Map()
      this.#tables.set(windows, table)
    }
    const known = { owner, letters }
    for (let at = 0; at + windows.size <= letters.length; at += windows.step) {
      const hash = hashOf(letters, at, windows.size)
      const places = table.get(hash)
      if (places === undefined) table.set(hash, [{ known, at }])
      else if (places.length < MOST_ALIKE) places.push({ known, at })
    }
  }

  /** Every run of at least a window's letters, in the order in which they stand. */
  runsIn(letters: string): readonly Run<Owner>[] {
    const runs: Run<Owner>[] = []
    for (const [windows, table] of this.#tables) look(letters, windows, table, runs)
    return runs
  }
}

function look<Owner>(
  letters: string,
  { size }: Windows,
  table: ReadonlyMap<number, readonly Place<Owner>[]>,
  runs: Run<Owner>[],
): void {
  if (letters.length < size) return
  const lead = powerOf(size - 1)
  let hash = hashOf(letters, 0, size)
  /** Of each text that is known, how far along each diagonal was read. */
  const read = new Map<Known<Owner>, Map<number, number>>()
  let compared = 0
  for (let at = 0; compared < MOST_COMPARED; at++) {
    for (const { known, at: of } of table.get(hash) ?? []) {
      const diagonal = at - of
      const ends = read.get(known)
      const end = ends?.get(diagonal)
      if (end !== undefined && at < end) continue
      const run = follow(letters, at, known, of, size)
      compared += run?.length ?? size
      if (run === undefined) continue
      runs.push(run)
      if (ends === undefined) read.set(known, new Map([[diagonal, run.at + run.length]]))
      else ends.set(diagonal, run.at + run.length)
    }
    if (at + size >= letters.length) return
    const leaving = Math.imul(letters.charCodeAt(at), lead)
    hash = (Math.imul(hash - leaving, BASE) + letters.charCodeAt(at + size)) | 0
  }
}

function follow<Owner>(
  letters: string,
  at: number,
  known: Known<Owner>,
  of: number,
  size: number,
): Run<Owner> | undefined {
  const other = known.letters
  for (let step = 0; step < size; step++)
    if (letters.charCodeAt(at + step) !== other.charCodeAt(of + step)) return undefined
  let before = 0
  while (before < at && before < of && letters[at - before - 1] === other[of - before - 1]) before++
  let end = size
  while (
    at + end < letters.length &&
    of + end < other.length &&
    letters.charCodeAt(at + end) === other.charCodeAt(of + end)
  )
    end++
  return { owner: known.owner, at: at - before, of: of - before, length: before + end }
}

function hashOf(letters: string, at: number, size: number): number {
  let hash = 0
  for (let step = 0; step < size; step++)
    hash = (Math.imul(hash, BASE) + letters.charCodeAt(at + step)) | 0
  return hash
}

function powerOf(exponent: number): number {
  let power = 1
  for (let step = 0; step < exponent; step++) power = Math.imul(power, BASE)
  return power
}
