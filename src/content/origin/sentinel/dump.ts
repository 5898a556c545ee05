// Dump: all that the sentinel knows as bytes for the disk, so that it knows it after a restart with the origin down.
import { Shelves } from './shelves.ts'

/** Says what it is; another form has another one, and is not taken in. */
const FORM = 'standfirst sentinel 1\n'

/** A line of form, a line of paths, then each shelf: how many numbers (4 bytes), and the numbers (8 bytes each). */
export function* dumpOf(
  paths: readonly (string | undefined)[],
  shelves: Shelves,
): Iterable<Uint8Array> {
  const named = paths.map((path) => path ?? null)
  yield new TextEncoder().encode(`${FORM}${JSON.stringify(named)}\n`)
  for (let at = 0; at < Shelves.count; at++) {
    const numbers = shelves.numbersOf(at)
    const bytes = new Uint8Array(4 + numbers.byteLength)
    new DataView(bytes.buffer).setUint32(0, numbers.length, true)
    bytes.set(new Uint8Array(numbers.buffer), 4)
    yield bytes
  }
}

/** Undefined when it is none, or one that was cut short. */
export function readDump(
  bytes: Uint8Array,
): { readonly paths: (string | undefined)[]; readonly shelves: Shelves } | undefined {
  const head = FORM.length
  if (new TextDecoder().decode(bytes.subarray(0, head)) !== FORM) return undefined
  const end = bytes.indexOf(0x0a, head)
  const paths = end < 0 ? undefined : pathsIn(bytes.subarray(head, end))
  if (paths === undefined) return undefined
  const shelves = new Shelves()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = end + 1
  for (let shelf = 0; shelf < Shelves.count; shelf++) {
    if (at + 4 > bytes.length) return undefined
    const length = view.getUint32(at, true) * 8
    if (at + 4 + length > bytes.length) return undefined
    const numbers = new Float64Array(length / 8)
    new Uint8Array(numbers.buffer).set(bytes.subarray(at + 4, at + 4 + length))
    if (!shelves.restore(shelf, numbers)) return undefined
    at += 4 + length
  }
  return at === bytes.length ? { paths, shelves } : undefined
}

function pathsIn(bytes: Uint8Array): (string | undefined)[] | undefined {
  try {
    const named: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (!Array.isArray(named) || named[0] !== null) return undefined
    return named.map((path) => (typeof path === 'string' ? path : undefined))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
