// Migration 1: readers who have an account, what is open to them, and the mails that let them in.
import type { Kysely } from 'kysely'

/** Foreign keys do not cascade: an erasure that forgets a table fails instead of leaving rows behind. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('reader', 'text', (column) => column.primaryKey())
    .addColumn('address', 'text', (column) => column.notNull().unique())
    .addColumn('staff', 'integer', (column) => column.notNull())
    .addColumn('created', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('sessions')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('reader', 'text', (column) => column.notNull().references('accounts.reader'))
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('created', 'bigint', (column) => column.notNull())
    .addColumn('last_used', 'bigint', (column) => column.notNull())
    .addColumn('ended', 'bigint')
    .execute()
  await index(db, 'sessions', 'reader')
  await index(db, 'sessions', 'ended')
  await index(db, 'sessions', 'last_used')
  await createReadsAndGrants(db)
  await createChallenges(db)
  await createMails(db)
  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('reader', 'text')
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute()
  await index(db, 'audit', 'reader')
  await index(db, 'audit', 'at')
}

async function createReadsAndGrants(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('reads')
    .addColumn('reader', 'text', (column) => column.notNull().references('accounts.reader'))
    .addColumn('article', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('reads_once', ['reader', 'article', 'at'])
    .execute()
  await index(db, 'reads', 'at')
  await db.schema
    .createTable('grants')
    .addColumn('reader', 'text', (column) => column.notNull().references('accounts.reader'))
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('created', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('grants_once', ['reader', 'plan', 'source'])
    .execute()
  await index(db, 'grants', 'until')
}

async function createChallenges(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('challenges')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('link_hash', 'text', (column) => column.notNull().unique())
    .addColumn('browser_hash', 'text', (column) => column.notNull())
    .addColumn('return_to', 'text')
    .addColumn('reader', 'text', (column) => column.references('accounts.reader'))
    .addColumn('created', 'bigint', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('used', 'bigint')
    .execute()
  await index(db, 'challenges', 'address')
  await index(db, 'challenges', 'browser_hash')
  await index(db, 'challenges', 'reader')
  await index(db, 'challenges', 'expires')
}

async function createMails(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mails')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('reader', 'text', (column) => column.references('accounts.reader'))
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('html', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('queued', 'bigint', (column) => column.notNull())
    .addColumn('due', 'bigint')
    .addColumn('leased_until', 'bigint', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('settled', 'bigint')
    .addColumn('why', 'text', (column) => column.notNull())
    .execute()
  await index(db, 'mails', 'due')
  await index(db, 'mails', 'settled')
  await index(db, 'mails', 'reader')
  await index(db, 'mails', 'recipient')
}

async function index(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  await db.schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute()
}
