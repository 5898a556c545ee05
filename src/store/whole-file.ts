// Whole file: small files of the data folder are replaced in one step and never lose a change to another process.
import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A lock this old was left behind by a process that died: changing a small file takes milliseconds. */
const STALE_MS = 10_000

/** The text of a file; undefined when there is none. Throws when it cannot be read. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Reads `file`, and puts what `change` makes of it in its place: whoever reads sees the old text or the new one, and
 * the new one is on the disk when this returns; undefined takes the file away. Changes of other processes wait for this
 * one. Throws what the file system or `change` throws; the file is then as it was.
 */
export async function changeFile(
  file: string,
  change: (text: string | undefined) => string | undefined,
): Promise<void> {
  const lock = `${file}.lock`
  await takeLock(lock)
  try {
    const text = change(await readIfThere(file))
    if (text === undefined) await rm(file, { force: true })
    else await replace(file, text)
  } finally {
    await rm(lock, { force: true })
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

async function takeLock(lock: string): Promise<void> {
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close()
      return
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
      const state = await stat(lock).catch(() => undefined)
      if (state !== undefined && Date.now() - state.mtimeMs > STALE_MS)
        await rm(lock, { force: true })
      else await wait(10)
    }
  }
}

/** Puts `text` in the place of `file`, readable to its owner alone: whoever looks sees all of it or none. */
export async function placeFile(file: string, text: string | Uint8Array): Promise<void> {
  const fresh = `${file}.${randomUUID()}`
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

async function replace(file: string, text: string): Promise<void> {
  await placeFile(file, text)
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
