// MAC: HMAC-SHA256 (RFC 2104) of short texts, by two hashes of which each is one call. Node's createHmac gives the same
// and takes twice as long, most of it for the object that it makes.
import { createHmac, hash, timingSafeEqual } from 'node:crypto'

/** 43 characters, base64url. */
export type Mac = (text: string) => string

const BLOCK = 64
const DIGEST = 32
const MAC_LENGTH = 43
/** What is longer goes to createHmac. UTF-8 takes at most three bytes for each of a text's units. */
const LONGEST = 4096

/** The key's inner block and a text behind it, for as long as one call takes. */
const message = Buffer.alloc(BLOCK + 3 * LONGEST)
/** The message up to a length, made when it is needed first. */
const messages = new Map<number, Buffer>()
const room = Buffer.alloc(3 * MAC_LENGTH)
const shown = room.subarray(0, MAC_LENGTH)
const expected = Buffer.alloc(MAC_LENGTH)

/** Gives the function that makes MACs with a key of at most 64 bytes. */
export function createMac(key: Uint8Array): Mac {
  const inner = blockOf(key, 0x36)
  const outer = Buffer.concat([blockOf(key, 0x5c), Buffer.alloc(DIGEST)])
  return (text) => {
    if (text.length > LONGEST) return createHmac('sha256', key).update(text).digest('base64url')
    message.set(inner)
    const length = BLOCK + message.write(text, BLOCK)
    outer.write(hash('sha256', messageUpTo(length), 'binary'), BLOCK, 'latin1')
    return hash('sha256', outer, 'base64url')
  }
}

/** Whether `claimed` is the MAC of `text`, character by character. Takes the same time however much of it is right. */
export function isMac(mac: Mac, text: string, claimed: string): boolean {
  if (claimed.length !== MAC_LENGTH || room.write(claimed) !== MAC_LENGTH) return false
  expected.write(mac(text), 'latin1')
  return timingSafeEqual(shown, expected)
}

function messageUpTo(length: number): Buffer {
  const known = messages.get(length)
  if (known !== undefined) return known
  const part = message.subarray(0, length)
  messages.set(length, part)
  return part
}

function blockOf(key: Uint8Array, pad: number): Buffer {
  if (key.length > BLOCK) throw new Error('a longer key would have to be hashed first')
  const block = Buffer.alloc(BLOCK, pad)
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad
  return block
}
