// Messages: what a worker asks the owner of the site behind the gate, and what the owner says of it.
import type { Article } from '../../../core/article.ts'
import type { FoundAnswer, HeldAnswer, Route, SiteAnswer } from '../../../core/origin.ts'
import type { Asker } from '../../../core/seats.ts'

/** What a reader asked for, as far as the site may be told. */
export interface PlainAsk {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly client: string | undefined
  /** The number of what was posted. */
  readonly body: number | undefined
  readonly asker: Asker | undefined
}

/** `id`: of the very value, for the next time that the worker asks for it. */
export type Held = Omit<HeldAnswer, 'answer'> & { readonly id: number }

export type Given =
  | Exclude<FoundAnswer, { kind: 'stream' | 'answer' }>
  | { readonly kind: 'answer'; readonly answer: SiteAnswer; readonly held: Held | undefined }
  /** What the worker has is it. */
  | { readonly kind: 'same'; readonly held: Held }
  /** `stream`: the number of its body. */
  | {
      readonly kind: 'stream'
      readonly status: number
      readonly headers: readonly string[]
      readonly stream: number
    }

/** What can be asked, and what is answered. */
export interface SiteCalls {
  /** `facts`: what the worker goes by. Why it cannot work with this owner; undefined: it can. */
  readonly join: { readonly asked: { readonly facts: string }; readonly given: string | undefined }
  readonly find: {
    readonly asked: {
      readonly route: Extract<Route, { kind: 'read' }>
      readonly ask: PlainAsk
      /** What the worker has of it. */
      readonly has: number | undefined
    }
    readonly given: Given
  }
  readonly ask: {
    readonly asked: { readonly target: string; readonly ask: PlainAsk }
    readonly given: Given
  }
  readonly cleared: {
    readonly asked: {
      readonly text: string
      readonly target: string
      readonly type: string | undefined
    }
    readonly given: string | undefined
  }
  readonly again: {
    readonly asked: { readonly key: string }
    readonly given: SiteAnswer | undefined
  }
  readonly below: {
    readonly asked: { readonly target: string }
    readonly given: readonly Article[]
  }
  readonly purge: {
    readonly asked: { readonly paths: readonly string[] | undefined }
    readonly given: number
  }
}

export type SiteCall = {
  [Name in keyof SiteCalls]: { readonly name: Name } & SiteCalls[Name]['asked']
}[keyof SiteCalls]

/** A body goes between two processes piece by piece; its number is of whoever offers it. */
export type PieceMessage =
  | { readonly what: 'pull'; readonly stream: number }
  /** No more of it is wanted. */
  | { readonly what: 'leave'; readonly stream: number }
  /** Without bytes: its end, or what is broken off. */
  | {
      readonly what: 'piece'
      readonly stream: number
      readonly bytes: Uint8Array | undefined
      readonly isBroken: boolean
    }

export type FromWorker =
  | PieceMessage
  | { readonly what: 'call'; readonly id: number; readonly call: SiteCall }
  /** Asks for leave, on its own clock. `heard`: the last change that it was told of. */
  | { readonly what: 'here'; readonly heard: number; readonly sent: number }

export type FromOwner =
  | PieceMessage
  | { readonly what: 'given'; readonly id: number; readonly given: unknown }
  | { readonly what: 'failed'; readonly id: number; readonly detail: string }
  /** Leave to send what is kept, for so many milliseconds from when it was asked for. */
  | {
      readonly what: 'leave-given'
      readonly sent: number
      readonly lasts: number
      readonly articles: number
    }
  /** `paths`: where something else stands. `isKnown`: of articles more or less is known. */
  | {
      readonly what: 'changed'
      readonly number: number
      readonly paths: readonly string[] | 'all'
      readonly isKnown: boolean
    }
