// Pictures: the files beside the articles, their public names with the hash of their bytes, and their sizes.
import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import { imageSize } from 'image-size'
import { LRUCache } from 'lru-cache'
import { fileBeside } from './address.ts'
import { readAll, stampOf, withOpen } from './read-file.ts'

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
const LARGEST = 32 * 1024 * 1024
const BYTES_BUDGET = 32 * 1024 * 1024
const MOST_KNOWN = 50_000

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

/** Reads pictures below one folder and remembers what it found, until the file changes. */
export class Pictures {
  readonly #root: string
  readonly #imagesPath: string
  readonly #known = new LRUCache<string, { readonly stamp: string; readonly picture: PictureFile }>(
    { max: MOST_KNOWN },
  )
  readonly #bytes = new LRUCache<string, Uint8Array<ArrayBuffer>>({
    maxSize: BYTES_BUDGET,
    sizeCalculation: (bytes) => bytes.byteLength + 1,
  })

  constructor(root: string, imagesPath: string) {
    this.#root = root
    this.#imagesPath = imagesPath
  }

  /** What pages need of it. What was known is still said while the file cannot be read; undefined when nothing was. */
  async look(file: string): Promise<PictureFile | undefined> {
    return (await this.#load(file, false))?.picture ?? this.#known.get(file)?.picture
  }

  /** Its bytes and its present name; undefined when they cannot be read and are not remembered. */
  async read(
    file: string,
  ): Promise<
    | { readonly bytes: Uint8Array<ArrayBuffer>; readonly name: string; readonly type: string }
    | undefined
  > {
    const loaded = await this.#load(file, true)
    const picture = loaded?.picture ?? this.#known.get(file)?.picture
    const bytes = loaded?.bytes ?? this.#bytes.get(file)
    const type = TYPES.get(ending(file))
    if (picture === undefined || bytes === undefined || type === undefined) return undefined
    return { bytes, name: picture.name, type }
  }

  /** The file is gone. */
  forget(file: string): void {
    this.#known.delete(file)
    this.#bytes.delete(file)
  }

  /** Keeps no picture in memory: one of them was taken away for good. */
  forgetBytes(): void {
    this.#bytes.clear()
  }

  async #load(
    file: string,
    withBytes: boolean,
  ): Promise<{ picture: PictureFile; bytes: Uint8Array<ArrayBuffer> | undefined } | undefined> {
    try {
      if (!(await this.#isInside(file))) return undefined
      return await withOpen(this.#root, file, async (descriptor, stats) => {
        if (!stats.isFile() || stats.size > LARGEST) return undefined
        const stamp = stampOf(stats)
        const known = this.#known.get(file)
        const remembered = this.#bytes.get(file)
        if (known?.stamp === stamp && (!withBytes || remembered !== undefined))
          return { picture: known.picture, bytes: remembered }
        const bytes = await readAll(descriptor, stats.size)
        const picture = this.#describe(file, bytes)
        this.#known.set(file, { stamp, picture })
        this.#bytes.set(file, bytes)
        return { picture, bytes }
      })
    } catch {
      // Whatever keeps it from being read, the pages do without it; the caller says so.
      return undefined
    }
  }

  /** An author's reference may lead through a folder that is a link, which no scan has seen. */
  async #isInside(file: string): Promise<boolean> {
    const folder = await realpath(join(this.#root, posix.dirname(file)))
    return `${folder}${sep}`.startsWith((await realpath(this.#root)) + sep)
  }

  #describe(file: string, bytes: Uint8Array): PictureFile {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    const extension = posix.extname(file)
    const name = `${file.slice(0, -extension.length)}.${hash}${extension}`
    const src = `${this.#imagesPath}/${name.split('/').map(encodeURIComponent).join('/')}`
    return { file, name, src, ...sizeOf(bytes) }
  }
}

/** In CSS pixels, turned as the camera says. */
function sizeOf(bytes: Uint8Array): Pick<PictureFile, 'width' | 'height'> {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes)
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    // A picture that does not say its size is shown in whatever room it takes.
    return { width: undefined, height: undefined }
  }
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
