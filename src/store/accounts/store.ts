// Store of the accounts: the contract of core/store.ts on a database in the data folder, held by a thread of its own.
import { ok, type Result } from '../../core/result.ts'
import type { Store } from '../../core/store.ts'
import { backupAccounts } from './backup.ts'
import { openInWorker, type WorkerOptions } from './in-worker.ts'
import { accountsFile, type Unopened } from './place.ts'

export interface OpenStore extends Store {
  /** Answers what was asked before, then lets go of the database. */
  close(): Promise<void>
  /** As backupAccounts does, while the store goes on serving. */
  backup(file: string): ReturnType<typeof backupAccounts>
}

/**
 * Opens the accounts of an existing data folder. Fails `newer` when a later version of Standfirst wrote them and
 * `unusable` when they cannot be read or written (no right, no room, damage): the publication can serve articles without
 * them. The detail is a sentence for its log that says what to do.
 */
export async function openAccountStore(
  dataDir: string,
  options: WorkerOptions,
): Promise<Result<OpenStore, Unopened>> {
  const opened = await openInWorker(accountsFile(dataDir), options)
  if (!opened.ok) return opened
  const { store, close } = opened.value
  return ok({ ...store, close, backup: (file) => backupAccounts(dataDir, file) })
}
