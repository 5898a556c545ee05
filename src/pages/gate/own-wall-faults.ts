// Own wall faults: what is wrong with a publisher's fragment, said at the start instead of on every wall.
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { nearest } from '../../core/nearest.ts'
import { isPlaceholder, PLACEHOLDER, PLACEHOLDERS } from './own-wall.ts'

type Node = DefaultTreeAdapterTypes.ChildNode
type Range = readonly [begin: number, end: number]

/** In the words of a fault: `what` without a full stop, `mend` as an instruction. */
export interface WallFault {
  /** Counted from 1. */
  readonly line: number
  readonly what: string
  readonly mend: string
}

/** What stands around it in a page, and some text behind, which nothing of it may reach. */
const BEFORE = '<div><aside>'
const AFTER = '</aside></div>.'

/**
 * Empty for a fragment that stays within what is around it and has its places where text can be put: between tags, and in quoted attributes that are no script and no style.
 */
export function wallFaults(fragment: string): readonly WallFault[] {
  if (fragment.trim() === '')
    return [{ line: 1, what: 'is empty', mend: 'write a wall, or leave the setting out' }]
  const { childNodes } = parseFragment(`${BEFORE}${fragment}${AFTER}`, {
    sourceCodeLocationInfo: true,
  })
  const open = standsAlone(childNodes, fragment)
    ? []
    : [
        {
          line: 1,
          what: 'leaves something open that goes on behind it, or closes what stands around it',
          mend: 'give every start tag its end tag',
        },
      ]
  const fit = childNodes.flatMap((node) => fitRanges(node, fragment))
  const places = [...fragment.matchAll(PLACEHOLDER)]
  return [...open, ...places.flatMap((place) => placeFaults(fragment, place, fit))]
}

/** Whether what is around it ends where it was closed, and nothing that was opened in it goes on behind it. */
function standsAlone(nodes: readonly Node[], fragment: string): boolean {
  const [around, behind, ...more] = nodes
  if (around?.nodeName !== 'div' || behind?.nodeName !== '#text' || more.length > 0) return false
  const [aside, ...others] = 'childNodes' in around ? around.childNodes : []
  if (aside === undefined || !('tagName' in aside) || others.length > 0) return false
  return aside.sourceCodeLocation?.endTag?.startOffset === BEFORE.length + fragment.length
}

/** Where in the fragment a value may be put. */
function fitRanges(node: Node, fragment: string): readonly Range[] {
  if ('value' in node) {
    const parent = node.parentNode?.nodeName
    const at = node.sourceCodeLocation
    if (!at || parent === 'script' || parent === 'style') return []
    return [[at.startOffset - BEFORE.length, at.endOffset - BEFORE.length]]
  }
  if (!('childNodes' in node)) return []
  const attributes = Object.entries(node.sourceCodeLocation?.attrs ?? {}).flatMap(
    ([name, at]): Range[] => {
      const range: Range = [at.startOffset - BEFORE.length, at.endOffset - BEFORE.length]
      const isCode = /^(?:on.*|style|srcdoc)$/.test(name)
      return isCode || !/["']$/.test(fragment.slice(...range)) ? [] : [range]
    },
  )
  const children = 'content' in node ? node.content.childNodes : node.childNodes
  return [...attributes, ...children.flatMap((child) => fitRanges(child, fragment))]
}

function placeFaults(
  fragment: string,
  { 0: place, 1: name = '', index }: RegExpExecArray,
  fit: readonly Range[],
): readonly WallFault[] {
  const line = fragment.slice(0, index).split('\n').length
  const end = index + place.length
  if (!isPlaceholder(name)) {
    const meant = nearest(name, PLACEHOLDERS)
    const mend =
      meant === undefined
        ? `write one of ${PLACEHOLDERS.map((known) => `{{${known}}}`).join(', ')}`
        : `write {{${meant}}}`
    return [{ line, what: `has ${place}, which stands for nothing`, mend }]
  }
  if (fit.some(([begin, close]) => begin <= index && end <= close)) return []
  const what = `has ${place} in a script, a style, a comment, a tag or an attribute without quotes`
  return [{ line, what, mend: 'put it between tags or into a quoted attribute' }]
}
