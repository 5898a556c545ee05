// Read image: a picture is open where an article shows it openly; below a cut it is decided against every article
// that shows it, and never spends a read.
import type { Content } from '../core/ports.ts'
import { cookieNamed } from './cookies.ts'
import { encodePath } from './normal-path.ts'
import { chooseEncoding, isKnown, type Prepared, prepare } from './prepare.ts'
import { openPreview } from './preview.ts'
import { type ArticleRequest, decideFor, type Reading } from './read-article.ts'
import { type Reply, redirect } from './reply.ts'
import { IMAGE_POLICY } from './security-headers.ts'
import { asIs, isStale, settle } from './settle.ts'

const FOREVER = 'max-age=31536000, immutable'
const MOST_PREPARED = 16 * 1024 * 1024

export interface Images {
  /** `name` is the address after the images path, decoded. */
  read(name: string, request: ArticleRequest): Promise<Reply>
  /** Drops every prepared picture. */
  forget(): void
}

export function createImages(parts: {
  readonly content: Content
  readonly reading: Reading
  readonly imagesPath: string
  readonly headers: readonly string[]
  readonly notFound: () => Reply
}): Images {
  const prepared = new Map<string, Prepared>()
  let size = 0
  const prepareOnce = async (name: string, type: string, bytes: Uint8Array<ArrayBuffer>) => {
    const known = prepared.get(name)
    if (known !== undefined) return known
    const made = await prepare(bytes, [...parts.headers, 'Content-Type', type])
    prepared.set(name, made)
    size += made.size
    for (const [oldest, { size: freed }] of prepared) {
      if (size <= MOST_PREPARED) break
      prepared.delete(oldest)
      size -= freed
    }
    return made
  }
  return {
    async read(name, request) {
      const image = await parts.content.image(name)
      if (!image.ok)
        return image.reason === 'unknown' ? parts.notFound() : parts.reading.unavailable()
      const access = await accessTo(image.value.shownBy, request, parts.reading)
      if (access === 'none') return parts.notFound()
      if (access === 'walled') return refusal()
      if (image.value.name !== name)
        return redirect(`${parts.imagesPath}/${encodePath(image.value.name)}`, 302, 'no-store')
      const encoded =
        image.value.type === 'image/svg+xml'
          ? (await prepareOnce(name, image.value.type, image.value.bytes))[
              chooseEncoding(request.acceptEncoding)
            ]
          : plainImage(name, image.value.type, image.value.bytes, parts.headers)
      const caching =
        access === 'open'
          ? ['Cache-Control', `public, ${FOREVER}`, 'Vary', 'Accept-Encoding']
          : ['Cache-Control', `private, ${FOREVER}`, 'Vary', 'Cookie, Accept-Encoding']
      const headers = [...encoded.headers, ...caching, 'Content-Security-Policy', IMAGE_POLICY]
      if (isKnown(request.ifNoneMatch, encoded))
        return { status: 304, headers: ['ETag', encoded.etag, ...caching], body: undefined }
      return { status: 200, headers, body: encoded.bytes }
    },
    forget() {
      prepared.clear()
      size = 0
    },
  }
}

type ImageAccess = 'open' | 'granted' | 'walled' | 'none'

async function accessTo(
  shownBy: readonly {
    readonly article: Parameters<typeof decideFor>[1]
    readonly where: 'open' | 'below-cut'
  }[],
  request: ArticleRequest,
  reading: Reading,
): Promise<ImageAccess> {
  const now = reading.now()
  const out = shownBy.filter(({ article }) => article.published <= now)
  if (out.some(({ where }) => where === 'open')) return 'open'
  if (mayPreview(shownBy, request, reading)) return 'granted'
  if (out.length === 0) return 'none'
  const asked = reading.identify(request.cookie, now)
  // The page that shows the picture brings the new pass; here it only has to be known who asks.
  const { identity } = isStale(asked, now)
    ? await settle(asked, now, reading.settling)
    : asIs(asked)
  for (const { article } of out) {
    const decision = decideFor(request, article, identity, now, reading)
    if (decision.outcome === 'grant' && !decision.spends)
      return decision.reason === 'free' ? 'open' : 'granted'
  }
  return 'walled'
}

/** Whoever opened a preview address carries its seal, so that the pictures of an article that is not out show too. */
function mayPreview(
  shownBy: readonly { readonly article: { readonly path: string } }[],
  request: ArticleRequest,
  reading: Reading,
): boolean {
  const seal = cookieNamed(request.cookie, reading.cookies.preview)
  const path = seal === undefined ? undefined : openPreview(seal, reading.seals)
  return path !== undefined && shownBy.some(({ article }) => article.path === path)
}

function refusal(): Reply {
  const text = new TextEncoder().encode(
    'This picture belongs to an article that is not open to you.\n',
  )
  return {
    status: 403,
    headers: [
      'Content-Type',
      'text/plain; charset=utf-8',
      'Cache-Control',
      'private, no-store',
      'Vary',
      'Cookie',
      'X-Content-Type-Options',
      'nosniff',
      'Content-Length',
      String(text.length),
    ],
    body: text,
  }
}

function plainImage(
  name: string,
  type: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: readonly string[],
): { bytes: Uint8Array<ArrayBuffer>; etag: string; headers: readonly string[] } {
  const etag = `"${/\.([0-9a-f]{8,})\.[a-z]+$/.exec(name)?.[1] ?? bytes.length}"`
  const length = ['ETag', etag, 'Content-Length', String(bytes.length)]
  return { bytes, etag, headers: [...headers, 'Content-Type', type, ...length] }
}
