// Copy file: one copy as a file. It proves itself whole, and its name says what the index needs to know of it.

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { addressPath } from '../../../core/address-path.ts'
import { headerOf } from '../client/header-list.ts'
import type { Copy } from './copy.ts'
import type { Lifetime } from './freshness.ts'
import { exactPathOf } from './key.ts'

export interface Stored {
  readonly copy: Copy
  readonly lifetime: Lifetime
}

/** What is known of a file without opening it. */
export interface FileName {
  /** Digests: of the path as articles have it, of the path as it stands in the key, of the key, of what it varies by. */
  readonly path: string
  readonly exact: string
  readonly key: string
  readonly variant: string
  /** Whether it is the last to go when there is no room. */
  readonly lasting: boolean
  readonly bytes: number
  /** Epoch ms. */
  readonly fetchedAt: number
}

const NAME =
  /^([0-9a-f]{24})-([0-9a-f]{24})-([0-9a-f]{24})-([0-9a-f]{8})-([lo])-([0-9a-z]{1,9})-([0-9a-z]{1,10})$/

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}

export function digestsOf(key: string): Pick<FileName, 'path' | 'exact' | 'key'> {
  return {
    path: digestOf(addressPath(key)),
    exact: digestOf(exactPathOf(key)),
    key: digestOf(key),
  }
}

export function variantOf({ varying }: Copy): string {
  return digestOf(JSON.stringify(varying)).slice(0, 8)
}

export function nameText({ path, exact, key, variant, ...rest }: FileName): string {
  const { lasting, bytes, fetchedAt } = rest
  const facts = [lasting ? 'l' : 'o', bytes.toString(36), Math.floor(fetchedAt).toString(36)]
  return [path, exact, key, variant, ...facts].join('-')
}

/** undefined for a file that is none of these. */
export function nameOf(text: string): FileName | undefined {
  const [, path, exact, key, variant, rank, bytes, fetchedAt] = NAME.exec(text) ?? []
  if (path === undefined || exact === undefined || key === undefined) return undefined
  if (variant === undefined || bytes === undefined || fetchedAt === undefined) return undefined
  return {
    ...{ path, exact, key, variant },
    lasting: rank === 'l',
    bytes: Number.parseInt(bytes, 36),
    fetchedAt: Number.parseInt(fetchedAt, 36),
  }
}

/** First line of every file; what follows the number is another format. */
const MAGIC = 'standfirst-copy 1'
const PACKED_FROM_BYTES = 1024
/** What pictures and sounds are coded in cannot be packed any further. */
const PACKABLE = /^(text\/|application\/|image\/svg|$)/i

const pack = promisify(zlib.deflateRaw)
const unpack = promisify(zlib.inflateRaw)

export async function fileOf({ copy, lifetime }: Stored): Promise<Buffer> {
  const { bytes, ...facts } = copy
  const type = headerOf(copy.headers, 'content-type') ?? ''
  const packed = bytes.length >= PACKED_FROM_BYTES && PACKABLE.test(type)
  const body = packed ? await pack(bytes, { level: 1 }) : bytes
  const meta = Buffer.from(JSON.stringify({ facts, lifetime, packed, size: bytes.length }))
  const sum = sumOf(meta, body)
  return Buffer.concat([Buffer.from(`${MAGIC} ${sum} ${meta.length}\n`), meta, body])
}

/** undefined when a byte of it is not as it was written. */
export async function storedOf(file: Buffer): Promise<Stored | undefined> {
  const end = file.indexOf(10)
  const [, sum, length] =
    /^standfirst-copy 1 (\w+) (\d+)$/.exec(file.toString('latin1', 0, end)) ?? []
  if (end < 0 || sum === undefined || length === undefined) return undefined
  const meta = file.subarray(end + 1, end + 1 + Number(length))
  const body = file.subarray(end + 1 + Number(length))
  if (sumOf(meta, body) !== sum) return undefined
  // The sum says that it is what was written here.
  const { facts, lifetime, packed, size } = JSON.parse(meta.toString('utf8'))
  const bytes = packed ? await unpack(body, { maxOutputLength: Math.max(1, size) }) : body
  return { copy: { ...facts, bytes: new Uint8Array(bytes) }, lifetime }
}

/** Over the place where the body begins as well: the same bytes cut elsewhere are something else. */
function sumOf(meta: Uint8Array, body: Uint8Array): string {
  const sum = createHash('sha256').update(`${meta.length}\n`).update(meta).update(body)
  return sum.digest('base64url').replaceAll('-', '_')
}
