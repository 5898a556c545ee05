// Body: the granted view of an article as HTML. Whoever calls this has decided already; nothing is hidden here.
import type { Element, Root, RootContent } from 'hast'
import { toHtml } from 'hast-util-to-html'
import { type Cut, READ_ON } from '../core/cut.ts'
import type { View } from '../core/variant.ts'
import { html, type Markup, trusted } from './html.ts'

/** The class of what search engines are told is not free: one class, never nested. */
export const GATED = 'gated'

/**
 * The blocks of a view. In the full view those below the cut carry the gated class when `gated`, and the first of them
 * that has no id of its own is where to read on. `notice` stands between them and what is above.
 */
export function bodyOf(cut: Cut, view: View, gated: boolean, notice?: Markup): Markup {
  if (view === 'preview') return serialised(cut.before)
  const whole = gated ? marked(cut) : cut.whole
  if (notice === undefined) return serialised(whole)
  const part = (from: number, to?: number) =>
    serialised({ ...whole, children: whole.children.slice(from, to) })
  return html`${part(0, cut.at)}${notice}${part(cut.at)}`
}

/** Whether a block stands below the cut, so that the gated class has an element to stand on. */
export function hasGatedBlocks(cut: Cut): boolean {
  return cut.whole.children.some((block, index) => index >= cut.at && block.type === 'element')
}

export function serialised(root: Root): Markup {
  return trusted(toHtml(root))
}

function marked(cut: Cut): Root {
  const isGated = (block: RootContent, index: number): block is Element =>
    index >= cut.at && block.type === 'element'
  const first = cut.whole.children.find(
    (block, index) => isGated(block, index) && block.properties['id'] === undefined,
  )
  const mark = (block: RootContent, index: number): RootContent => {
    if (!isGated(block, index)) return block
    const own = block.properties['className']
    const className = [...(Array.isArray(own) ? own : []), GATED]
    const id = block === first ? { id: READ_ON } : undefined
    return { ...block, properties: { ...block.properties, ...id, className } }
  }
  return { ...cut.whole, children: cut.whole.children.map(mark) }
}
