// Preview address: the secret address under which an article that is not out yet can be read whole.
import type { Paths } from '../core/publication.ts'
import type { Seals } from './seal.ts'

const MINUTE = 60_000
/** How long a browser that opened a preview address may fetch the pictures of that article. */
export const PICTURES_SECONDS = 3600

/** Path of the preview of the article at `path`. Holds until the article is out; then it leads there. */
export function previewAddress(path: string, paths: Paths, seals: Seals): string {
  return `${paths.standfirst}/preview/${seals.seal('preview', encoded(path))}`
}

/** The article's path, or undefined for anything but the seal of a preview address. */
export function openPreview(text: string, seals: Seals): string | undefined {
  const payload = seals.open('preview', text)
  return payload === undefined || payload.includes('~') ? undefined : decoded(payload)
}

/** What a browser carries after it opened a preview address at `now` (epoch milliseconds). */
export function sealPreviewPictures(path: string, now: number, seals: Seals): string {
  const until = Math.floor(now / MINUTE) + PICTURES_SECONDS / 60
  return seals.seal('preview', `${encoded(path)}~${until}`)
}

/** The path of the article whose pictures may be seen at `now`, or undefined. */
export function openPreviewPictures(text: string, now: number, seals: Seals): string | undefined {
  const [path, until] = seals.open('preview', text)?.split('~') ?? []
  if (path === undefined || until === undefined) return undefined
  return now < Number(until) * MINUTE ? decoded(path) : undefined
}

function encoded(path: string): string {
  return Buffer.from(path).toString('base64url')
}

function decoded(payload: string): string {
  return Buffer.from(payload, 'base64url').toString()
}
