// Site wall: the wall and the one line as they stand inside a site's own layout, whose styles nobody here knows.
// Each is an aside of spans, lists and links, which reader modes leave out, within a plain div: that takes the width
// and the margins that the site gives a block of its text. What is in the aside takes nothing from the site but the
// family of its fonts and the colour of its text (src/pages/styles/gate/).

import { READ_ON } from '../../core/cut.ts'
import type { Notice } from '../../core/variant.ts'
import type { Frame } from '../frame.ts'
import { html, type Markup, trusted } from '../html.ts'
import { lineText } from '../notices.ts'
import { wallText } from '../wall-text.ts'
import { filled, type SiteWalled } from './own-wall.ts'

/** The class of what search engines are told is not free, on pages whose other classes are not ours. */
const SITE_GATED = 'standfirst-gated'

/** Right before the article's text; empty where nothing is to be said. */
export function siteLine(frame: Frame, notice: Notice): string {
  const text = lineText(frame, notice)
  if (text === undefined) return ''
  const aside = html`<aside class="standfirst-notice" aria-label="${frame.words.notice}"${language(frame)}><span>${text}</span></aside>`
  return placed(aside)
}

export function siteWall(frame: Frame, walled: SiteWalled): string {
  const { title, text, button, entrance, allPlans, note } = wallText(frame, walled)
  const link = (to: { readonly href: string; readonly text: string }) =>
    html`<li><a href="${to.href}" rel="nofollow">${to.text}</a></li>`
  const inside = html`${progress(frame, walled.counted)}
<span class="standfirst-title" role="heading" aria-level="2">${title}</span>
<span class="standfirst-terms">${text}</span>
${button && html`<a class="standfirst-button" href="${button.href}" rel="nofollow"><span>${button.text}</span></a>`}
<ul>${link(entrance)}${allPlans && link(allPlans)}</ul>
${note && html`<span class="standfirst-note">${note}</span>`}`
  return placed(aside(frame, walled, 'standfirst-wall', inside))
}

/** The publisher's own fragment, filled in. Nothing of ours styles what is in it. */
export function ownWall(frame: Frame, walled: SiteWalled, fragment: string): string {
  const inside = trusted(filled(fragment, frame, walled))
  return placed(aside(frame, walled, 'standfirst-own-wall', inside), 'standfirst-own-place')
}

function aside(frame: Frame, walled: SiteWalled, name: string, inside: Markup): Markup {
  const { title } = wallText(frame, walled)
  const { wall } = walled.notice
  const gated = walled.gated ? ` ${SITE_GATED}` : ''
  return html`<aside class="${name}${gated}" id="${READ_ON}" data-wall="${wall}" aria-label="${title}"${language(frame)}>
${inside}
</aside>`
}

/** A page of the site may be in another language than what stands here. */
function language({ words }: Frame): Markup {
  return html` lang="${words.locale}" dir="${words.mails.direction}"`
}

function placed(aside: Markup, name = 'standfirst-place'): string {
  return html`<div class="${name}">${aside}</div>`.markup
}

/** The bar repeats what the words say: only they are read aloud. */
function progress({ words }: Frame, counted: SiteWalled['counted']): Markup {
  const { wordsBefore, words: all } = counted
  const bar =
    wordsBefore === 0
      ? undefined
      : html`<progress aria-hidden="true" max="${all}" value="${wordsBefore}"></progress>`
  return html`<span class="standfirst-read"><span>${words.wordsRead(wordsBefore, all)}</span>${bar}</span>`
}
