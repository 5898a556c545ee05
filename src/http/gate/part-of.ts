// Part of: one range of a file that is kept (RFC 9110 §14). Articles and texts have none.
import type { Encoded } from '../prepare.ts'
import type { Reply } from '../reply.ts'

const RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/

/** The whole where no range is asked for, several are, or it was asked for another version (`If-Range`). */
export function partOf(encoded: Encoded, header: (name: string) => string | undefined): Reply {
  const { bytes, etag } = encoded
  const whole: Reply = { status: 200, shared: encoded.headers, headers: [], body: bytes }
  const written = header('range')
  const ifRange = header('if-range')
  if (written === undefined || (ifRange !== undefined && ifRange !== etag)) return whole
  const asked = RANGE.exec(written.replace(/\s+/g, ''))
  if (asked === null) return whole
  const range = bounds(asked, bytes.length)
  if (range === undefined)
    return {
      status: 416,
      shared: encoded.unsized,
      headers: ['Content-Range', `bytes */${bytes.length}`],
      body: undefined,
    }
  const [from, to] = range
  const part = bytes.slice(from, to + 1)
  const own = ['Content-Range', `bytes ${from}-${to}/${bytes.length}`]
  const type = typeOf(encoded.headers.list)
  return {
    status: 206,
    shared: encoded.unsized,
    headers: [...type, ...own, 'Content-Length', String(part.length)],
    body: part,
  }
}

/** First and last byte, or undefined where the file has none of them (§14.1.2). */
function bounds(asked: RegExpExecArray, length: number): readonly [number, number] | undefined {
  const [, first, last, suffix] = asked
  if (suffix !== undefined) {
    const count = Math.min(Number(suffix), length)
    return count === 0 ? undefined : [length - count, length - 1]
  }
  const from = Number(first)
  const to = last === '' || last === undefined ? length - 1 : Math.min(Number(last), length - 1)
  return from >= length || to < from ? undefined : [from, to]
}

function typeOf(headers: readonly string[]): readonly string[] {
  const at = headers.findIndex(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type',
  )
  return at < 0 ? [] : ['Content-Type', headers[at + 1] ?? '']
}
