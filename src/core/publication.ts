// Publication: the newspaper, as its configuration describes it to the pages and the decision.
import type { Policy } from './policy.ts'

export interface Section {
  readonly id: string
  readonly name: string
}

interface FooterLink {
  readonly name: string
  /** As it stands in a link: a path of the publication, or an address with https. */
  readonly url: string
}

interface Publication {
  readonly name: string
  readonly description: string
  /** BCP 47, as `lang` in pages. */
  readonly language: string
  /** IANA name. */
  readonly timeZone: string
  /** In the order of the navigation. */
  readonly sections: readonly Section[]
  /** Public address of the logo, when there is one. */
  readonly logo: string | undefined
  /** The publisher's own, in the footer of every page of ours. */
  readonly links: readonly FooterLink[]
}

/** Where Standfirst's own pages live; all else belongs to the publication. No trailing slash. */
export interface Paths {
  readonly account: string
  readonly standfirst: string
}

export interface Plan {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly offers: readonly Offer[]
}

/** A plan at a price for a time. Money in minor units of an ISO 4217 currency. */
export interface Offer {
  readonly id: string
  readonly price: number
  readonly currency: string
  /** How often it renews; `once` does not. */
  readonly every: 'week' | 'month' | 'year' | 'once'
  /** How many days a `once` offer opens. */
  readonly days: number | undefined
  /** Free days before the first payment. */
  readonly trialDays: number | undefined
  /** A lower price for the first periods. */
  readonly introductory: { readonly price: number; readonly periods: number } | undefined
}

/** Everything that pages and decisions need to know of the publication. */
export interface Site {
  readonly publication: Publication
  /** The one public address: scheme and authority, no trailing slash. */
  readonly address: string
  readonly paths: Paths
  /** A folder has feeds, sections and topics of ours; a site that stands behind brings its own. */
  readonly articlesFrom: 'folder' | 'origin'
  readonly policy: Policy
  readonly plans: readonly Plan[]
  /** Origins that a publisher's own scripts may come from and speak to, and the scripts. None by default. */
  readonly thirdParties: readonly string[]
  readonly scripts: readonly string[]
}
