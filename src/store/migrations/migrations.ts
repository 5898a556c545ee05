// Migrations: every step from an empty database to this version's, in order. A step that was published never changes.
import type { Migration } from 'kysely/migration'
import { up as accounts } from './0001-accounts.ts'
import { up as subscriptions } from './0002-subscriptions.ts'
import { up as payers } from './0003-payers.ts'
import { up as feeds } from './0004-feeds.ts'
import { up as passkeys } from './0005-passkeys.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-accounts': { up: accounts },
  '0002-subscriptions': { up: subscriptions },
  '0003-payers': { up: payers },
  '0004-feeds': { up: feeds },
  '0005-passkeys': { up: passkeys },
}
