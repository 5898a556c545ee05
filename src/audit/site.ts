// Site: what an audit knows of the whole site while it goes from article to article.
import type { Attempts } from './attempts.ts'
import type { Chromium } from './browser/chromium.ts'
import type { Channel } from './channels.ts'
import type { Neighbours } from './comparison.ts'
import type { SharedText } from './evidence.ts'
import type { SiteFacts } from './finding.ts'
import type { AuditOptions } from './options.ts'
import type { GraphField } from './personas/graphql.ts'
import type { Read, Reading } from './reading.ts'
import type { System } from './recognise.ts'

export interface Audited {
  readonly options: AuditOptions
  readonly reading: Reading
  readonly facts: SiteFacts
  readonly system: System | undefined
  readonly shared: readonly SharedText[]
  readonly neighbours: Neighbours
  readonly attempts: Attempts
  /** What the schema of its GraphQL says of articles. */
  readonly graph: readonly GraphField[]
  readonly front: { readonly digest: string; readonly title: string | undefined } | undefined
  /** A browser that runs scripts, where there is one. */
  readonly chromium: Chromium | undefined
  /** On this machine there is no shared cache between the site and its readers. */
  readonly loopback: boolean
  /** Channels that could not be tried at all, each said once. */
  readonly untried: Map<string, { readonly channel: Channel; readonly why: string }>
}

export interface Article {
  readonly url: string
  readonly title: string | undefined
  /** The cookies of a reader whose meter is spent; undefined when there is none. */
  readonly spent: string | undefined
}

/** A site that knows no address gives its front page for it, which is looked at by itself. */
export function isFront({ answer, apart }: Read, { front }: Audited): boolean {
  if (front === undefined) return false
  return (
    answer.digest === front.digest || (apart.page !== undefined && apart.page.title === front.title)
  )
}
