// Backup: the accounts as one file of one moment, made while they are served. restore.ts is the way back.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { failed, ok, type Result } from '../../core/result.ts'
import { toDisk } from './copy.ts'
import { accountsFile } from './place.ts'
import { sentenceOf } from './sqlite-errors.ts'

/** Beside this file, as source or compiled. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js',
  import.meta.url,
)

/**
 * Writes the accounts of a data folder, as they are at one moment, to the new file `file`, in a thread of its own:
 * whether a server uses them meanwhile matters to neither. Gives the size in bytes. Fails `exists` when there is such a
 * file, and `unusable` when the accounts cannot be read or the file not be written; nothing is left of it then.
 */
export async function backupAccounts(
  dataDir: string,
  file: string,
): Promise<Result<number, 'exists' | 'unusable'>> {
  const target = resolve(file)
  const source = accountsFile(dataDir)
  if (existsSync(target)) return failed('exists', `${target} is there already: name another file`)
  if (!existsSync(dirname(target)))
    return failed('unusable', `There is no folder ${dirname(target)}`)
  if (!existsSync(source))
    return failed('unusable', `There is no ${source}: no account was made yet`)
  const fresh = `${target}.${randomUUID()}`
  try {
    const fault = await copyInThread(source, fresh)
    if (fault !== undefined) return failed('unusable', `No backup was made: ${fault}`)
    await toDisk(fresh)
    await rename(fresh, target)
    await toDisk(dirname(target))
    return ok((await stat(target)).size)
  } catch (error) {
    return failed('unusable', `No backup was made: ${sentenceOf(error)}`)
  } finally {
    await rm(fresh, { force: true })
  }
}

async function copyInThread(from: string, to: string): Promise<unknown> {
  const worker = new Worker(WORKER, { workerData: { from, to } })
  const ended = once(worker, 'exit')
  const died = ended.then(() => ['the thread that copies died'])
  const [fault] = await Promise.race([once(worker, 'message'), died])
  await ended
  return fault
}
