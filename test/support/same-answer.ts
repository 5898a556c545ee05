// Same answer: what of an answer has to be the same wherever, and however often, the same is asked.
import { expect } from 'vitest'
import type { Answer } from './publication.ts'

const OF_THE_CONNECTION = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])
/** A text is packed better once it was asked for often: which packing it is may differ from one moment to the next. */
const OF_THE_PACKING = new Set(['content-length', 'content-encoding'])

/** An ETag names the words first, then their packing. */
const WITHOUT_CHANCE = new Map([
  ['etag', (value: string) => value.replace(/-[gb]\d+"$/, '"')],
  ['set-cookie', (value: string) => value.replace(/=[^;]*/, '=')],
])

/** Status, headers and words. Of a cookie that is set: which it is and what is said of it, for its value is new each time. */
export function saidBy({ status, headers, text, bytes }: Answer) {
  const isPacked = headers.has('content-encoding')
  const length = headers.get('content-length')
  if (bytes.length > 0 && length !== null) expect(Number(length)).toBe(bytes.length)
  const said = [...headers]
    .filter(([name]) => !OF_THE_CONNECTION.has(name) && !(isPacked && OF_THE_PACKING.has(name)))
    .map(([name, value]) => [name, WITHOUT_CHANCE.get(name)?.(value) ?? value])
  return { status, headers: said, text }
}
