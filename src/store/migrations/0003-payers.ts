// Migration 3: what the system that readers paid in before knew them by.
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('payers')
    .addColumn('reader', 'text', (column) => column.notNull().references('accounts.reader'))
    .addColumn('external_id', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('payers_once', ['reader', 'external_id'])
    .execute()
  await db.schema.createIndex('payers_by_external_id').on('payers').column('external_id').execute()
}
