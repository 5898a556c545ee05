// Gated path page: what stands at the address of an e-paper or a puzzle for whoever may not have it: its name and the
// wall, in our own layout, for it has no page of its own.
import type { Variant } from '../../core/variant.ts'
import type { Frame } from '../frame.ts'
import { html } from '../html.ts'
import { wall } from '../notices.ts'
import { sheet } from '../sheet.ts'

export interface GatedPathPage {
  /** What it is, to readers. */
  readonly title: string
  /** In normal form: where the account's pages lead back to. */
  readonly path: string
  /** One with a wall. */
  readonly variant: Variant
  /** Ids of the plans that open it; undefined: any does. */
  readonly plans: readonly string[] | undefined
}

/** Equal bytes for equal (frame, page). Search engines do not keep it: it stands where something else is. */
export function gatedPathPage(frame: Frame, page: GatedPathPage): string {
  const { title, path, variant, plans } = page
  return sheet(frame, {
    title,
    description: undefined,
    canonical: undefined,
    head: undefined,
    masthead: {
      today: undefined,
      section: undefined,
      returnTo: path,
      signedIn: variant.signedIn,
      offers: true,
    },
    feedsOf: undefined,
    main: html`<div class="saying"><h1>${title}</h1></div>
${wall(frame, { of: 'page', path, plans, variant, cut: undefined, gated: true })}`,
  })
}
