// Migration 5: passkeys, and the questions that were answered with one.
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passkeys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('reader', 'text', (column) => column.notNull().references('accounts.reader'))
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('sign_count', 'bigint', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('created', 'bigint', (column) => column.notNull())
    .addColumn('last_used', 'bigint')
    .execute()
  await db.schema.createIndex('passkeys_by_reader').on('passkeys').column('reader').execute()
  await db.schema
    .createTable('answered_questions')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('answered_questions_by_expires')
    .on('answered_questions')
    .column('expires')
    .execute()
}
