// Widened: from the element that was found to one that holds all of the text, for what stands outside of it is not cut.
import type { ProseMap } from './find-body-prose.ts'
import type { Place, Survey } from './find-body-survey.ts'
import { isElement, type Node, textOf } from './selectors.ts'

/** More text than this outside of what was found is no caption, no summary and no box: letters, and a share of the text. */
const MOST_OUTSIDE = 400
const MOST_OUTSIDE_SHARE = 0.4

/** The element itself, or one around it. */
export function widened(start: Place, survey: Survey, prose: ProseMap): Place {
  let at = start
  for (let up = start; up.parent !== undefined && !isWhole(up); up = up.parent) {
    const { parent } = up
    const outside = prose.of(parent) - prose.of(at)
    const isMuch = outside > MOST_OUTSIDE && outside > prose.of(at) * MOST_OUTSIDE_SHARE
    const isBody = parent.element.tagName === 'body'
    if ((isMuch && !isBody) || goesOnBehind(up, parent, survey, prose)) at = parent
  }
  return at
}

function isWhole({ element }: Place): boolean {
  return element.tagName === 'body' || element.tagName === 'html'
}

/** Letters of a paragraph that goes on behind its element; a line at the end of a page is shorter. */
const LEAST_BEHIND = 40
const LEAST_AT_END_OF_PAGE = 120

/**
 * Whether text stands right behind an element, in nothing of its own: an end tag too many has closed what it stood in
 * too early, and browsers show it there all the same.
 */
function goesOnBehind(place: Place, parent: Place, survey: Survey, prose: ProseMap): boolean {
  const least = isWhole(parent) ? LEAST_AT_END_OF_PAGE : LEAST_BEHIND
  const siblings: readonly Node[] = parent.element.childNodes
  return siblings.slice(siblings.indexOf(place.element) + 1).some((node) => {
    if (!isElement(node)) return node.nodeName === '#text' && lettersOf(node) >= least
    const behind = survey.placeOf.get(node)
    if (behind === undefined || behind.beside !== 'no' || OF_ITS_OWN.test(node.tagName))
      return false
    return prose.of(behind) >= least || (INLINE.test(node.tagName) && behind.letters >= least)
  })
}

function lettersOf(node: Node): number {
  return textOf(node).replace(/\s+/g, '').length
}

/** What templates put beside a text. */
const OF_ITS_OWN =
  /^(?:div|section|article|main|header|footer|aside|nav|form|dialog|button|a|td|th|tr|tbody|li|dd|dt|noscript|iframe|.+-.+)$/
const INLINE = /^(?:b|i|em|strong|span|font|small|u|s|code|q|cite|select|svg|math)$/
