// Data folder: where a running publication keeps what is its own. It holds keys, so only its owner may enter.
import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { failed, ok, type Result } from '../core/result.ts'

export interface DataFolder {
  /** Absolute. */
  readonly path: string
}

/** Makes the folder where it is missing, and tries that it can be written. Fails `not-writable` with one sentence. */
export async function openDataFolder(dir: string): Promise<Result<DataFolder, 'not-writable'>> {
  const path = resolve(dir)
  const probe = join(path, `.probe-${randomUUID()}`)
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await writeFile(probe, '')
    await rm(probe)
    return ok({ path })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failed('not-writable', `The data folder ${path} cannot be written: ${why}`)
  }
}
