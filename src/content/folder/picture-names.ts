// Picture names: which files are pictures, what an article's reference means, and their public names.
import { posix } from 'node:path'
import type { Picture } from '../../core/article.ts'
import { fileBeside } from './address.ts'

export interface PictureFile {
  /** Relative to the articles folder. */
  readonly file: string
  /** The part of its public address after the images path, decoded. */
  readonly name: string
  /** Its public address. */
  readonly src: string
  readonly width: number | undefined
  readonly height: number | undefined
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['svg', 'image/svg+xml'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['gif', 'image/gif'],
])

const ENDINGS = [...TYPES.keys()].join('|')
const PICTURE = new RegExp(
  `^(?:[\\p{L}\\p{M}\\p{N}_.-]+/)*[\\p{L}\\p{M}\\p{N}_.-]+\\.(${ENDINGS})$`,
  'iu',
)
const PUBLIC = new RegExp(`^(.+)\\.[0-9a-f]{16}\\.(${ENDINGS})$`, 'iu')

/** Whether a file is a picture by its name. */
export function isPicture(file: string): boolean {
  return TYPES.has(ending(file))
}

/** The file a public name stands for, whatever its hash; undefined when it is no such name. */
export function fileOfName(name: string): string | undefined {
  const found = PUBLIC.exec(name)
  const file = found === null ? undefined : `${found[1]}.${found[2]}`
  return file !== undefined && isPlain(file) ? file : undefined
}

/** Which file an article's reference means, or what is wrong with it. */
export function pictureReference(
  articleFile: string,
  reference: string,
): { readonly file: string } | { readonly what: string; readonly mend: string } {
  const what = `the picture "${reference.length > 80 ? `${reference.slice(0, 79)}…` : reference}"`
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(reference))
    return {
      what: `${what} lies elsewhere and was left out`,
      mend: 'put a copy beside the article: pages load nothing from other servers',
    }
  const file = reference.startsWith('/') ? undefined : fileBeside(articleFile, decoded(reference))
  if (file === undefined)
    return {
      what: `${what} is not within articles/`,
      mend: 'name a file within articles/, relative to this one',
    }
  if (!TYPES.has(ending(file)))
    return {
      what: `${what} is of no known kind`,
      mend: `use one of ${[...TYPES.keys()].join(', ')}`,
    }
  if (!isPlain(file))
    return {
      what: `${what} has a name that makes no address`,
      mend: 'rename it to letters, digits, hyphens, underscores and dots',
    }
  return { file }
}

/** The media type of a picture, by its name. */
export function typeOf(file: string): string | undefined {
  return TYPES.get(ending(file))
}

function isPlain(file: string): boolean {
  return PICTURE.test(file) && !file.split('/').some((part) => part.startsWith('.'))
}

function ending(file: string): string {
  return posix.extname(file).slice(1).toLowerCase()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** As a page shows it. */
export function pictureOf({ src, width, height }: PictureFile, alt: string): Picture {
  return { src, alt, width, height }
}
