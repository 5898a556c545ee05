// Notices: the one line or the wall that a response may show, outside the article but for the thanks at the cut.
// They are asides made of spans, lists and links: reader modes drop an aside and do not weigh a span, so that no word
// of a notice stands beside an article, even where no block of it was granted.
import type { Cut } from '../core/cut.ts'
import { READ_ON } from '../core/cut.ts'
import type { Notice, Variant } from '../core/variant.ts'
import { GATED } from './body.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'
import { type Walled, wallText } from './wall-text.ts'

export interface WallPlace extends Pick<Walled, 'of' | 'path' | 'plans'> {
  /** Undefined of what has no words to count. */
  readonly cut: Pick<Cut, 'words' | 'wordsBefore'> | undefined
  readonly variant: Variant
  readonly gated: boolean
}

/** The line that stands above an article that was granted. */
export function line(frame: Frame, notice: Notice): Markup | undefined {
  const text = lineText(frame, notice)
  if (text === undefined) return undefined
  return html`<aside class="notice" aria-label="${frame.words.notice}"><span>${text}</span></aside>`
}

/** What the one line says; undefined where there is none. */
export function lineText({ words, site }: Frame, notice: Notice): string | undefined {
  if (notice.kind === 'none' || notice.kind === 'wall') return undefined
  if (notice.kind !== 'left') return words[notice.kind]
  const { left, limit, resets } = notice
  return words.left(left, { limit, period: site.policy.meter.period, resets })
}

/** The wall, which stands in the text column right after the article's last granted block. */
export function wall(frame: Frame, place: WallPlace): Markup | undefined {
  const { notice, signedIn } = place.variant
  if (notice.kind !== 'wall') return undefined
  const says = wallText(frame, { ...place, notice, signedIn })
  const { title, text, button, entrance, allPlans, note } = says
  const plans = html`<li><a href="${allPlans?.href}" rel="nofollow">${allPlans?.text}</a></li>`
  return html`<aside class="wall${place.gated ? ` ${GATED}` : ''}" id="${READ_ON}" aria-labelledby="wall">
${place.cut && progress(frame, place.cut)}
<span class="title" id="wall" role="heading" aria-level="2">${title}</span>
<span class="text">${text}</span>
${button && html`<a class="button" href="${button.href}" rel="nofollow">${button.text}</a>`}
<ul><li><a href="${entrance.href}"${signedIn ? undefined : html` rel="nofollow"`}>${entrance.text}</a></li>${allPlans && plans}</ul>
${note && html`<span class="note">${note}</span>`}
</aside>`
}

/** The bar repeats what the words say: only they are read aloud. */
function progress(
  { words }: Frame,
  { wordsBefore, words: all }: Pick<Cut, 'words' | 'wordsBefore'>,
): Markup {
  const bar =
    wordsBefore === 0
      ? undefined
      : html`<progress aria-hidden="true" max="${all}" value="${wordsBefore}"></progress>`
  return html`<span class="read"><span>${words.wordsRead(wordsBefore, all)}</span>${bar}</span>`
}
