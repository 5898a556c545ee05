// Depth: nesting that no reader could follow and that would make parsing slow or overflow the stack is refused
// before anything is parsed.

const DEEPEST = 100
/** Quotes and lists opened by one line of Markdown: `> > - > text`. */
const MARKERS = new RegExp(`^[ \\t]*(?:(?:>|[-*+]|\\d{1,9}[.)])[ \\t]*){${DEEPEST},}.*`, 'gm')
const TAG = /<(\/?)([a-z][^\s/>]*)/gi
/** Elements that have no end tag, or whose end may be left out because the next one implies it. */
const UNNESTED =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|d[dt]|t[rdh]|t(?:head|body|foot)|option|optgroup|colgroup|r[bpt]|rtc)$/i

/** Offset in the text where it is nested too deeply; undefined when it is not. */
export function tooDeepAt(text: string): number | undefined {
  for (const { index, 0: line } of text.matchAll(MARKERS)) if (!isRule(line)) return index
  let depth = 0
  for (const { index, 1: end, 2: name } of text.matchAll(TAG)) {
    if (name === undefined || UNNESTED.test(name)) continue
    depth = Math.max(0, depth + (end === '/' ? -1 : 1))
    if (depth > DEEPEST) return index
  }
  return undefined
}

/** A line of stars or hyphens alone is a thematic break, however long. */
function isRule(line: string): boolean {
  return /^[ \t]*(?:-[ \t]*|\*[ \t]*)+$/.test(line) && new Set(line.replace(/\s/g, '')).size === 1
}

/** Whether a tree is nested deeper than a body may be. Does not recurse. */
export function isTooDeep(root: { readonly children: readonly unknown[] }): boolean {
  let level: readonly unknown[] = root.children
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 2 * DEEPEST) return true
    level = level.flatMap((node) => childrenOf(node))
  }
  return false
}

function childrenOf(node: unknown): readonly unknown[] {
  return typeof node === 'object' &&
    node !== null &&
    'children' in node &&
    Array.isArray(node.children)
    ? node.children
    : []
}
