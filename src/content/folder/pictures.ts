// Pictures: the files beside the articles, their public names with the hash of their bytes, and their sizes.
import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import { LRUCache } from 'lru-cache'
import { Thread } from '../thread/thread.ts'
import { threadBeside } from '../thread/thread-messages.ts'
import { type PictureFile, typeOf } from './picture-names.ts'
import type { Measure } from './picture-thread.ts'
import { readAll, stampOf, withOpen } from './read-file.ts'

const LARGEST = 32 * 1024 * 1024
const BYTES_BUDGET = 32 * 1024 * 1024
const MOST_KNOWN = 50_000

/** Kind and size stand at the beginning of a picture. */
const HEAD = 512 * 1024
const MEASURE_MS = 2000
const PICTURE_THREAD = threadBeside(import.meta.url, 'picture-thread')

/** Reads pictures below one folder and remembers what it found, until the file changes. */
export class Pictures {
  readonly #root: string
  readonly #imagesPath: string
  readonly #known = new LRUCache<
    string,
    { readonly stamp: string; readonly picture: PictureFile | undefined }
  >({ max: MOST_KNOWN })
  readonly #bytes = new LRUCache<string, Uint8Array<ArrayBuffer>>({
    maxSize: BYTES_BUDGET,
    sizeCalculation: (bytes) => bytes.byteLength + 1,
  })

  /** None before the first picture is asked for. */
  readonly #thread = new Thread<Uint8Array, Measure>(PICTURE_THREAD, undefined, nothing)

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
    const type = typeOf(file)
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

  /** Measures nothing any more. */
  close(): Promise<void> {
    return this.#thread.close()
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
        const isKnown = known?.stamp === stamp
        if (isKnown && (known.picture === undefined || !withBytes || remembered !== undefined))
          return known.picture && { picture: known.picture, bytes: remembered }
        const bytes = await readAll(descriptor, stats.size)
        const picture = isKnown ? known.picture : await this.#describe(file, bytes)
        this.#known.set(file, { stamp, picture })
        if (picture === undefined) return undefined
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

  /** Undefined when it is not what its name says, or cannot be measured in time. */
  async #describe(file: string, bytes: Uint8Array): Promise<PictureFile | undefined> {
    const measure = await this.#measure(bytes)
    if (measure === undefined || !isOfType(measure.type, typeOf(file))) return undefined
    const { width, height } = measure
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    const extension = posix.extname(file)
    const name = `${file.slice(0, -extension.length)}.${hash}${extension}`
    const src = `${this.#imagesPath}/${name.split('/').map(encodeURIComponent).join('/')}`
    return { file, name, src, width, height }
  }

  async #measure(bytes: Uint8Array): Promise<Measure | undefined> {
    try {
      return await this.#thread.run(bytes.slice(0, HEAD), MEASURE_MS)
    } catch {
      // Made to take for ever, it seems: pages do without it, and say so as of any that cannot be read.
      return undefined
    }
  }
}

/** Whether what a picture's bytes say of their kind, if anything, goes with its media type. */
function isOfType(kind: string | undefined, type: string | undefined): boolean {
  if (kind === undefined) return true
  const found = kind === 'jpg' ? 'jpeg' : kind === 'svg' ? 'svg+xml' : kind
  // One container: which of the two it holds is told by a list of brands that need not be in order.
  return type === `image/${found}` || (type === 'image/avif' && found === 'heif')
}

async function nothing(): Promise<undefined> {
  return undefined
}
