// YAML faults: where in a file of YAML something stands, and what its parser could not make sense of.
import { type Document, isMap, isNode, isPair, type LineCounter } from 'yaml'
import type { Fault } from '../../core/fault.ts'

export type YamlFault = Omit<Fault, 'file'>

/** What the parser found, `above` lines of the file standing before the YAML. */
export function yamlFaults(
  document: Document.Parsed,
  counter: LineCounter,
  above: number,
): readonly YamlFault[] {
  return [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    line: counter.linePos(pos[0]).line + above,
    what: `is not YAML here (${firstSentence(message)})`,
    mend: 'put text with a colon, a hash or a quote in it in double quotes, and indent with spaces',
  }))
}

/** Gives the line of the value or key at a path; undefined when nothing stands there. */
export function yamlLines(
  document: Document.Parsed,
  counter: LineCounter,
  above: number,
): (path: readonly PropertyKey[]) => number | undefined {
  const lineAt = (node: unknown) =>
    isNode(node) && node.range ? counter.linePos(node.range[0]).line + above : undefined
  return (path) => {
    const last = path.at(-1)
    const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
    if (isMap(holder)) {
      const pair = holder.items.find((item) => isPair(item) && String(item.key) === last)
      if (pair !== undefined) return lineAt(pair.key)
    }
    return path.length === 0 ? undefined : lineAt(document.getIn(path, true))
  }
}

/** What to say when the parser gives up: aliases that multiply, nesting without end. */
export function unreadable(error: unknown): YamlFault {
  const why = error instanceof Error ? error.message : String(error)
  return {
    line: undefined,
    what: `holds YAML that cannot be read (${firstSentence(why)})`,
    mend: 'write it without anchors and with little nesting',
  }
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[.:]+$/, '')
}
