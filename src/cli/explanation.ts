// Explanation: what one reader gets of one article at one instant, and what decided it.
import type { Config } from '../config.ts'
import type { FolderContent } from '../content/folder/folder.ts'
import type { Access, Article } from '../core/article.ts'
import { localDates, periods } from '../core/calendar.ts'
import { type Cut, cut } from '../core/cut.ts'
import { type Decision, decide } from '../core/decide.ts'
import type { Meter } from '../core/meter.ts'
import { type Opening, ruleFor } from '../core/policy.ts'
import { ANONYMOUS, type Reader } from '../core/reader.ts'
import { RECEIPT_HEADER, receiptOf } from '../core/receipt.ts'
import { failed, ok, type Result } from '../core/result.ts'

export const READERS = ['anonymous', 'registered', 'subscriber'] as const

export type ReaderKind = (typeof READERS)[number]

/** What `standfirst explain` was asked, before the edition is known. */
export interface WrittenQuestion {
  readonly edition: string
  /** Path or address, as it was written. */
  readonly written: string
  readonly as: ReaderKind | undefined
  readonly read: number
  /** As written; undefined is now. */
  readonly on: string | undefined
  readonly json: boolean
  readonly dataDir: string
}

export interface Case {
  readonly article: Article
  readonly as: ReaderKind
  /** Other metered articles that were read in the running period. */
  readonly read: number
  /** Epoch milliseconds. */
  readonly on: number
  readonly openings: readonly Opening[]
}

export interface Explanation {
  readonly article: Article
  readonly decision: Decision
  /** The access that held, by the rule that the decision names. */
  readonly access: string
  /** The whole header line. */
  readonly receipt: string
  readonly cut: Pick<Cut, 'by' | 'wordsBefore' | 'words'>
  readonly isOut: boolean
}

/** Decides as the server does; before an article is out, as it will at the moment it is. */
export function explainCase(
  { article, as, read, on, openings }: Case,
  config: Config,
  cut: Explanation['cut'],
): Explanation {
  const { policy, plans, publication } = config.site
  const at = Math.max(on, article.published)
  const decision = decide({
    article,
    reader: readerOf(
      as,
      plans.map(({ id }) => id),
    ),
    meter: meterOf(read, at),
    policy,
    openings,
    now: at,
    period: periods(policy.meter.period, policy.meter.timeZone)(at),
    networkSpent: false,
  })
  const { access } = ruleFor(article, policy, at)
  const dateOf = localDates(publication.timeZone)
  return {
    article,
    decision,
    access: accessInWords(access),
    receipt: `${RECEIPT_HEADER}: ${receiptOf(decision, dateOf)}`,
    cut,
    isOut: article.published <= on,
  }
}

export function accessInWords(access: Access): string {
  return access.kind === 'subscribers' && access.plans !== undefined
    ? `subscribers of ${access.plans.join(', ')}`
    : access.kind
}

/** Where an article of a folder is cut. Fails `unavailable` when its text cannot be read. */
export async function cutInFolder(
  article: Article,
  config: Config,
  content: FolderContent,
): Promise<Result<Explanation['cut'], 'unavailable'>> {
  const text = await content.text(article)
  if (!text.ok) return failed('unavailable', text.detail)
  const { by, wordsBefore, words } = cut(
    text.value.body,
    text.value.authorCut,
    config.site.policy.cut,
  )
  return ok({ by, wordsBefore, words })
}

/** A subscriber here has every plan, for ever. */
function readerOf(as: ReaderKind, plans: readonly string[]): Reader {
  switch (as) {
    case 'anonymous':
      return ANONYMOUS
    case 'registered':
      return { kind: 'registered', id: 'explained' }
    case 'subscriber': {
      const names = plans.length === 0 ? ['any'] : plans
      return {
        kind: 'subscriber',
        id: 'explained',
        entitlements: names.map((plan) => ({ plan, until: Number.POSITIVE_INFINITY })),
      }
    }
  }
}

function meterOf(read: number, on: number): Meter {
  const entries = Array.from({ length: read }, (_, index) => ({
    article: `other article ${index}`,
    at: on,
    reader: undefined,
  }))
  return { entries }
}

/** What a decision means, as the end of a sentence. */
export function meaningOf(decision: Decision): string {
  if (decision.outcome === 'grant')
    switch (decision.reason) {
      case 'free':
        return 'reads it whole: it is free.'
      case 'registered':
        return 'reads it whole: it is open to who is logged in.'
      case 'subscription':
        return 'reads it whole: the subscription opens it.'
      case 'metering':
        return 'reads it whole, on the meter.'
      case 'staff':
        return 'reads it whole, as staff.'
      case 'crawler':
        return 'reads it whole, as the crawler of a search engine.'
      case 'opened':
        return 'reads it whole: the wall is lifted.'
    }
  const kind = decision.wall === 'registration' ? 'the registration wall' : 'the paywall'
  switch (decision.reason) {
    case 'registration-required':
      return `gets the preview and ${kind}: it is for who is logged in.`
    case 'subscription-required':
      return `gets the preview and ${kind}: it is for subscribers.`
    case 'plan-required':
      return `gets the preview and ${kind}: it needs another plan.`
    case 'meter-spent':
      return `gets the preview and ${kind}: the meter is used up.`
    case 'network-limit':
      return `gets the preview and ${kind}: the network's hour is used up.`
  }
}
