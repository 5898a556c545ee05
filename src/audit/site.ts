// Site: what an audit knows of the whole site while it goes from article to article.
import type { Attempts } from './attempts.ts'
import type { Channel } from './channels.ts'
import type { Neighbours } from './comparison.ts'
import type { SharedText } from './evidence.ts'
import type { SiteFacts } from './finding.ts'
import type { AuditOptions } from './options.ts'
import type { Reading } from './reading.ts'
import type { System } from './recognise.ts'

export interface Audited {
  readonly options: AuditOptions
  readonly reading: Reading
  readonly facts: SiteFacts
  readonly system: System | undefined
  readonly shared: readonly SharedText[]
  readonly neighbours: Neighbours
  readonly attempts: Attempts
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
