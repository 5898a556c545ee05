// Migration 4: private feeds, at most one a reader.
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feeds')
    .addColumn('reader', 'text', (column) => column.primaryKey().references('accounts.reader'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('made', 'bigint', (column) => column.notNull())
    .execute()
}
