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
    const { above, behind } = strayingBeside(up, parent, survey, prose)
    // At the top of a page stand other things too.
    const outside = isWhole(parent) ? above : prose.of(parent) - prose.of(at)
    const isMuch = outside > MOST_OUTSIDE && outside > prose.of(at) * MOST_OUTSIDE_SHARE
    const least = isWhole(parent) ? LEAST_AT_END_OF_PAGE : LEAST_BEHIND
    if (isMuch || behind >= least) at = parent
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
 * Letters of text that stand right above and behind an element, in nothing of their own: an end tag too many has closed
 * what they stood in too early, and browsers show them there all the same.
 */
function strayingBeside(place: Place, parent: Place, survey: Survey, prose: ProseMap) {
  const siblings: readonly Node[] = parent.element.childNodes
  const at = siblings.indexOf(place.element)
  const lettersIn = (nodes: readonly Node[]) =>
    nodes.reduce((sum, node) => sum + straying(node, survey, prose), 0)
  return { above: lettersIn(siblings.slice(0, at)), behind: lettersIn(siblings.slice(at + 1)) }
}

/** Letters of text in a sibling that templates put beside no text. */
function straying(node: Node, { placeOf }: Survey, prose: ProseMap): number {
  if (!isElement(node)) return node.nodeName === '#text' ? textLetters(lettersOf(node)) : 0
  const place = placeOf.get(node)
  if (place === undefined || place.beside !== 'no' || OF_ITS_OWN.test(node.tagName)) return 0
  return prose.of(place) || (INLINE.test(node.tagName) ? textLetters(place.letters) : 0)
}

/** A word or two between elements is no paragraph. */
function textLetters(letters: number): number {
  return letters < LEAST_BEHIND ? 0 : letters
}

function lettersOf(node: Node): number {
  return textOf(node).replace(/\s+/g, '').length
}

/** What templates put beside a text. */
const OF_ITS_OWN =
  /^(?:div|section|article|main|header|footer|aside|nav|form|dialog|button|a|td|th|tr|tbody|li|dd|dt|noscript|iframe|.+-.+)$/
const INLINE = /^(?:b|i|em|strong|span|font|small|u|s|code|q|cite|select|svg|math)$/
