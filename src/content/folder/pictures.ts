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
import { Room } from './room.ts'

const LARGEST = 32 * 1024 * 1024
const BYTES_BUDGET = 32 * 1024 * 1024
const MOST_KNOWN = 50_000
/** Bytes of pictures that are being read: many at once are asked for, also of one that nobody has asked for before. */
const MOST_READING = 64 * 1024 * 1024

/** Kind and size stand at the beginning of a picture. */
const HEAD = 512 * 1024
const MEASURE_MS = 2000
const PICTURE_THREAD = threadBeside(import.meta.url, 'picture-thread')

type Loaded =
  | { readonly picture: PictureFile; readonly bytes: Uint8Array<ArrayBuffer> | undefined }
  | undefined

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

  readonly #room = new Room(MOST_READING)
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

  async #load(file: string, withBytes: boolean): Promise<Loaded> {
    try {
      if (!(await this.#isInside(file))) return undefined
      return await withOpen(this.#root, file, async (descriptor, stats) => {
        if (!stats.isFile() || stats.size > LARGEST) return undefined
        const stamp = stampOf(stats)
        const known = this.#remembered(file, stamp, withBytes)
        if (known !== undefined) return known.loaded
        return this.#room.during(stats.size, async () => {
          const meanwhile = this.#remembered(file, stamp, withBytes)
          if (meanwhile !== undefined) return meanwhile.loaded
          return this.#take(file, stamp, await readAll(descriptor, stats.size))
        })
      })
    } catch {
      // Whatever keeps it from being read, the pages do without it; the caller says so.
      return undefined
    }
  }

  /** What is known of a file in this state, if that is enough. */
  #remembered(file: string, stamp: string, withBytes: boolean): { loaded: Loaded } | undefined {
    const known = this.#known.get(file)
    const bytes = this.#bytes.get(file)
    if (known?.stamp !== stamp) return undefined
    if (known.picture !== undefined && withBytes && bytes === undefined) return undefined
    return { loaded: known.picture && { picture: known.picture, bytes } }
  }

  async #take(file: string, stamp: string, bytes: Uint8Array<ArrayBuffer>): Promise<Loaded> {
    const known = this.#known.get(file)
    const picture = known?.stamp === stamp ? known.picture : await this.#describe(file, bytes)
    this.#known.set(file, { stamp, picture })
    if (picture === undefined) return undefined
    this.#bytes.set(file, bytes)
    return { picture, bytes }
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
