// Data folder: where a running publication keeps what is its own. It holds keys, so only its owner may enter.
import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { failed, ok, type Result } from '../core/result.ts'
import { isCode } from './whole-file.ts'

export interface DataFolder {
  /** Absolute. */
  readonly path: string
}

/** Makes the folder where it is missing, and tries that it can be written. Fails `not-writable` with one sentence. */
export async function openDataFolder(dir: string): Promise<Result<DataFolder, 'not-writable'>> {
  const path = resolve(dir)
  const probe = join(path, `.probe-${randomUUID()}`)
  try {
    await makeFolder(path)
    await writeFile(probe, '')
    await rm(probe)
    return ok({ path })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failed('not-writable', `The data folder ${path} cannot be written: ${why}`)
  }
}

/**
 * Makes a folder and those above it. Node's own `recursive` goes round for ever where a file system denies that a folder
 * is there each time it is asked to make one in it, as /proc does.
 */
async function makeFolder(path: string): Promise<void> {
  if (await isThere(path)) return
  if (dirname(path) !== path) await makeFolder(dirname(path))
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    // Another process was as quick.
    if (!isCode(error, 'EEXIST')) throw error
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}
