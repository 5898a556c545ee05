// Read figures: how much there is of everything, without changing anything, also beside a server of another version.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { failed, type Result } from '../../core/result.ts'
import type { Figures } from '../../core/store.ts'
import { accountsFile, type Unopened } from './place.ts'
import { NodeSqliteDialect } from './sqlite-dialect.ts'
import { sentenceOf } from './sqlite-errors.ts'
import { inspect, storeOn } from './sqlite-file.ts'
import type { Tables } from './tables.ts'

const BUSY_MS = 1000

/** Fails `none` when there are no accounts yet, else as openAccountStore does; `unavailable` when an older version made them. */
export async function readFigures(
  dataDir: string,
  now: number,
): Promise<Result<Figures, 'none' | 'unavailable' | Unopened>> {
  const file = accountsFile(dataDir)
  if (!existsSync(file)) return failed('none', 'There are no accounts yet')
  const known = inspect(file)
  if (!known.ok) return known
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS })
    const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) })
    const figures = await storeOn({ database, db }, () => undefined).figures(now)
    await db.destroy()
    return figures
  } catch (error) {
    return failed('unusable', sentenceOf(error))
  }
}
