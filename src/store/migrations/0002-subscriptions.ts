// Migration 2: what readers bought: checkouts with what was agreed to, subscriptions, and what was paid for them.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createCheckouts(db)
  await db.schema
    .createTable('subscriptions')
    .addColumn('id', 'text', (column) => column.primaryKey().references('checkouts.id'))
    .addColumn('reader', 'text', (column) => column.notNull().references('accounts.reader'))
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('started', 'bigint', (column) => column.notNull())
    .addColumn('period', 'integer', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('canceled', 'bigint')
    .addColumn('ended', 'bigint')
    .execute()
  await db.schema
    .createIndex('subscriptions_once')
    .on('subscriptions')
    .columns(['reader', 'plan'])
    .unique()
    .where(sql.ref('ended'), 'is', null)
    .execute()
  await index(db, 'subscriptions', 'reader')
  await index(db, 'subscriptions', 'until')
  await index(db, 'subscriptions', 'ended')
  await db.schema
    .createTable('payments')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('reader', 'text', (column) => column.references('accounts.reader'))
    .addColumn('plan_name', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('starts', 'bigint', (column) => column.notNull())
    .addColumn('ends', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'payments', 'reader')
  await index(db, 'payments', 'at')
  await db.schema
    .createTable('payment_events')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'payment_events', 'at')
}

async function createCheckouts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('checkouts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('reader', 'text', (column) => column.notNull().references('accounts.reader'))
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('plan_name', 'text', (column) => column.notNull())
    .addColumn('offer', 'text', (column) => column.notNull())
    .addColumn('price', 'bigint', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('every', 'text', (column) => column.notNull())
    .addColumn('days', 'integer')
    .addColumn('trial_days', 'integer')
    .addColumn('introductory_price', 'bigint')
    .addColumn('introductory_periods', 'integer')
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('consent_text', 'text')
    .addColumn('consented', 'bigint')
    .addColumn('return_to', 'text')
    .addColumn('created', 'bigint', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .execute()
  await index(db, 'checkouts', 'reader')
  await index(db, 'checkouts', 'created')
}

async function index(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  await db.schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute()
}
