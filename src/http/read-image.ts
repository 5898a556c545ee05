// Read image: a picture is open where an article shows it openly; below a cut it is decided against every article
// that shows it, and never spends a read.
import type { Article } from '../core/article.ts'
import type { Content, Image } from '../core/ports.ts'
import { askerAsSent } from './asker.ts'
import { cookieNamed } from './cookies.ts'
import { type HeaderLines, headerLines } from './header-lines.ts'
import { encodePath } from './normal-path.ts'
import { encodedOf, isKnown, type Prepared, prepare } from './prepare.ts'
import { openPreviewPictures } from './preview.ts'
import { type ArticleRequest, type Deciding, decideFor } from './read-article.ts'
import { type Reply, redirect } from './reply.ts'
import { IMAGE_POLICY } from './security-headers.ts'
import { identityNow } from './settle.ts'

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
  readonly reading: Deciding
  readonly imagesPath: string
  readonly headers: readonly string[]
  readonly notFound: () => Reply
}): Images {
  const drawings = createDrawings(parts.headers)
  const inUse = createInUse()
  return {
    async read(name, request) {
      const image = await parts.content.image(name, () => askerAsSent(request, parts.reading))
      if (!image.ok)
        return image.reason === 'unknown' ? parts.notFound() : parts.reading.unavailable()
      const access = await accessTo(image.value.shownBy, request, parts.reading)
      if (access === 'none') return parts.notFound()
      if (access === 'walled') return refusal()
      if (image.value.name !== name)
        return redirect(`${parts.imagesPath}/${encodePath(image.value.name)}`, 302, 'no-store')
      const encoded =
        image.value.type === 'image/svg+xml'
          ? encodedOf(
              await drawings.prepare(name, image.value.type, image.value.bytes),
              request.acceptEncoding,
            )
          : plainImage(name, image.value.type, inUse.share(name, image.value.bytes), parts.headers)
      const caching =
        access === 'open'
          ? ['Cache-Control', `public, ${FOREVER}`, 'Vary', 'Accept-Encoding']
          : ['Cache-Control', `private, ${FOREVER}`, 'Vary', 'Cookie, Accept-Encoding']
      const headers = [...caching, 'Content-Security-Policy', IMAGE_POLICY]
      if (isKnown(request.ifNoneMatch, encoded))
        return { status: 304, headers: ['ETag', encoded.etag, ...caching], body: undefined }
      return { status: 200, shared: encoded.headers, headers, body: encoded.bytes }
    },
    forget() {
      drawings.forget()
    },
  }
}

interface Drawings {
  prepare(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<Prepared>
  forget(): void
}

/** Drawings are text, so they are compressed: once, for all who wait, and kept within a budget. */
function createDrawings(headers: readonly string[]): Drawings {
  const kept = new Map<string, Promise<Prepared>>()
  let size = 0
  const weigh = async (name: string, making: Promise<Prepared>) => {
    const { size: grown } = await making
    if (kept.get(name) !== making) return
    size += grown
    for (const [oldest, made] of kept) {
      if (size <= MOST_PREPARED) break
      kept.delete(oldest)
      size -= (await made).size
    }
  }
  return {
    prepare(name, type, bytes) {
      const known = kept.get(name)
      if (known !== undefined) return known
      const making = prepare(bytes, [...headers, 'Content-Type', type])
      kept.set(name, making)
      weigh(name, making).catch(() => kept.delete(name))
      return making
    },
    forget() {
      kept.clear()
      size = 0
    },
  }
}

/** While one response still sends a picture, others send the same bytes instead of a copy of their own. */
function createInUse(): {
  share(name: string, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>
} {
  const held = new Map<string, WeakRef<Uint8Array<ArrayBuffer>>>()
  const gone = new FinalizationRegistry<string>((name) => {
    if (held.get(name)?.deref() === undefined) held.delete(name)
  })
  return {
    share(name, bytes) {
      const known = held.get(name)?.deref()
      if (known !== undefined && known.length === bytes.length) return known
      held.set(name, new WeakRef(bytes))
      gone.register(bytes, name)
      return bytes
    },
  }
}

type ImageAccess = 'open' | 'granted' | 'walled' | 'none'

async function accessTo(
  shownBy: Image['shownBy'],
  request: ArticleRequest,
  reading: Deciding,
): Promise<ImageAccess> {
  const now = reading.now()
  const out = shownBy.filter(({ article }) => article.published <= now)
  if (out.some(({ where }) => where === 'open')) return 'open'
  if (mayPreview(shownBy, request, now, reading)) return 'granted'
  if (out.length === 0) return 'none'
  const identity = await identityNow(request.cookie, now, reading)
  for (const { article } of out) {
    const decision = decideFor(request, article, identity, now, reading)
    if (decision.outcome === 'grant' && !decision.spends)
      return decision.reason === 'free' ? 'open' : 'granted'
  }
  return 'walled'
}

/** Whoever opened a preview address carries its seal, so that the pictures of an article that is not out show too. */
function mayPreview(
  shownBy: readonly { readonly article: Article }[],
  request: ArticleRequest,
  now: number,
  reading: Deciding,
): boolean {
  const seal = cookieNamed(request.cookie, reading.cookies.preview)
  const path = seal === undefined ? undefined : openPreviewPictures(seal, now, reading.seals)
  return shownBy.some(({ article }) => article.path === path && now < article.published)
}

/** For a picture or file that stands below the cut of an article that this reader may not read. */
export function refusal(): Reply {
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
): { bytes: Uint8Array<ArrayBuffer>; etag: string; headers: HeaderLines } {
  const etag = `"${/\.([0-9a-f]{8,})\.[a-z]+$/.exec(name)?.[1] ?? bytes.length}"`
  const length = ['ETag', etag, 'Content-Length', String(bytes.length)]
  return { bytes, etag, headers: headerLines([...headers, 'Content-Type', type, ...length]) }
}
