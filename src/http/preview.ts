// Preview address: the secret address under which an article that is not out yet can be read whole.
import type { Paths } from '../core/publication.ts'
import type { Seals } from './seal.ts'

/** Path of the preview of the article at `path`. Holds until the article is out; then it leads there. */
export function previewAddress(path: string, paths: Paths, seals: Seals): string {
  return `${paths.standfirst}/preview/${sealPreview(path, seals)}`
}

/** The article's path, or undefined for anything but a preview seal of ours. */
export function openPreview(text: string, seals: Seals): string | undefined {
  const payload = seals.open('preview', text)
  return payload === undefined ? undefined : Buffer.from(payload, 'base64url').toString()
}

function sealPreview(path: string, seals: Seals): string {
  return seals.seal('preview', Buffer.from(path).toString('base64url'))
}
