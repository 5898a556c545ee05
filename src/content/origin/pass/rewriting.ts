// Rewriting: texts on their way, with addresses exchanged as they go by, without ever holding a whole text.
import { Transform } from 'node:stream'

/** Exchanges the addresses in a text; what names none stays as it is. */
export type Rewrite = (text: string) => string

/** No address goes on over one of these: a text may be cut behind it. */
const ENDS_ADDRESS = new Set([...' \t\r\n"\'<>'].map((sign) => sign.charCodeAt(0)))
/** A text without any of them is cut somewhere, so that it does not gather here. */
const MOST_HELD = 256 * 1024

/** Whatever the charset, as long as it writes addresses as ASCII does; what is not UTF-8 comes out byte for byte. */
export function rewriteBytes(bytes: Buffer, rewrite: Rewrite): Buffer {
  const text = utf8(bytes)
  if (text !== undefined) {
    const rewritten = rewrite(text)
    return rewritten === text ? bytes : Buffer.from(rewritten)
  }
  return Buffer.from(rewrite(bytes.toString('latin1')), 'latin1')
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Gives on what is whole, and holds what may be the beginning of an address. */
export function rewriting(rewrite: Rewrite): Transform {
  let held: Buffer[] = []
  let heldBytes = 0
  const takeHeld = (last: Buffer) => {
    const whole = held.length === 0 ? last : Buffer.concat([...held, last])
    held = []
    heldBytes = 0
    return whole
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const end = endOfWhole(chunk)
      if (end === 0 && heldBytes + chunk.length <= MOST_HELD) {
        held.push(chunk)
        heldBytes += chunk.length
        return done()
      }
      const cut = end === 0 ? chunk.length : end
      const whole = rewriteBytes(takeHeld(chunk.subarray(0, cut)), rewrite)
      if (cut < chunk.length) {
        held.push(chunk.subarray(cut))
        heldBytes = chunk.length - cut
      }
      done(null, whole)
    },
    flush(done) {
      done(null, rewriteBytes(takeHeld(Buffer.alloc(0)), rewrite))
    },
  })
}

function endOfWhole(chunk: Buffer): number {
  let end = chunk.length
  while (end > 0 && !ENDS_ADDRESS.has(chunk[end - 1] ?? 0)) end--
  return end
}
