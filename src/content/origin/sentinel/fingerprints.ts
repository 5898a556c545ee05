// Fingerprints: what the sentinel knows, in one file, so that a start reads it instead of working it out again from all
// texts. It proves itself whole; what was learned after it was written is told by the digests of what it was taught.
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { endianness } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { failed, ok, type Result } from '../../../core/result.ts'
import { createSentinel, type KnowingSentinel } from './sentinel.ts'
import { Shelves } from './shelves.ts'

const FILE = 'fingerprints'
const FORMAT = 'standfirst-fingerprints 1'
/** Length and sum of what follows. */
const RECORD_HEAD = 8
const LONGEST_RECORD = 1 << 30
const IN_TABLE = 2000
/** Bytes that are put together before others have their turn. */
const WRITTEN_BYTES = 512 * 1024

/** What the sentinel was taught of an article: that its texts are gated, or that they are nobody's secret. */
export interface Taught {
  readonly path: string
  readonly kind: 'gated' | 'open'
  /** Digests of these texts. */
  readonly parts: readonly string[]
}

export interface Fingerprints {
  readonly taught: readonly Taught[]
  /** What of the configuration moved all cuts then. */
  readonly cut: string
  /** Whether it takes for open what is gated since. */
  readonly isMasked: boolean
}

const Head = z.object({
  made: z.string(),
  cut: z.string(),
  isMasked: z.boolean(),
  tables: z.number(),
})
const Table = z.array(
  z.tuple([z.string(), z.enum(['gated', 'open']), z.array(z.string()), z.number()]),
)

/** Written whole and put in place, between other work. Throws what the file system throws. */
export async function keepFingerprints(
  folder: string,
  sentinel: KnowingSentinel,
  { taught, cut, isMasked }: Fingerprints,
): Promise<void> {
  const entries = taught.map(
    ({ path, kind, parts }) => [path, kind, parts, sentinel.owners.get(path) ?? 0] as const,
  )
  // Begun at once: what is learned from here on may be in some of the blocks, and is taught again.
  const blocks = sentinel.copied()
  const first = blocks.next()
  const tables = Math.ceil(entries.length / IN_TABLE)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fresh = join(folder, `${FILE}.new`)
  const file = await open(fresh, 'w', 0o600)
  let waiting: Uint8Array[] = []
  let bytes = 0
  const write = async (record: Uint8Array) => {
    waiting.push(headOf(record), record)
    bytes += record.byteLength
    if (bytes >= WRITTEN_BYTES) await flush()
  }
  const flush = async () => {
    await file.appendFile(Buffer.concat(waiting))
    waiting = []
    bytes = 0
  }
  try {
    await write(jsonRecord({ made: madeBy(), cut, isMasked, tables }))
    for (let at = 0; at < entries.length; at += IN_TABLE)
      await write(jsonRecord(entries.slice(at, at + IN_TABLE)))
    if (first.done !== true) await write(first.value)
    for (const block of blocks) await write(block)
    await flush()
    await file.sync()
  } finally {
    blocks.return()
    await file.close()
  }
  await rename(fresh, join(folder, FILE))
}

/**
 * The sentinel knows then what is in the file, and that alone. Fails `none` where there is no file, `unusable` where it is
 * damaged or of another version: the sentinel is then as it was.
 */
export async function readFingerprints(
  folder: string,
  sentinel: KnowingSentinel,
): Promise<Result<Fingerprints, 'none' | 'unusable'>> {
  const path = join(folder, FILE)
  try {
    await rm(`${path}.new`, { force: true })
    const file = await open(path, 'r')
    try {
      const fresh = createSentinel()
      const read = await restored(recordsOf(file), fresh)
      if (read.ok) sentinel.become(fresh)
      return read
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return failed('none', path)
    return failed('unusable', error instanceof Error ? error.message : String(error))
  }
}

async function restored(
  records: AsyncIterator<Buffer, undefined>,
  sentinel: KnowingSentinel,
): Promise<Result<Fingerprints, 'unusable'>> {
  const next = async () => {
    const record = await records.next()
    if (record.value === undefined) throw new Error('it ends before its end')
    return record.value
  }
  const head = Head.parse(JSON.parse((await next()).toString('utf8')))
  if (head.made !== madeBy()) return failed('unusable', 'it is of another version')
  const taught: Taught[] = []
  const owners: [string, number][] = []
  for (let table = 0; table < head.tables; table++)
    for (const [path, kind, parts, owner] of Table.parse(JSON.parse((await next()).toString()))) {
      taught.push({ path, kind, parts })
      if (owner > 0) owners.push([path, owner])
    }
  sentinel.begin(owners)
  for (let block = 0; block < Shelves.blocks; block++)
    if (!sentinel.restore(block, await next())) return failed('unusable', 'a block is none')
  return ok({ taught, cut: head.cut, isMasked: head.isMasked })
}

/** Ends where the file does; throws where a record is not as it was written. */
async function* recordsOf(
  file: Awaited<ReturnType<typeof open>>,
): AsyncGenerator<Buffer, undefined> {
  for (let head = await read(file, RECORD_HEAD); head.length > 0; ) {
    if (head.length < RECORD_HEAD) throw new Error('it is cut short')
    const length = head.readUInt32LE(0)
    if (length > LONGEST_RECORD) throw new Error('it is damaged')
    const record = await read(file, length)
    if (record.length < length || crc32(record) !== head.readUInt32LE(4))
      throw new Error('it is damaged')
    yield record
    head = await read(file, RECORD_HEAD)
  }
  return undefined
}

async function read(file: Awaited<ReturnType<typeof open>>, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length)
  return buffer.subarray(0, bytesRead)
}

function headOf(record: Uint8Array): Buffer {
  const head = Buffer.alloc(RECORD_HEAD)
  head.writeUInt32LE(record.byteLength, 0)
  head.writeUInt32LE(crc32(record), 4)
  return head
}

function jsonRecord(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

/** Signs of every kind that is read in its own way. */
const PROBE = [
  'The harbour master sold quay number seven to his own brother, as the ledgers of that year show.',
  '港湾局は昨日、東埠頭の改修工事が予定より三週間遅れると発表した。漁師たちは冬の前に桟橋が使えなくなることを心配している。',
  'Stra\u00dfe \ufb03 \u0130stanbul na\u00efve \u0441\u043e\u043c\u043c\u0430 caf\u0065\u0301 &amp; r&eacute;sum&#233; 1\u00bd \u2460 \ud835\udd04\ud83d\ude00 co\u00adop \u200bzero \u0391\u03b8\u03ae\u03bd\u03b1 it\u2019s',
]

let made: string | undefined

/** What hashes depend on: another version of this code or of Unicode reads texts in another way. */
function madeBy(): string {
  if (made !== undefined) return made
  const sentinel = createSentinel()
  sentinel.learn('/probe', PROBE, '')
  let sum = 0
  for (const block of sentinel.copied()) sum = crc32(block, sum)
  made = `${FORMAT} ${endianness()} ${process.versions.unicode} ${sum.toString(16)}`
  return made
}
