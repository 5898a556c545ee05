// XML tree: a document with the place of everything in it, so that pieces of it can be put in place of others.
import { SaxesParser } from 'saxes'
import { failed, ok, type Result } from '../../../core/result.ts'

export interface XmlElement {
  /** As it is written, with its prefix. */
  readonly qualified: string
  /** Lower case, without prefix. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Where its start tag begins and ends, where its end tag begins and ends. The same for all but the first if it is empty. */
  readonly begin: number
  readonly from: number
  readonly to: number
  readonly end: number
  readonly children: readonly XmlElement[]
  /** What stands in it itself, read: entities undone, CDATA as it is. */
  readonly text: string
}

interface Growing extends XmlElement {
  to: number
  end: number
  text: string
  readonly children: Growing[]
}

/** No list is nested deeper, and what is does not come to the end of the stack. */
const DEEPEST = 200

/** Fails 'broken' for what is not well-formed: a reader of it would guess, and might guess otherwise. */
export function xmlTree(text: string): Result<XmlElement, 'broken'> {
  const parser = new SaxesParser({})
  const open: Growing[] = []
  let root: Growing | undefined
  let fault: string | undefined
  parser.on('error', (error) => {
    fault ??= error.message
  })
  parser.on('opentag', ({ name, attributes }) => {
    const from = parser.position
    const element: Growing = {
      qualified: name,
      name: name.slice(name.indexOf(':') + 1).toLowerCase(),
      attributes,
      begin: text.lastIndexOf('<', from - 1),
      from,
      ...{ to: from, end: from, children: [], text: '' },
    }
    open.at(-1)?.children.push(element)
    root ??= element
    if (open.push(element) > DEEPEST) fault ??= `nested deeper than ${DEEPEST} elements`
  })
  parser.on('closetag', ({ isSelfClosing }) => {
    const element = open.pop()
    if (element === undefined) return
    element.end = parser.position
    element.to = isSelfClosing ? element.end : text.lastIndexOf('<', element.end - 1)
  })
  const take = (part: string) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += part
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.write(text).close()
  if (fault !== undefined) return failed('broken', fault)
  return root === undefined ? failed('broken', 'it has no element') : ok(root)
}

/** What stands between its children: white space, texts, comments. */
export function* gapsIn(element: XmlElement): Generator<readonly [number, number]> {
  let from = element.from
  for (const { begin, end } of element.children) {
    yield [from, begin]
    from = end
  }
  yield [from, element.to]
}

/** Signs that XML 1.0 has no way to write (§2.2). */
const NOT_WRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** A text as an element holds it, as CDATA where that is how it was written. */
export function xmlText(text: string, asCdata: boolean): string {
  const plain = text.replace(NOT_WRITABLE, '')
  return asCdata && plain !== ''
    ? `<![CDATA[${plain.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    : plain.replace(/[&<>]/g, (sign) => ESCAPED[sign] ?? sign)
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
