// PNG: pictures of coloured bands, small, each different, for WordPress takes no SVG (PNG, third edition, 2025).
import { crc32, deflateSync } from 'node:zlib'

const WIDTH = 480
const HEIGHT = 320
const BAND = 20

/** Bands whose colours come from the bytes of `name`. */
export function picture(name: string): Buffer {
  const seed = crc32(name)
  const colours = Array.from(
    { length: 256 * 3 },
    (_, index) => (seed >>> (index % 24)) ^ (index * 37),
  )
  const row = (y: number) => Buffer.alloc(WIDTH + 1, Math.floor(y / BAND) % 256).fill(0, 0, 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  // Eight bits, by palette, deflated, filtered by line, not interlaced.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colours.map((colour) => colour & 0xff))),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: HEIGHT }, (_, y) => row(y))))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(data.length, 0)
  around.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)])
}
