// Assets: styles and fonts under hashed names that never change, so that browsers never ask twice.
import { asItIs, type Encoded, encodedOf, isKnown, prepare } from './prepare.ts'
import type { Reply } from './reply.ts'
import { IMAGE_POLICY } from './security-headers.ts'

export interface AssetFile {
  readonly reply: (request: Request) => Reply
}

/** One file to serve; its name already carries the hash of its bytes. */
export interface AssetSource {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const CACHING = ['Cache-Control', 'public, max-age=31536000, immutable', 'Vary', 'Accept-Encoding']

/** Fonts are compressed already and go out as they are. */
export async function prepareAssets(
  sources: readonly AssetSource[],
): Promise<ReadonlyMap<string, AssetFile>> {
  const files = sources.map(async ({ name, type, bytes }) => {
    const headers = ['Content-Type', type, 'X-Content-Type-Options', 'nosniff', ...CACHING]
    if (type.startsWith('image/')) headers.push('Content-Security-Policy', IMAGE_POLICY)
    const encodedFor = type.startsWith('font/')
      ? always(asItIs(bytes, headers))
      : await inEachEncoding(bytes, headers)
    const reply = (request: Request): Reply => {
      const encoded = encodedFor(request.headers.get('accept-encoding') ?? undefined)
      if (isKnown(request.headers.get('if-none-match') ?? undefined, encoded))
        return { status: 304, headers: ['ETag', encoded.etag, ...CACHING], body: undefined }
      return { status: 200, shared: encoded.headers, headers: [], body: encoded.bytes }
    }
    return [name, { reply }] as const
  })
  return new Map(await Promise.all(files))
}

function always(encoded: Encoded): () => Encoded {
  return () => encoded
}

async function inEachEncoding(
  bytes: Uint8Array<ArrayBuffer>,
  headers: readonly string[],
): Promise<(accept: string | undefined) => Encoded> {
  const prepared = await prepare(bytes, headers)
  return (accept) => encodedOf(prepared, accept)
}
