// Explanation: what one reader gets of one article at one instant, and what decided it.
import type { Config } from '../config.ts'
import type { FolderContent } from '../content/folder/folder.ts'
import type { Article } from '../core/article.ts'
import { localDates, periods } from '../core/calendar.ts'
import { type Cut, cut } from '../core/cut.ts'
import { type Decision, decide } from '../core/decide.ts'
import type { Meter } from '../core/meter.ts'
import { type Opening, ruleFor } from '../core/policy.ts'
import { ANONYMOUS, type Reader } from '../core/reader.ts'
import { RECEIPT_HEADER, receiptOf } from '../core/receipt.ts'
import { failed, ok, type Result } from '../core/result.ts'

export type ReaderKind = 'anonymous' | 'registered' | 'subscriber'

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

/** Decides as the server does; before an article is out, as it will at the moment it is. Fails `unavailable` when the article's text cannot be read. */
export async function explainCase(
  { article, as, read, on, openings }: Case,
  config: Config,
  content: FolderContent,
): Promise<Result<Explanation, 'unavailable'>> {
  const { policy, plans, publication } = config.site
  const text = await content.text(article)
  if (!text.ok) return failed('unavailable', text.detail)
  const at = Math.max(on, article.published)
  const { by, wordsBefore, words } = cut(text.value.body, text.value.authorCut, policy.cut)
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
  return ok({
    article,
    decision,
    access:
      access.kind === 'subscribers' && access.plans !== undefined
        ? `subscribers of ${access.plans.join(', ')}`
        : access.kind,
    receipt: `${RECEIPT_HEADER}: ${receiptOf(decision, dateOf)}`,
    cut: { by, wordsBefore, words },
    isOut: article.published <= on,
  })
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
