// Disk: copies as files within a budget, so that a restart with a dead origin still has what was ever fetched.
// The names of the files are the index: a file is there whole or not at all, and nothing else has to agree with it.

import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { addressPath } from '../../../core/address-path.ts'
import { failed, ok, type Result } from '../../../core/result.ts'
import type { HeaderList } from '../client/header-list.ts'
import { type Copy, holdsFor } from './copy.ts'
import {
  digestOf,
  digestsOf,
  fileOf,
  nameOf,
  nameText,
  type Stored,
  storedOf,
  variantOf,
} from './copy-file.ts'
import { DiskIndex, type Indexed } from './disk-index.ts'
import { exactPathOf } from './key.ts'

export interface DiskOptions {
  readonly dir: string
  readonly budgetBytes: number
  readonly report: (line: string) => void
}

/** So much may wait to be written; beyond it whoever has more waits too. */
const WAITING_BYTES = 64 * 1024 * 1024
/** Whoever waits for the answer goes first. */
const LATER_MS = 25
const LEFT_OVER_MS = 600_000
const FOLDERS = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, '0'))

interface Waiting {
  readonly stored: Stored
  readonly lasting: boolean
  /** Removed before it was written, or while it is. */
  removed: boolean
  /** Settles when it is on the disk, or never will be; undefined until its turn comes. */
  written: Promise<void> | undefined
}

export class Disk {
  readonly #options: DiskOptions
  readonly #index: DiskIndex
  /** Files are written one after another. */
  #queue: Promise<void> = Promise.resolve()
  /** What is not written yet, newest last. It is found as if it were. */
  readonly #waiting = new Set<Waiting>()
  #waitingBytes = 0
  /** Those that are there. */
  readonly #folders = new Set<string>()
  #removals: Promise<unknown> = Promise.resolve()
  #said = false

  private constructor(options: DiskOptions, index: DiskIndex) {
    this.#options = options
    this.#index = index
  }

  /** Fails `unusable` when the folder cannot be read or made. */
  static async open(options: DiskOptions): Promise<Result<Disk, 'unusable'>> {
    const index = new DiskIndex()
    const disk = new Disk(options, index)
    try {
      const superseded = await disk.#look()
      await disk.#inTurn(async () => {
        for (const entry of superseded) await disk.#unlink(entry)
        await disk.#makeRoom()
      })
    } catch (error) {
      return failed('unusable', `${options.dir} cannot be used: ${textOf(error)}`)
    }
    return ok(disk)
  }

  get bytes(): number {
    return this.#index.bytes
  }

  get size(): number {
    return this.#index.size
  }

  /** The one that holds for whoever asks so; `any`: else another one of the same key. */
  async find(key: string, asked: HeaderList, any = false): Promise<Stored | undefined> {
    const waiting = this.#waitingFor((own) => own === key).map(({ stored }) => stored)
    const found = waiting.findLast(({ copy }) => holdsFor(copy, asked))
    if (found !== undefined) return found
    let other: Stored | undefined = waiting.at(-1)
    for (const entry of this.#index.ofKey(digestOf(key))) {
      const stored = await this.#read(entry)
      // Digests are short: what it says itself counts.
      if (stored === undefined || stored.copy.key !== key) continue
      this.#index.touch(entry)
      if (holdsFor(stored.copy, asked)) return stored
      other ??= stored
    }
    return any ? other : undefined
  }

  /** Returns once there is room to wait in; the file is there a little later. Faults of the disk are reported. */
  async put(stored: Stored, lasting: boolean): Promise<void> {
    const waiting: Waiting = { stored, lasting, removed: false, written: undefined }
    const { length } = stored.copy.bytes
    this.#waiting.add(waiting)
    this.#waitingBytes += length
    const from = performance.now() + LATER_MS
    const done = this.#inTurn(async () => {
      await wait(Math.max(0, from - performance.now()))
      waiting.written = this.#write(waiting)
      await waiting.written
    }).finally(() => {
      this.#waiting.delete(waiting)
      this.#waitingBytes -= length
    })
    if (this.#waitingBytes > WAITING_BYTES) await done
  }

  has(key: string): boolean {
    return (
      this.#index.ofKey(digestOf(key)).length > 0 ||
      this.#waitingFor((own) => own === key).length > 0
    )
  }

  /** The origin says that a copy still holds; false when it is not here, and has to be put. */
  confirm(copy: Copy): boolean {
    const variant = variantOf(copy)
    const entry = this.#index.ofKey(digestOf(copy.key)).find((one) => one.variant === variant)
    // Another version stands there when this one could not be written.
    if (entry?.fetchedAt !== Math.floor(copy.fetchedAt)) return false
    const at = copy.checkedAt / 1000
    this.#index.touch(entry)
    void this.#inTurn(() => utimes(this.#fileOf(entry), at, at))
    return true
  }

  /**
   * Each returns when it is off the disk: nothing of it comes back, with a restart neither. From the call on nothing of
   * it is found. How many there were.
   */
  async removeKey(key: string): Promise<number> {
    return await this.#remove(this.#index.ofKey(digestOf(key)), (own) => own === key)
  }

  async removeExactPath(exact: string): Promise<number> {
    const digest = digestsOf(exact)
    const entries = this.#index.ofPath(digest.path).filter((entry) => entry.exact === digest.exact)
    return await this.#remove(entries, (key) => exactPathOf(key) === exact)
  }

  async removePath(path: string): Promise<number> {
    return await this.#remove(
      this.#index.ofPath(digestOf(path)),
      (key) => addressPath(key) === path,
    )
  }

  async clear(): Promise<number> {
    return await this.#remove(this.#index.all(), () => true)
  }

  /** Returns when everything that waited is done. */
  async close(): Promise<void> {
    await this.#removals
    await this.#queue
  }

  /** Reads the names of all files into the index and gives those that a newer one stands beside. */
  async #look(): Promise<readonly Indexed[]> {
    const { dir } = this.#options
    await mkdir(join(dir, 'new'), { recursive: true, mode: 0o700 })
    await dropLeftOver(join(dir, 'new'))
    const there = new Set(await readdir(dir))
    const folders = FOLDERS.filter((folder) => there.has(folder))
    for (const folder of folders) this.#folders.add(folder)
    const lists = await Promise.all(folders.map((folder) => readdir(join(dir, folder))))
    const names = lists.flat().flatMap((text) => {
      const name = nameOf(text)
      return name === undefined ? [] : [name]
    })
    names.sort((one, other) => one.fetchedAt - other.fetchedAt)
    return names.flatMap((name) => this.#index.add(name))
  }

  async #read(entry: Indexed): Promise<Stored | undefined> {
    const file = this.#fileOf(entry)
    try {
      const stored = await storedOf(await readFile(file))
      if (stored !== undefined) return later(stored, (await stat(file)).mtimeMs)
      this.#options.report(`A kept copy is damaged and is not used: ${file}`)
      void this.#inTurn(() => this.#unlink(entry))
    } catch (error) {
      // Another version took its place while it was looked for.
      if (!isMissing(error)) this.#complain(error)
    }
    return undefined
  }

  async #write(waiting: Waiting): Promise<void> {
    if (waiting.removed) return
    const { stored, lasting } = waiting
    const { copy } = stored
    const file = await fileOf(stored)
    if (file.length > this.#options.budgetBytes) return
    const name = {
      ...digestsOf(copy.key),
      variant: variantOf(copy),
      ...{ lasting, bytes: file.length, fetchedAt: Math.floor(copy.fetchedAt) },
    }
    const fresh = join(this.#options.dir, 'new', randomUUID())
    try {
      await this.#makeRoom(file.length)
      await writeFile(fresh, file, { mode: 0o600 })
      await utimes(fresh, copy.checkedAt / 1000, copy.checkedAt / 1000)
      await this.#makeFolder(folderOf(name))
      await rename(fresh, this.#fileOf(name))
    } catch (error) {
      await rm(fresh, { force: true })
      throw error
    }
    if (waiting.removed) await rm(this.#fileOf(name), { force: true })
    else for (const entry of this.#index.add(name)) await this.#unlink(entry)
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return
    await mkdir(join(this.#options.dir, folder), { recursive: true, mode: 0o700 })
    this.#folders.add(folder)
  }

  async #makeRoom(bytes = 0): Promise<void> {
    while (this.#index.bytes + bytes > this.#options.budgetBytes) {
      const entry = this.#index.first()
      if (entry === undefined) return
      await this.#unlink(entry)
    }
  }

  async #remove(entries: readonly Indexed[], matches: (key: string) => boolean): Promise<number> {
    const waiting = this.#waitingFor(matches)
    for (const one of waiting) one.removed = true
    for (const entry of entries) this.#index.remove(entry)
    const removal = (async () => {
      for (const entry of entries) await this.#unlink(entry)
      // What is being written at this moment takes itself away.
      for (const { written } of waiting) await written
    })().catch((error: unknown) => this.#complain(error))
    this.#removals = Promise.all([this.#removals, removal])
    // Whoever finds nothing to remove may be the second to remove it.
    await this.#removals
    return entries.length + waiting.length
  }

  #waitingFor(matches: (key: string) => boolean): Waiting[] {
    return [...this.#waiting].filter(({ stored, removed }) => !removed && matches(stored.copy.key))
  }

  async #unlink(entry: Indexed): Promise<void> {
    this.#index.remove(entry)
    await rm(this.#fileOf(entry), { force: true })
  }

  #fileOf(name: Parameters<typeof nameText>[0]): string {
    return join(this.#options.dir, folderOf(name), nameText(name))
  }

  /** After everything that was asked for before. A fault is reported and stops nothing. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work).then(
      () => {
        this.#said = false
      },
      (error: unknown) => this.#complain(error),
    )
    this.#queue = done
    await done
  }

  #complain(error: unknown): void {
    if (isMissing(error)) return
    if (!this.#said) this.#options.report(`The copies on disk cannot be changed: ${textOf(error)}`)
    this.#said = true
  }
}

/** Files are spread over many folders. */
function folderOf({ key }: Pick<Indexed, 'key'>): string {
  return key.slice(0, 2)
}

/** What a process was writing when it was killed. Another that is about to end may still be writing. */
async function dropLeftOver(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name)
    const facts = await stat(file).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
    if (facts !== undefined && Date.now() - facts.ctimeMs > LEFT_OVER_MS)
      await rm(file, { force: true })
  }
}

/** A file that was confirmed since it was written says so with its time alone. */
function later({ copy, lifetime }: Stored, confirmedAt: number): Stored {
  const by = Math.max(0, Math.floor(confirmedAt) - copy.checkedAt)
  return {
    copy: { ...copy, checkedAt: copy.checkedAt + by },
    lifetime: {
      freshUntil: lifetime.freshUntil,
      whileAskingUntil: lifetime.whileAskingUntil,
      onErrorUntil: lifetime.onErrorUntil + by,
    },
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
