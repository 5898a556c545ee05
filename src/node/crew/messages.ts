// Messages: what the owner and its workers say to each other.
import type { ConfirmedEditor } from '../../content/origin/editors/editors.ts'
import type { ReaderId, SessionId } from '../../core/account.ts'
import type { ArticleId } from '../../core/article.ts'
import type { About } from '../../core/log.ts'
import type { Spend } from '../../http/recent-reads.ts'
import type { Answered, Call } from '../../store/accounts/calls.ts'
import type { Load } from './level.ts'
import type { FromOwner, FromWorker } from './site/messages.ts'

/** What one worker has learnt and all others have to know, within milliseconds. */
export type News =
  | { readonly what: 'superseded'; readonly name: string }
  | { readonly what: 'spend'; readonly spend: Spend }
  | { readonly what: 'session'; readonly id: SessionId }
  | { readonly what: 'reader'; readonly id: ReaderId; readonly now: number }
  | { readonly what: 'orders'; readonly worker: number; readonly digest: string }
  | { readonly what: 'gone'; readonly worker: number }
  | { readonly what: 'editor'; readonly editor: ConfirmedEditor }

interface RateQuestion {
  /** What is limited. */
  readonly rate: string
  readonly most: number
  /** Milliseconds. */
  readonly within: number
  readonly name: string
}

/** What is counted in one place alone. */
export type Counting =
  | ({ readonly what: 'allows' | 'is-spent' | 'take-back' } & RateQuestion)
  | {
      readonly what: 'place'
      readonly network: string | undefined
      readonly article: ArticleId
      readonly perHour: number
    }

export type Question = Counting | { readonly what: 'metrics' } | { readonly what: 'pages' }

export type ToOwner =
  | { readonly kind: 'calls'; readonly calls: readonly Call[] }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  /** Without an id nobody has asked. */
  | { readonly kind: 'counts'; readonly id: number | undefined; readonly values: object[] }
  /** Answers `list-pages`. */
  | { readonly kind: 'pages'; readonly id: number; readonly text: string }
  | { readonly kind: 'news'; readonly news: readonly News[] }
  | { readonly kind: 'site'; readonly said: FromWorker }
  | { readonly kind: 'wake' }
  | { readonly kind: 'load'; readonly load: Load }
  | { readonly kind: 'line'; readonly line: string; readonly about: About }
  | { readonly kind: 'ready'; readonly articles: number; readonly address: string }
  | { readonly kind: 'unready'; readonly detail: string }

export interface Assignment {
  readonly edition: string
  readonly host: string
  /** The one that all workers listen on. */
  readonly port: number
  readonly data: string
}

export type ToWorker =
  | {
      readonly kind: 'begin'
      readonly assignment: Assignment
      readonly news: readonly News[]
      /** For how long it may make pages before it takes readers; milliseconds. */
      readonly makingMs: number
    }
  | { readonly kind: 'answers'; readonly answers: readonly Answered[] }
  | { readonly kind: 'told'; readonly id: number; readonly value: boolean | string }
  | { readonly kind: 'site'; readonly said: FromOwner }
  | { readonly kind: 'count'; readonly id: number }
  /** Say which pages are kept. */
  | { readonly kind: 'list-pages'; readonly id: number }
  | { readonly kind: 'news'; readonly news: readonly News[] }
  /** End so many connections with their next answers. */
  | { readonly kind: 'give-back'; readonly count: number }
  /** Take no more connections, and end when those that are open have ended. */
  | { readonly kind: 'finish' }
  /** End within seconds. */
  | { readonly kind: 'end' }
