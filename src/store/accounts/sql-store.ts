// SQL store: the store's contract on a database that Kysely speaks to. Every method is one transaction; whatever goes
// wrong inside undoes all of it and is `unavailable` outside.
import type { Kysely } from 'kysely'
import type {
  Account,
  Address,
  FeedId,
  Mail,
  ReaderId,
  SecretHash,
  Standing,
} from '../../core/account.ts'
import type { NewCheckout, PaymentEvent } from '../../core/payments.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import type {
  AddedPasskey,
  Answer,
  AuditEntry,
  NewChallenge,
  NewSession,
  Payer,
  Store,
  Undoing,
  UsedPasskey,
} from '../../core/store.ts'
import { account, accountOf, ensureAccount, setStaff } from './account-rows.ts'
import { changeAddress, undoAddress } from './addresses.ts'
import { audit, auditOf } from './audit.ts'
import { challengeOfBrowser, challengeOfLink, keepChallenge } from './challenges.ts'
import { beginCheckout, findCheckout, settleCheckout } from './checkouts.ts'
import { erase, exportReader } from './erasure.ts'
import { closeFeed, feedOf, openFeed } from './feeds.ts'
import { figures } from './figures.ts'
import { entitlements, type Granted, grant, revoke } from './grants.ts'
import { logInByCode, logInByLink, logInByPasskey } from './log-in.ts'
import { mailFailed, mailSent, queueMail, takeMails } from './mails.ts'
import { addPasskey, passkey, passkeysOf, removePasskey, shutOut } from './passkeys.ts'
import { importPayers, payerRecords, previewImport } from './payers.ts'
import { noteReads, type Read } from './reads.ts'
import { tidy } from './retention.ts'
import type { SessionAt } from './session-use.ts'
import { endSession, endSessionByHash, endSessions, sessions } from './sessions.ts'
import { type Found, Standings } from './standing.ts'
import {
  cancel,
  confirmCancel,
  paymentsOf,
  renewDue,
  resume,
  subscriptionsOf,
} from './subscriptions.ts'
import type { Tables, Work } from './tables.ts'
import { Uses } from './uses.ts'

export interface SqlParts {
  readonly db: Kysely<Tables>
  /** What the database does, after rows are gone, so that nothing of them is left on the disk. Never throws. */
  readonly scrub: (after: 'erasure' | 'tidying') => Promise<void>
  /** One sentence about an error, without anything personal. */
  readonly sentenceOf: (error: unknown) => string
}

export class SqlStore implements Store {
  readonly #parts: SqlParts
  readonly #standings = new Standings()
  readonly #uses = new Uses((work) => this.#write(work))

  constructor(parts: SqlParts) {
    this.#parts = parts
  }

  ready() {
    return this.#read(async (work): Promise<Result<void, never>> => {
      await work.selectFrom('accounts').select('reader').limit(1).execute()
      return ok(undefined)
    })
  }

  challenge(asked: NewChallenge, mail: Mail, mostPerHour: number, now: number) {
    return this.#write((work) => keepChallenge(work, asked, mail, mostPerHour, now))
  }

  challengeOfLink(linkHash: SecretHash, now: number) {
    return this.#read((work) => challengeOfLink(work, linkHash, now))
  }

  challengeOfBrowser(browserHash: SecretHash, now: number) {
    return this.#read((work) => challengeOfBrowser(work, browserHash, now))
  }

  logInByCode(browserHash: SecretHash, codeHash: SecretHash, session: NewSession, now: number) {
    return this.#write((work) => logInByCode(work, browserHash, codeHash, session, now))
  }

  logInByLink(linkHash: SecretHash, session: NewSession, now: number) {
    return this.#write((work) => logInByLink(work, linkHash, session, now))
  }

  logInByPasskey(used: UsedPasskey, session: NewSession, now: number) {
    return this.#write((work) => logInByPasskey(work, used, session, now))
  }

  passkey(id: string) {
    return this.#read((work) => passkey(work, id))
  }

  passkeysOf(reader: ReaderId) {
    return this.#read((work) => passkeysOf(work, reader))
  }

  addPasskey(reader: ReaderId, added: AddedPasskey, now: number) {
    return this.#write((work) => addPasskey(work, reader, added, now))
  }

  removePasskey(reader: ReaderId, id: string) {
    return this.#write((work) => removePasskey(work, reader, id))
  }

  async standing(session: SecretHash, now: number): Answer<Standing, 'unknown'> {
    const [answer] = await this.standings([{ session, now }])
    return answer ?? failed('unavailable', 'Nothing was asked')
  }

  /** Of as many sessions as are asked for, in one transaction; in their order. */
  async standings(
    asked: readonly SessionAt[],
  ): Promise<readonly Result<Standing, 'unknown' | 'unavailable'>[]> {
    const found = await this.#read<readonly Result<Found, 'unknown'>[], never>(async (work) =>
      ok(await this.#standings.ofSessions(work, asked)),
    )
    if (!found.ok) return asked.map(() => found)
    this.#uses.add(
      asked.filter((_, at) => {
        const one = found.value[at]
        return one?.ok && one.value.isUnnoted
      }),
    )
    return found.value.map((one) => (one.ok ? ok(one.value.standing) : one))
  }

  /** Writes what may wait for a second otherwise. */
  flush(): Promise<void> {
    return this.#uses.flush()
  }

  async sessions(reader: ReaderId) {
    await this.flush()
    return this.#read((work) => sessions(work, reader))
  }

  endSession(reader: ReaderId, id: string, now: number) {
    return this.#write((work) => endSession(work, reader, id, now))
  }

  endSessionByHash(session: SecretHash, now: number) {
    return this.#write((work) => endSessionByHash(work, session, now))
  }

  endSessions(reader: ReaderId, kept: SecretHash | undefined, now: number) {
    return this.#write((work) => endSessions(work, reader, kept, now))
  }

  shutOut(reader: ReaderId, now: number) {
    return this.#write((work) => shutOut(work, reader, now))
  }

  openFeed(reader: ReaderId, feed: FeedId, now: number) {
    return this.#write((work) => openFeed(work, reader, feed, now))
  }

  closeFeed(reader: ReaderId) {
    return this.#write((work) => closeFeed(work, reader))
  }

  feedOf(reader: ReaderId) {
    return this.#read((work) => feedOf(work, reader))
  }

  standingOfFeed(feed: FeedId, now: number) {
    return this.#read((work) => this.#standings.ofFeed(work, feed, now))
  }

  noteReads(reads: readonly Read[]) {
    return this.#write((work) => noteReads(work, reads))
  }

  account(reader: ReaderId) {
    return this.#read((work) => account(work, reader))
  }

  accountOf(address: Address) {
    return this.#read((work) => accountOf(work, address))
  }

  entitlements(reader: ReaderId) {
    return this.#read((work) => entitlements(work, reader))
  }

  grant(reader: ReaderId, granted: Granted, now: number) {
    return this.#write((work) => grant(work, reader, granted, now))
  }

  revoke(reader: ReaderId, plan: string | undefined, source: string) {
    return this.#write((work) => revoke(work, reader, plan, source))
  }

  ensureAccount(address: Address, reader: ReaderId, now: number) {
    return this.#write<Account, never>(async (work) =>
      ok(await ensureAccount(work, address, reader, now)),
    )
  }

  setStaff(reader: ReaderId, staff: boolean) {
    return this.#write((work) => setStaff(work, reader, staff))
  }

  changeAddress(linkHash: SecretHash, undo: Undoing, now: number) {
    return this.#write((work) => changeAddress(work, linkHash, undo, now))
  }

  undoAddress(linkHash: SecretHash, now: number) {
    return this.#write((work) => undoAddress(work, linkHash, now))
  }

  confirmCancel(linkHash: SecretHash, now: number) {
    return this.#write((work) => confirmCancel(work, linkHash, now))
  }

  beginCheckout(checkout: NewCheckout, now: number) {
    return this.#write((work) => beginCheckout(work, checkout, now))
  }

  checkout(id: string) {
    return this.#read((work) => findCheckout(work, id))
  }

  settleCheckout(event: PaymentEvent, now: number) {
    return this.#write((work) => settleCheckout(work, event, now))
  }

  subscriptionsOf(reader: ReaderId) {
    return this.#read((work) => subscriptionsOf(work, reader))
  }

  cancel(reader: ReaderId, id: string, now: number) {
    return this.#write((work) => cancel(work, reader, id, now))
  }

  resume(reader: ReaderId, id: string, now: number) {
    return this.#write((work) => resume(work, reader, id, now))
  }

  paymentsOf(reader: ReaderId) {
    return this.#read((work) => paymentsOf(work, reader))
  }

  renewDue(now: number) {
    return this.#write((work) => renewDue(work, now))
  }

  async export(reader: ReaderId) {
    await this.flush()
    return this.#read((work) => exportReader(work, reader))
  }

  async erase(reader: ReaderId, now: number) {
    const erased = await this.#write((work) => erase(work, reader, now))
    if (erased.ok) await this.#parts.scrub('erasure')
    return erased
  }

  queueMail(mail: Mail, reader: ReaderId | undefined, now: number) {
    return this.#write((work) => queueMail(work, mail, reader, now))
  }

  takeMails(most: number, now: number, leasedUntil: number) {
    return this.#write((work) => takeMails(work, most, now, leasedUntil))
  }

  mailSent(key: string, now: number) {
    return this.#write((work) => mailSent(work, key, now))
  }

  mailFailed(key: string, why: string, next: number | undefined) {
    return this.#write((work) => mailFailed(work, key, why, next))
  }

  importPayers(payers: readonly Payer[], apply: boolean, now: number) {
    return apply
      ? this.#write((work) => importPayers(work, payers, now))
      : this.#read((work) => previewImport(work, payers))
  }

  payerRecords(reader: ReaderId) {
    return this.#read((work) => payerRecords(work, reader))
  }

  figures(now: number) {
    return this.#read((work) => figures(work, now))
  }

  audit(entry: AuditEntry) {
    return this.#write((work) => audit(work, entry))
  }

  auditOf(reader: ReaderId) {
    return this.#read((work) => auditOf(work, reader))
  }

  async tidy(now: number, meterMs?: number) {
    const tidied = await this.#write((work) => tidy(work, now, meterMs))
    if (tidied.ok) await this.#parts.scrub('tidying')
    return tidied
  }

  #write<Value, Reason extends string>(
    work: (work: Work) => Promise<Result<Value, Reason>>,
  ): Answer<Value, Reason> {
    return this.#answer(() => this.#parts.db.transaction().execute(work))
  }

  #read<Value, Reason extends string>(
    work: (work: Work) => Promise<Result<Value, Reason>>,
  ): Answer<Value, Reason> {
    return this.#answer(() => this.#parts.db.transaction().setAccessMode('read only').execute(work))
  }

  async #answer<Value, Reason extends string>(
    work: () => Promise<Result<Value, Reason>>,
  ): Answer<Value, Reason> {
    try {
      return await work()
    } catch (error) {
      return failed('unavailable', this.#parts.sentenceOf(error))
    }
  }
}
