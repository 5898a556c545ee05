// Own wall: a publisher's HTML with places in it, `{{log-in}}`, that what a wall says and where it leads is put into.
import type { Cut } from '../../core/cut.ts'
import type { Frame } from '../frame.ts'
import { html } from '../html.ts'
import { type Walled, wallText } from '../wall-text.ts'

/** A wall on a page of the site. */
export interface SiteWalled extends Walled {
  /** Shown by a publisher's own wall alone. */
  readonly headline: string
  readonly counted: Pick<Cut, 'words' | 'wordsBefore'>
  readonly gated: boolean
}

/** What may stand between the braces, in the order of the documents. */
export const PLACEHOLDERS = [
  'log-in',
  'log-in-text',
  'subscribe',
  'plans',
  'plans-text',
  'button',
  'button-text',
  'title',
  'text',
  'price',
  'note',
  'words-line',
  'words',
  'words-read',
  'headline',
  'publication',
] as const

type Placeholder = (typeof PLACEHOLDERS)[number]

export const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g

/** The fragment with every place filled: as text of an element or of a quoted attribute, whatever it holds. */
export function filled(fragment: string, frame: Frame, walled: SiteWalled): string {
  const values = valuesOf(frame, walled)
  return fragment.replace(PLACEHOLDER, (place, name: string) =>
    isPlaceholder(name) ? escaped(values[name]) : place,
  )
}

export function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((known) => known === name)
}

/** A fragment's attributes may stand between single quotes too. */
function escaped(value: string): string {
  return html`${value}`.markup.replaceAll("'", '&#39;')
}

function valuesOf(frame: Frame, walled: SiteWalled): Readonly<Record<Placeholder, string>> {
  const { words, site } = frame
  const { words: all, wordsBefore } = walled.counted
  const { title, text, price, note, button, entrance, allPlans, offer } = wallText(frame, walled)
  return {
    'log-in': entrance.href,
    'log-in-text': entrance.text,
    subscribe: offer,
    plans: allPlans?.href ?? offer,
    'plans-text': allPlans?.text ?? '',
    button: button?.href ?? entrance.href,
    'button-text': button?.text ?? entrance.text,
    title,
    text,
    price,
    note: note ?? '',
    'words-line': words.wordsRead(wordsBefore, all),
    words: words.number(all),
    'words-read': words.number(wordsBefore),
    headline: walled.headline,
    publication: site.publication.name,
  }
}
