// Every implementation of the store of accounts, for the suites that all of them pass.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../src/core/store.ts'
import { accountsFile } from '../../src/store/accounts/place.ts'
import { openSqlite, storeOn } from '../../src/store/accounts/sqlite-file.ts'
import { openAccountStore } from '../../src/store/accounts/store.ts'
import { given } from './account-facts.ts'

export interface TestStore extends Store {
  /** The data folder. */
  readonly dir: string
  /** Lets go of the database and takes the folder away. */
  end(): Promise<void>
}

export interface Implementation {
  readonly name: string
  open(): Promise<TestStore>
}

const report = (line: string) => {
  throw new Error(line)
}

const inWorker: Implementation = {
  name: 'SQLite in its thread',
  async open() {
    const dir = await mkdtemp(join(tmpdir(), 'accounts-'))
    // The limits are tried elsewhere; a busy machine shall not make these suites fail.
    const store = given(await openAccountStore(dir, { standingMs: 10_000, callMs: 20_000, report }))
    const end = async () => {
      await store.close()
      await rm(dir, { recursive: true })
    }
    return { ...store, dir, end }
  },
}

const direct: Implementation = {
  name: 'SQLite',
  async open() {
    const dir = await mkdtemp(join(tmpdir(), 'accounts-'))
    const file = given(await openSqlite(accountsFile(dir)))
    const end = async () => {
      await file.db.destroy()
      await rm(dir, { recursive: true })
    }
    return Object.assign(storeOn(file, report), { dir, end })
  },
}

export const implementations: readonly Implementation[] = [inWorker, direct]
