// Prepare: a page's bytes in every encoding with the headers that go with them, made once and sent many times.
import { createHash } from 'node:crypto'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'identity' | 'gzip' | 'br'

export interface Encoded {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly etag: string
  /** Names and values in turn: what never changes from request to request. */
  readonly headers: readonly string[]
  /** Those of a 304. */
  readonly unsized: readonly string[]
}

export interface Prepared {
  readonly identity: Encoded
  /** Compressed for a first answer at first; replaced by the best there is when that is ready. */
  gzip: Encoded
  br: Encoded
  /** All encodings together. */
  readonly size: number
  /** Whether it is as small as it is going to be, or will be in a moment. */
  isBest: boolean
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
  const level = EFFORTS[effort]
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const hash = hashOf(bytes)
  const [zipped, br] = await Promise.all([gzipped(bytes, level.gzip), brotli(bytes, level.br)])
  return {
    identity: asItIs(bytes, headers),
    gzip: encoded(plain(zipped), `"${hash}-g${level.gzip}"`, headers, 'gzip'),
    br: encoded(plain(br), `"${hash}-b${level.br}"`, headers, 'br'),
    size: bytes.length + zipped.length + br.length,
    isBest: false,
  }
}

/** For what is compressed already. */
export function asItIs(bytes: Uint8Array<ArrayBuffer>, headers: readonly string[]): Encoded {
  return encoded(bytes, `"${hashOf(bytes)}"`, headers, undefined)
}

/** Replaces the quick ones by the best. The same text: whoever has a quick one is told 304. */
export async function prepareBest(prepared: Prepared): Promise<void> {
  const { bytes, etag, headers } = prepared.identity
  const bare = etag.slice(1, -1)
  const shared = headers.slice(0, headers.indexOf('ETag'))
  if (!prepared.gzip.etag.endsWith('-g9"')) {
    const zipped = plain(await gzipped(bytes, 9))
    prepared.gzip = encoded(zipped, `"${bare}-g9"`, shared, 'gzip')
  }
  const best = plain(await brotli(bytes, 11))
  if (best.length < prepared.br.bytes.length)
    prepared.br = encoded(best, `"${bare}-b11"`, shared, 'br')
}

/**
 * Given pages each time that they are sent again, compresses each once as well as can be: what was sent once may never
 * be asked for any more. One at a time, so that it never takes more than one thread.
 */
export function createBestLater(): (prepared: Prepared) => void {
  let last = Promise.resolve()
  return (prepared) => {
    if (prepared.isBest) return
    prepared.isBest = true
    last = last.then(() => prepareBest(prepared)).catch(() => undefined)
  }
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
export function unsized(headers: readonly string[]): string[] {
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
  const all = [...shared, ...own]
  return { bytes, etag, headers: all, unsized: unsized(all) }
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
