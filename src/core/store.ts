// Store: the contract of what is kept of readers. Every method is one transaction; what it has acknowledged survives a
// crash. All fail `unavailable` when the store cannot answer in time; nothing has been half done then.
// Times are epoch milliseconds.
import type {
  Account,
  Address,
  Challenge,
  ChallengePurpose,
  FeedFacts,
  FeedId,
  Mail,
  ReaderId,
  SecretHash,
  SessionFacts,
  Standing,
} from './account.ts'
import type { AnsweredQuestion, Passkey, PasskeyFacts, ProvedPasskey } from './passkey.ts'
import type { Checkout, NewCheckout, PaymentEvent } from './payments.ts'
import type { Entitlement } from './reader.ts'
import type { Result } from './result.ts'
import type { Payment, Subscription } from './subscription.ts'

export type Answer<Value, Reason extends string = never> = Promise<
  Result<Value, Reason | 'unavailable'>
>

export interface NewChallenge {
  readonly id: string
  readonly address: Address
  readonly purpose: ChallengePurpose
  readonly codeHash: SecretHash
  readonly linkHash: SecretHash
  /** Hash of the secret that only the asking browser holds: the code works there alone. */
  readonly browserHash: SecretHash
  readonly returnTo: string | undefined
  readonly expires: number
  /** Only for `change-address` and `undo-address`: whose address it is about. */
  readonly reader: ReaderId | undefined
}

/** Why a code or link did not do: `wrong` counts a try, `worn` means too many tries, used, expired or never made. */
export type Refusal = 'wrong' | 'worn'

/** The challenge and mail that let the old address undo a change; the store fills in address, purpose and reader. */
export interface Undoing {
  readonly challenge: Omit<NewChallenge, 'address' | 'purpose' | 'reader'>
  readonly mail: Omit<Mail, 'to'>
}

export interface NewSession {
  readonly hash: SecretHash
  readonly device: string
  /** Articles this browser read before, merged into the reader's meter. */
  readonly reads: readonly { readonly article: string; readonly at: number }[]
}

/** A passkey that was just proved, and the mail that says so; the store fills in to whom. */
export interface AddedPasskey {
  readonly passkey: ProvedPasskey
  readonly device: string
  /** The session that adds it. */
  readonly session: SecretHash
  readonly question: AnsweredQuestion
  readonly mail: Omit<Mail, 'to'>
}

/** A passkey that has just answered. */
export interface UsedPasskey {
  readonly id: string
  /** The count of signatures that its answer was checked against, and the one it gave. */
  readonly counted: number
  readonly signCount: number
  readonly question: AnsweredQuestion
}

/** How much of a reader's was ended. */
export interface ShutOut {
  readonly sessions: number
  readonly passkeys: number
}

export interface LoggedIn {
  readonly account: Account
  readonly returnTo: string | undefined
  readonly standing: Standing
}

export interface Store {
  /** Whether it answers at all, so that nobody fills in a form for nothing. */
  ready(): Answer<void>
  /**
   * Keeps a challenge and queues its mail, in one. Fails `limited` when the address has had `mostPerHour` in the last
   * hour (of a log-in, `mostPerHour` log-ins): nothing is kept or sent then. Does the same work whether the address has an account or not.
   */
  challenge(
    asked: NewChallenge,
    mail: Mail,
    mostPerHour: number,
    now: number,
  ): Answer<void, 'limited'>
  /** The address and purpose behind a link, without using anything up. Fails `worn`. */
  challengeOfLink(linkHash: SecretHash, now: number): Answer<Challenge, 'worn'>
  /** The challenge that this browser asked for, to show where the code went. Fails `worn`. */
  challengeOfBrowser(browserHash: SecretHash, now: number): Answer<Challenge, 'worn'>
  /** Logs in by the code, in the browser that asked. Makes the account on first use. Five tries. */
  logInByCode(
    browserHash: SecretHash,
    codeHash: SecretHash,
    session: NewSession,
    now: number,
  ): Answer<LoggedIn, Refusal>
  /** Logs in by the link. Makes the account on first use. */
  logInByLink(linkHash: SecretHash, session: NewSession, now: number): Answer<LoggedIn, 'worn'>
  /**
   * Logs in by a passkey whose answer was proved. Fails `worn` when the question was answered before, or the passkey was
   * removed or has signed meanwhile.
   */
  logInByPasskey(used: UsedPasskey, session: NewSession, now: number): Answer<LoggedIn, 'worn'>

  /** Fails `unknown`. */
  passkey(id: string): Answer<Passkey, 'unknown'>
  /** The newest first. */
  passkeysOf(reader: ReaderId): Answer<readonly PasskeyFacts[]>
  /**
   * Adds a passkey and queues the mail that says so, in one. Fails `stale` unless the session holds and began within the
   * last 15 minutes, `full` at ten, `worn` when the question was answered before or the passkey is there already.
   */
  addPasskey(
    reader: ReaderId,
    added: AddedPasskey,
    now: number,
  ): Answer<void, 'stale' | 'full' | 'worn'>
  /** Removes the passkey with this id, of this reader alone. Sessions that it opened hold. */
  removePasskey(reader: ReaderId, id: string): Answer<void>

  /**
   * What a new pass says. Fails `unknown` for a session that ended. That the session was used is noted within a second; a crash
   * before that loses the note alone.
   */
  standing(session: SecretHash, now: number): Answer<Standing, 'unknown'>
  sessions(reader: ReaderId): Answer<readonly SessionFacts[]>
  /**
   * Ends the session with this id, of this reader alone. Here and below: a change of address that was asked for and not
   * confirmed is worn with it, for whoever is put out may have asked.
   */
  endSession(reader: ReaderId, id: string, now: number): Answer<void>
  endSessionByHash(session: SecretHash, now: number): Answer<void>
  /**
   * Ends all sessions of a reader but the one kept, and their private feed with them: whoever was let in somewhere may
   * have copied its address. Gives how many sessions ended.
   */
  endSessions(reader: ReaderId, kept: SecretHash | undefined, now: number): Answer<number>
  /**
   * Ends all sessions of a reader and the private feed, and removes all passkeys, in one: nobody is left who could log in
   * without a mail.
   */
  shutOut(reader: ReaderId, now: number): Answer<ShutOut>

  /** Gives a reader the private feed `feed`, in place of the one they had, which ends. */
  openFeed(reader: ReaderId, feed: FeedId, now: number): Answer<void, 'unknown'>
  /** Ends a reader's private feed; without one nothing is done. */
  closeFeed(reader: ReaderId): Answer<void>
  /** Undefined when the reader has none. */
  feedOf(reader: ReaderId): Answer<FeedFacts | undefined>
  /** How the reader of a private feed stands at `now`. Fails `unknown` for a feed that ended: it never comes back. */
  standingOfFeed(feed: FeedId, now: number): Answer<Standing, 'unknown'>

  /**
   * Adds reads of registered readers: an article at a time once, however often it is said. At another time it is another
   * read, for a period may have ended in between. Reads of readers that are not there (any more) are left out.
   */
  noteReads(
    reads: readonly { readonly reader: ReaderId; readonly article: string; readonly at: number }[],
  ): Answer<void>

  account(reader: ReaderId): Answer<Account, 'unknown'>
  accountOf(address: Address): Answer<Account, 'unknown'>
  entitlements(reader: ReaderId): Answer<readonly (Entitlement & { readonly source: string })[]>
  /** Opens a plan until a time; `source` says why (`support`, `import`, a subscription). One for each source and plan. */
  grant(
    reader: ReaderId,
    grant: Entitlement & { readonly source: string },
    now: number,
  ): Answer<void, 'unknown'>
  /** Ends grants of a plan (undefined: all plans) from this source. Gives how many. */
  revoke(reader: ReaderId, plan: string | undefined, source: string): Answer<number>
  /** The account of an address, made where there is none. */
  ensureAccount(address: Address, reader: ReaderId, now: number): Answer<Account>
  /** Says whether a reader is of the staff, who read everything. */
  setStaff(reader: ReaderId, staff: boolean): Answer<void, 'unknown'>
  /**
   * Gives an account the address that a `change-address` link was sent to, and sends the old one the link that undoes
   * it, in one. Gives the account as it is now. Fails `taken`, using nothing up, when the address has another account.
   */
  changeAddress(linkHash: SecretHash, undo: Undoing, now: number): Answer<Account, 'worn' | 'taken'>
  /**
   * Gives an account its old address back by an `undo-address` link, ends all its sessions and removes all its passkeys:
   * whoever changed the address may hold one. An account that has come to be at the address meanwhile gives way when
   * nothing was opened or bought in it; else fails `taken`, using nothing up.
   */
  undoAddress(linkHash: SecretHash, now: number): Answer<Account, 'worn' | 'taken'>
  /**
   * Uses a `cancel` link up, and cancels all that renews for the reader whose address it was sent to, in one. Gives what
   * was canceled by it; nothing when there was nothing, or no such reader.
   */
  confirmCancel(
    linkHash: SecretHash,
    now: number,
  ): Answer<Challenge & { readonly canceled: readonly Subscription[] }, 'worn'>

  /**
   * Keeps a checkout before anything is paid. Fails `owned` when the reader has a subscription to the plan that has not
   * ended, `limited` when they began 20 checkouts in the last hour.
   */
  beginCheckout(checkout: NewCheckout, now: number): Answer<void, 'owned' | 'limited' | 'unknown'>
  checkout(id: string): Answer<Checkout, 'unknown'>
  /**
   * Notes what came of a checkout. The first event that says `paid` opens its subscription, and notes what was paid at
   * once; later events, and any event whose id was seen before, change nothing. A reader who has the plan already
   * gets no second subscription: the checkout is `superseded` then. Gives the checkout as it stands.
   */
  settleCheckout(event: PaymentEvent, now: number): Answer<Checkout, 'unknown'>
  /** All of a reader's, those that ended too, the newest first. */
  subscriptionsOf(reader: ReaderId): Answer<readonly Subscription[]>
  /**
   * Ends the renewal of a subscription of this reader alone; what is paid for stays open. Canceled twice is canceled once.
   * Fails `unknown` for what has ended, and for what was bought once: it has no renewal.
   */
  cancel(reader: ReaderId, id: string, now: number): Answer<Subscription, 'unknown'>
  /** Lets it renew again, before its period ends; `unknown` afterwards. */
  resume(reader: ReaderId, id: string, now: number): Answer<Subscription, 'unknown'>
  /** Each is a receipt for its reader. The newest first. */
  paymentsOf(reader: ReaderId): Answer<readonly Payment[]>
  /**
   * Where the publication itself renews: whatever has come to the end of its period goes on to the next, with its payment,
   * or ends when it was canceled or bought once. One period at a time and a bounded number; gives how many went on or
   * ended. Call it again until it gives 0.
   */
  renewDue(now: number): Answer<number>

  /** Everything that is kept of a reader, as data for them to take along. */
  export(reader: ReaderId): Answer<Readonly<Record<string, unknown>>, 'unknown'>
  /**
   * Erases a reader: account, sessions, passkeys, feed, meter, grants, subscriptions, challenges and mails that wait. The
   * audit keeps acts without address; the books keep what was paid, when and for what, without saying by whom.
   */
  erase(reader: ReaderId, now: number): Answer<void, 'unknown'>

  /** Queues a mail that no challenge goes with: a receipt. `reader`: with whose account it is erased. */
  queueMail(mail: Mail, reader: ReaderId | undefined, now: number): Answer<void>
  /**
   * Takes up to `most` mails that are due and leases them, so that no other sender takes them before `leasedUntil`.
   * `tries`: how often each was taken before. Mails past their `until` are taken too, for the sender to give them up.
   */
  takeMails(
    most: number,
    now: number,
    leasedUntil: number,
  ): Answer<readonly (Mail & { readonly tries: number })[]>
  /** The mail went out: it is kept without subject and text, so that its key is not queued again, until `tidy`. */
  mailSent(key: string, now: number): Answer<void>
  /** It did not: again at `next`, or never (undefined; subject and text are dropped). One that was sent stays sent. */
  mailFailed(key: string, why: string, next: number | undefined): Answer<void>

  /**
   * Brings payers of an earlier system along: an account for each address that has none, and their plan until its time,
   * from the source `import`. An external id that is known belongs to the reader it was brought for, whatever their
   * address is by now; when the file names another one than the last time, its plan moves to the account of that one.
   * A time never moves back, so an older file takes nothing away. Says for each payer, in order, what comes of it, and
   * writes nothing unless `apply`. An address and plan stand once in `payers`, an external id with one address.
   */
  importPayers(payers: readonly Payer[], apply: boolean, now: number): Answer<readonly Imported[]>
  /** What imports said of a reader; empty for one who came by themselves. */
  payerRecords(reader: ReaderId): Answer<readonly PayerRecord[]>
  /** How much there is of everything, for reports that tell nothing of anybody. */
  figures(now: number): Answer<Figures>

  /** Writes an act of support into the audit log. */
  audit(entry: AuditEntry): Answer<void>
  auditOf(reader: ReaderId): Answer<readonly AuditEntry[]>
  /**
   * Deletes what its retention time has passed: worn challenges, answered questions, sent mails, old reads, ended grants and subscriptions,
   * checkouts that came to nothing. Gives how many rows: it takes a bounded number of each kind, so that nobody waits
   * for it. Call it again until it gives 0. `meterMs`: how far the meter looks back, for which reads are kept in any case.
   */
  tidy(now: number, meterMs?: number): Answer<number>
}

/** A reader who pays in another system, as its file says. */
export interface Payer {
  readonly address: Address
  readonly plan: string
  /** Epoch milliseconds. */
  readonly until: number
  /** What the other system knows them by; undefined when it says nothing. */
  readonly externalId: string | undefined
  readonly name: string | undefined
}

/** What comes of a payer: `kept` when the plan is open as long already, `moved` when it leaves another account. */
export interface Imported {
  readonly account: 'new' | 'known'
  readonly plan: 'opened' | 'extended' | 'kept' | 'moved'
}

export interface PayerRecord {
  readonly externalId: string | undefined
  readonly name: string | undefined
}

/** Counts, and the words of failures, which name nobody. */
export interface Figures {
  /** The last step of the migrations that was taken. */
  readonly migration: string
  readonly accounts: number
  readonly staff: number
  /** Accounts to which a plan is open. */
  readonly payers: number
  /** Sessions that hold. */
  readonly sessions: number
  readonly mailsWaiting: number
  /** When the mail that waits longest was queued, in epoch milliseconds; undefined when none waits. */
  readonly waitingSince: number | undefined
  /** Of the last week. */
  readonly mailsGivenUp: number
  /** Why mails that wait or were given up did not go out, the most frequent first; at most five. */
  readonly mailFailures: readonly { readonly why: string; readonly count: number }[]
}

export interface AuditEntry {
  readonly at: number
  /** Who did it: the operating system's account name on the command line. */
  readonly by: string
  readonly act: string
  readonly reader: ReaderId | undefined
  readonly detail: string
}
