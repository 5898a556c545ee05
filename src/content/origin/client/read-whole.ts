// Read whole: the body of an answer without its coding, all of it or none, within a limit.
import { once } from 'node:events'
import type { Readable, Transform } from 'node:stream'
import zlib from 'node:zlib'
import { failed, ok, type Result } from '../../../core/result.ts'
import { CutShort } from './answer-body.ts'
import type { OriginAnswer } from './ask-origin.ts'
import { listOf, without } from './header-list.ts'

export type Unread = 'too-large' | 'cut-short' | 'broken'

/**
 * `limitBytes` holds for what the body unpacks to: little more than that is ever in memory.
 * Fails `cut-short` when the origin ended it before its end, `broken` when its coding is not what it says.
 */
export async function readWhole(
  answer: OriginAnswer,
  limitBytes: number,
): Promise<Result<Uint8Array<ArrayBuffer>, Unread>> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    const plain = await uncoded(answer)
    if (plain === undefined) return failed('broken', 'Its body is coded in an unknown way.')
    // Leaving the loop destroys the stream.
    for await (const chunk of plain.body) {
      const bytes: Uint8Array = chunk
      size += bytes.length
      if (size > limitBytes) return failed('too-large', `It has more than ${limitBytes} bytes.`)
      chunks.push(bytes)
    }
  } catch (error) {
    return failureOf(error)
  }
  return ok(joined(chunks, size))
}

const OF_CODING = new Set(['content-encoding', 'content-length', 'accept-ranges'])

/**
 * The answer as one that is not coded, still a stream; for a reader who does not take its coding.
 * undefined when it is coded in a way that cannot be undone; its body is destroyed then.
 */
export async function uncoded(answer: OriginAnswer): Promise<OriginAnswer | undefined> {
  const codings = listOf(answer.headers, 'content-encoding').filter((name) => name !== 'identity')
  const [only] = codings
  if (only === undefined) return answer
  // Codings of codings are not made by anybody who means well.
  const stage = codings.length > 1 ? undefined : await unpacker(only, answer.body)
  if (stage === undefined) {
    answer.body.destroy()
    return undefined
  }
  const { body } = answer
  body.on('error', (error) => stage.destroy(error))
  stage.on('close', () => body.destroy())
  return { ...answer, headers: without(answer.headers, OF_CODING), body: body.pipe(stage) }
}

async function unpacker(coding: string, body: Readable): Promise<Transform | undefined> {
  if (coding === 'gzip' || coding === 'x-gzip') return zlib.createGunzip()
  if (coding === 'br') return zlib.createBrotliDecompress()
  if (coding !== 'deflate') return undefined
  // It has been understood in two ways for ever; the first byte tells which (RFC 1950 §2.2).
  const first = await firstByte(body)
  return (first & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw()
}

async function firstByte(body: Readable): Promise<number> {
  if (body.readableLength === 0 && !body.readableEnded) await once(body, 'readable')
  const chunk: Buffer | null = body.read()
  if (chunk === null) return 8
  body.unshift(chunk)
  return chunk[0] ?? 8
}

function failureOf(error: unknown): Result<never, Unread> {
  const text = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const early = code === 'Z_BUF_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE'
  return failed(early || error instanceof CutShort ? 'cut-short' : 'broken', text)
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
