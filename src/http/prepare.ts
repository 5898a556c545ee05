// Prepare: a page's bytes in every encoding with the headers that go with them, made once and sent many times.
import { createHash } from 'node:crypto'
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib'
import { type HeaderLines, headerLines, joined, withRun } from './header-lines.ts'

export type Encoding = 'identity' | 'gzip' | 'br'

export interface Encoded {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly etag: string
  /** What never changes from request to request. */
  readonly headers: HeaderLines
  /** Those of a 304. */
  readonly unsized: HeaderLines
}

export interface Prepared {
  readonly identity: Encoded
  /** Compressed for a first answer at first; replaced by the best there is when that is ready. */
  gzip: Encoded
  /** None of a first answer that is wanted soon. */
  br: Encoded | undefined
  /** About what all encodings together take in memory. */
  readonly size: number
  /** Whether it is as small as it is going to be, or will be in a moment. */
  isBest: boolean
}

/** A page in one encoding, for what there is too much of to keep it in all. */
export interface Page {
  /** Compressed for a first answer at first; replaced by the best there is when that is ready. */
  encoded: Encoded
  readonly encoding: Encoding
  /** About what it takes in memory. */
  readonly size: number
  /** Whether it is as small as it is going to be, or will be in a moment. */
  isBest: boolean
}

/** What a page takes beside its bytes and lines: arrays of headers, an ETag, what holds all of it. Measured. */
const PAGE_OVERHEAD = 1800

/** About what it takes in memory. */
function sizeOf({ bytes, headers, unsized }: Encoded): number {
  return bytes.length + headers.text.length + unsized.text.length + PAGE_OVERHEAD
}

/** How much time the first answer may take for fewer bytes: `soon` where its reader has waited for the origin already. */
const EFFORTS = {
  usual: { gzip: 9, br: 5 },
  soon: { gzip: 4, br: 1 },
} as const

/** `headers` are sent with every encoding: names and values in turn. Compresses off the loop. */
export async function prepare(
  text: string | Uint8Array<ArrayBuffer>,
  headers: readonly string[],
  effort: keyof typeof EFFORTS = 'usual',
): Promise<Prepared> {
  const bytes = bytesOf(text)
  const identity = asItIs(bytes, headers)
  const [gzip, br] = await Promise.all([
    compressed(bytes, headers, 'gzip', EFFORTS[effort].gzip),
    effort === 'soon' ? undefined : compressed(bytes, headers, 'br', EFFORTS[effort].br),
  ])
  const size = sizeOf(identity) + sizeOf(gzip) + sizeOf(br ?? gzip)
  return { identity, gzip, br, size, isBest: false }
}

/** The same in one encoding alone. */
export async function preparePage(
  text: string,
  headers: readonly string[],
  encoding: Encoding,
  effort: keyof typeof EFFORTS = 'usual',
): Promise<Page> {
  const bytes = bytesOf(text)
  const encoded =
    encoding === 'identity'
      ? asItIs(bytes, headers)
      : await compressed(bytes, headers, encoding, EFFORTS[effort][encoding])
  return { encoded, encoding, size: sizeOf(encoded), isBest: false }
}

/** For what is compressed already. */
export function asItIs(bytes: Uint8Array<ArrayBuffer>, headers: readonly string[]): Encoded {
  return encoded(bytes, `"${hashOf(bytes)}"`, headers, undefined)
}

const BEST = { gzip: 9, br: 11 } as const

/** Replaces the quick ones by the best. The same text: whoever has a quick one is told 304. */
export async function prepareBest(prepared: Prepared): Promise<void> {
  const { identity, gzip, br } = prepared
  const { bytes } = identity
  const text = () => Promise.resolve(bytes)
  prepared.gzip = await better(gzip, 'gzip', text)
  prepared.br =
    br === undefined
      ? await compressed(bytes, sharedBy(identity), 'br', BEST.br)
      : await better(br, 'br', text)
}

/** As prepareBest does. */
export async function bestOfPage(page: Page): Promise<void> {
  const { encoded, encoding } = page
  if (encoding === 'identity') return
  page.encoded = await better(encoded, encoding, () => unpacked(encoded.bytes, encoding))
}

/** Compressed as well as can be, unless it is that already or does not get smaller by it. */
async function better(
  quick: Encoded,
  encoding: Compression,
  text: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Encoded> {
  const level = BEST[encoding]
  if (quick.etag.endsWith(`-${encoding.charAt(0)}${level}"`)) return quick
  const best = await compressed(await text(), sharedBy(quick), encoding, level)
  return best.bytes.length < quick.bytes.length ? best : quick
}

/** The headers that every encoding has. */
function sharedBy({ headers: { list } }: Encoded): readonly string[] {
  return list.slice(0, list.indexOf('ETag'))
}

/**
 * Given pages each time that they are sent again, compresses each once as well as can be: what was sent once may never
 * be asked for any more. One at a time, so that it never takes more than one thread.
 */
export function createBestLater<One extends { isBest: boolean }>(
  improve: (one: One) => Promise<void>,
): (one: One) => void {
  let last = Promise.resolve()
  return (one) => {
    if (one.isBest) return
    one.isBest = true
    last = last.then(() => improve(one)).catch(() => undefined)
  }
}

/** What of a page is sent for an Accept-Encoding header: without brotli as it would be if nobody knew of it. */
export function encodedOf(prepared: Prepared, accept: string | undefined): Encoded {
  const wanted = chooseEncoding(accept)
  if (wanted !== 'br') return prepared[wanted]
  if (prepared.br !== undefined) return prepared.br
  return accepts(accept ?? '', 'gzip') ? prepared.gzip : prepared.identity
}

/** The encoding for an Accept-Encoding header (RFC 9110 §12.5.3): brotli, else gzip, else none. */
export function chooseEncoding(accept: string | undefined): Encoding {
  if (accept === undefined) return 'identity'
  if (accepts(accept, 'br')) return 'br'
  return accepts(accept, 'gzip') ? 'gzip' : 'identity'
}

/**
 * Whether an If-None-Match header names this entity (RFC 9110 §13.1.2). Two brotli qualities of one text count as the
 * same: the reader has what they would get.
 */
export function isKnown(ifNoneMatch: string | undefined, current: Pick<Encoded, 'etag'>): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch === current.etag) return true
  const wanted = sameText(current.etag)
  return ifNoneMatch.split(',').some((tag) => sameText(tag.trim().replace(/^W\//, '')) === wanted)
}

/** A 304 carries the headers of the 200 but none that speak of a body (RFC 9110 §15.4.5). */
function unsized(headers: readonly string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? ''
    if (!/^content-(?:l.*|type|encoding)$/i.test(name)) kept.push(name, headers[index + 1] ?? '')
  }
  return kept
}

function sameText(etag: string): string {
  return etag.replace(/-([gb])\d+"$/, '-$1"')
}

function accepts(accept: string, name: string): boolean {
  const at = accept.indexOf(name)
  if (at < 0) return false
  const rest = accept.slice(at + name.length)
  if (/^[\w-]/.test(rest) || /[\w-]$/.test(accept.slice(0, at))) return false
  return !/^\s*;\s*q=0(?:\.0*)?\s*(?:,|$)/i.test(rest)
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
}

function encoded(
  bytes: Uint8Array<ArrayBuffer>,
  etag: string,
  shared: readonly string[],
  encoding: string | undefined,
): Encoded {
  const own = ['ETag', etag, 'Content-Length', String(bytes.length)]
  if (encoding !== undefined) own.push('Content-Encoding', encoding)
  const { sized, without } = sharedLines(shared)
  const lines = headerLines(own)
  const unsized = withRun(without, headerLines(own.slice(0, 2)), undefined)
  if (bytes.length > LONGEST_IN_RUN) return { bytes, etag, headers: joined(sized, lines), unsized }
  const headers = withRun(sized, lines, bytes)
  return { bytes: headers.run.body ?? bytes, etag, headers, unsized }
}

const written = new WeakMap<
  readonly string[],
  { readonly sized: HeaderLines; readonly without: HeaderLines }
>()

/** The pages of an edition have the same headers: their lines are kept once. */
function sharedLines(shared: readonly string[]) {
  const known = written.get(shared)
  if (known !== undefined) return known
  const lines = { sized: headerLines(shared), without: headerLines(unsized(shared)) }
  written.set(shared, lines)
  return lines
}

/** Longer ones are sent from where they are. */
const LONGEST_IN_RUN = 48 * 1024

type Compression = Exclude<Encoding, 'identity'>

async function compressed(
  bytes: Uint8Array<ArrayBuffer>,
  headers: readonly string[],
  encoding: Compression,
  level: number,
): Promise<Encoded> {
  const packed = encoding === 'gzip' ? gzipped(bytes, level) : brotli(bytes, level)
  const etag = `"${hashOf(bytes)}-${encoding.charAt(0)}${level}"`
  return encoded(plain(await packed), etag, headers, encoding)
}

async function unpacked(
  bytes: Uint8Array,
  encoding: Compression,
): Promise<Uint8Array<ArrayBuffer>> {
  const unpack = encoding === 'gzip' ? gunzip : brotliDecompress
  return new Promise((resolve, reject) => {
    unpack(bytes, (error, text) => (error ? reject(error) : resolve(plain(text))))
  })
}

function bytesOf(text: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text
}

function gzipped(bytes: Uint8Array, level: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gzip(bytes, { level }, (error, zipped) => (error ? reject(error) : resolve(zipped)))
  })
}

function brotli(bytes: Uint8Array, quality: number): Promise<Buffer> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  return new Promise((resolve, reject) => {
    brotliCompress(bytes, { params }, (error, packed) => (error ? reject(error) : resolve(packed)))
  })
}

function plain(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer)
}
