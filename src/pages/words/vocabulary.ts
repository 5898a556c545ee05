// Vocabulary: what the pages have to say, whatever the language. Each language has a file that says it.
import type { ChallengePurpose } from '../../core/account.ts'
import type { MeterPeriod } from '../../core/policy.ts'
import type { Offer } from '../../core/publication.ts'
import type { Formats } from './formats.ts'
import type { LetterPart } from './letter-part.ts'
import type { SubscribingWords } from './subscribing.ts'

export type Message =
  | 'not-found'
  | 'gone'
  | 'failed'
  | 'unavailable'
  | 'refused'
  /** In front of a site: nobody gets what is at this address. */
  | 'closed'
  | 'unsent'
  /** In front of a site: where the text of the article begins could not be told. */
  | 'unfindable'

/** A page that says one thing. */
interface Saying {
  readonly title: string
  readonly text: string
}

/** The meter, as its notices name it. `resets` is a local date, 2026-12-01. */
export interface MeterWords {
  readonly limit: number
  readonly period: MeterPeriod
  readonly resets: string
}

/** What an offer costs, from the first day to the last. */
export interface OfferWords {
  /** What, how often, and what after the introductory price. */
  readonly price: string
  /** How it ends. */
  readonly end: string
  readonly button: string
}

export interface LetterWords {
  readonly subject: string
  readonly parts: readonly LetterPart[]
}

/** What is mailed to readers. `publication` is its name. */
export interface MailWords {
  readonly direction: 'ltr' | 'rtl'
  logIn(publication: string, code: string, minutes: number): LetterWords
  /** To a reader who asked the publication for help: no code, which would work in no browser. */
  helpToLogIn(publication: string, minutes: number): LetterWords
  /** To the new address: the link makes it the reader's. */
  changeAddress(publication: string, minutes: number): LetterWords
  /** To the old address: the link takes the change back, until `date`. Does not name the new one. */
  addressChanged(publication: string, date: string): LetterWords
  /** To whoever asked to cancel without logging in: the link does it. */
  cancel(publication: string, minutes: number): LetterWords
  /** That it is cancelled. `plan` is the plan's name, `lastDay` a local date, 2026-12-01. */
  canceled(publication: string, plan: string, lastDay: string): LetterWords
  /** `device`: a few words, or `` where nothing is known of it. The link leads to the reader's passkeys. */
  passkeyAdded(publication: string, device: string): LetterWords
  deleted(publication: string): LetterWords
}

/** What can be the matter with a field of a form. */
export type FieldProblem = 'missing' | 'malformed' | 'wrong' | 'worn' | 'limited' | 'unavailable'

/** What was done on the account page just now. */
export type AccountNews =
  | 'logged-in'
  | 'logged-out-others'
  | 'address-changed'
  | 'subscribed'
  | 'canceled'
  | 'resumed'
  | 'feed-off'

/** What was done on the private feed's page just now. */
export type FeedNews = 'made' | 'replaced'

/** What was done on the page of passkeys just now. */
export type PasskeyNews = 'added' | 'removed'

/** A link or code that does nothing any more; `taken`: its address has an account already. */
export type Worn = 'link' | 'code' | 'taken'

/** What was done, and leaves nobody logged in here. */
export type Done = 'logged-out' | 'logged-out-everywhere' | 'address-undone' | 'deleted'

/** A form of one question. */
interface Question extends Saying {
  readonly label: string
  readonly button: string
}

/** A sentence that a mail address ends, and what comes after it. */
interface OfAddress {
  readonly title: string
  readonly address: string
  readonly text: string
}

/** The private feed. */
interface FeedWords extends Saying {
  /** For a reader whom the meter counts. */
  readonly metered: string
  readonly pictures: string
  readonly warning: string
  readonly makeButton: string
  since(instant: number, timeZone: string): string
  /** Leads from the account to the feed's own page. */
  readonly show: string
  readonly news: Readonly<Record<FeedNews, string>>
  /** Name of the choice between the publication and its sections. */
  readonly which: string
  readonly everything: string
  /** `form`: RSS, Atom or JSON Feed. */
  label(form: string): string
  readonly copy: string
  readonly replace: string
  readonly replaceButton: string
  readonly ends: string
  readonly offButton: string
}

/** Log-in and the account. */
export interface AccountWords {
  /** Title of a page whose form has to be mended. */
  errorTitle(title: string): string
  readonly errors: string
  /** By field, where it can be said more exactly than `any` says it. */
  readonly problems: Readonly<
    Record<string, Partial<Readonly<Record<FieldProblem, string>>> | undefined>
  > & { readonly any: Readonly<Record<FieldProblem, string>> }
  limited(minutes: number): string

  logIn(publication: string): Question
  /** When the reader comes from an article. */
  readonly returns: string
  /** `minutes`: how long it works. */
  code(minutes: number): Question & {
    /** The address follows. */
    readonly sent: string
    readonly outbox: string
    readonly again: string
    readonly againButton: string
    readonly otherAddress: string
  }
  link(
    purpose: ChallengePurpose,
    publication: string,
  ): OfAddress & { button(address: string): string }
  worn(minutes: number): Readonly<Record<Worn, Saying>>
  readonly newCode: string

  readonly own: {
    readonly title: string
    /** The address follows. */
    readonly loggedIn: string
    readonly news: Readonly<Record<AccountNews, string>>
    readonly open: string
    readonly nothingOpen: string
    until(end: number, timeZone: string): string
    readonly devices: string
    readonly thisDevice: string
    readonly someDevice: string
    lastUsed(instant: number, timeZone: string): string
    readonly logOut: string
    readonly logOutHere: string
    readonly logOutEverywhere: string
    readonly data: string
    readonly exportText: string
    readonly exportButton: string
  }
  readonly passkeys: Saying & {
    readonly news: Readonly<Record<PasskeyNews, string>>
    /** On the account's page, of how many there are. */
    have(count: number): string
    readonly change: string
    readonly none: string
    added(instant: number, timeZone: string): string
    readonly remove: string
    readonly add: string
    /** Where a browser does not know passkeys, or has no script. */
    readonly without: string
    /** A log-in is too long ago to add one. */
    stale(minutes: number): string
    readonly logInAgain: string
    full(most: number): string
    readonly logIn: string
    /** By what was asked of the browser: it gave nothing. */
    readonly nothing: Readonly<Record<'create' | 'get', string>>
  }
  readonly feed: FeedWords
  readonly remove: Question & { readonly erased: readonly string[]; readonly keep: string }
  readonly change: Question & {
    /** The address follows. */
    readonly now: string
    readonly keep: string
  }
  readonly done: Readonly<Record<Done, Saying>>
  readonly asked: Readonly<Record<'address-asked' | 'cancel-asked', OfAddress>>
  readonly unavailable: Saying
  readonly forged: Saying
  readonly toAccount: string
}

/** What a wall says, by what it stands before. */
export interface WallWords {
  readonly registrationTitle: string
  /** What registering gives, with `limit` metered articles a period. */
  registrationGives(limit: number, period: MeterPeriod): string
  readonly paywallTitle: string
  readonly paywallWithoutPlans: Saying
  readonly planRequiredTitle: string
}

export interface Words extends Formats, WallWords {
  readonly skip: string
  readonly logIn: string
  readonly account: string
  readonly subscribe: string
  /** Names of the two navigations in the masthead. */
  readonly sections: string
  readonly yourAccount: string

  /** A local date, 2026-11-23, as a newspaper says what day it is. */
  fullDay(date: string): string

  readonly opinion: string
  /** Stands before the names of who wrote it. */
  readonly by: string
  published(instant: number, timeZone: string): string
  updated(instant: number, timeZone: string): string
  readonly correction: string
  readonly topics: string
  moreFrom(section: string | undefined): string
  readonly footnotes: string
  /** The number of the reference follows. */
  readonly backToReference: string
  /** Name of a table without a caption; its number follows. */
  readonly table: string

  left(left: number, meter: MeterWords): string
  readonly opened: string
  readonly grace: string
  /** Once, after a payment. */
  readonly thanks: string
  readonly notice: string

  wordsRead(read: number, words: number): string
  readonly registerFree: string
  /** Before what is no article: an e-paper, a puzzle. */
  readonly otherPage: WallWords
  readonly allPlans: string
  spent(meter: MeterWords): string
  readonly networkLimit: string
  offer(offer: Offer): OfferWords

  readonly feeds: string
  readonly backToTop: string
  readonly cancelSubscription: string
  readonly footer: string

  readonly tag: string
  readonly author: string
  page(page: number, pages: number): string
  readonly newer: string
  readonly older: string
  readonly pages: string
  emptySection(name: string): string
  readonly emptyList: string
  readonly emptyFront: string

  readonly messages: Readonly<Record<Message, Saying>>
  readonly toFront: string
  readonly accounts: AccountWords
  readonly subscribing: SubscribingWords
  readonly backToArticle: string
  readonly noPlans: string

  readonly mails: MailWords

  /** Under a preview in a feed; `readAll` where all of it is open. */
  readOn(publication: string): string
  readAll(publication: string): string
  /** Under an article that a feed has whole. */
  seeAt(publication: string): string
  /** In place of a picture that a feed cannot show; `alt` may be empty. */
  pictureAt(alt: string): string
  /** Title of a private feed, beside the public one of that title. */
  feedTitle(title: string): string
}
