// Parse page: HTML as a browser with scripts reads it, and where its end tags do not say what their author meant.
import {
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html as names,
  Parser,
  parseFragment,
  serialize,
  type Token,
  Tokenizer,
} from 'parse5'

export type Document = DefaultTreeAdapterTypes.Document
export type Element = DefaultTreeAdapterTypes.Element
export type Node = DefaultTreeAdapterTypes.ChildNode
export type ParentNode = DefaultTreeAdapterTypes.ParentNode
export type TextNode = DefaultTreeAdapterTypes.TextNode

type Tree = DefaultTreeAdapterTypes.DefaultTreeAdapterMap

/** Browsers nest no deeper than this. */
const MOST_DEPTH = 512

/** What authors build pages of, and close by hand. */
const CONTAINERS = new Set(
  'div article section main aside header center blockquote figure table td ul ol'.split(' '),
)

export interface ParsedPage {
  readonly document: Document
  /** Whether behind where the element begins a tag closes what it does not name, or an end tag closes nothing. */
  misnestedAfter(element: Element): boolean
}

/** Nobody asks where an attribute stands, and a page has thousands of them. */
class PageTokenizer extends Tokenizer {
  // Not a private name: the constructor of what it extends asks for a location.
  private isAtAttribute = false

  protected override _createAttr(first: string): void {
    this.isAtAttribute = true
    super._createAttr(first)
    this.isAtAttribute = false
  }

  protected override getCurrentLocation(offset: number): Token.Location | null {
    return this.isAtAttribute ? null : super.getCurrentLocation(offset)
  }
}

/** Keeps of where a node stands what is asked for. */
const treeAdapter: typeof defaultTreeAdapter = {
  ...defaultTreeAdapter,
  setNodeSourceCodeLocation(node, location) {
    if (location === null) return
    const { startLine, startCol, startOffset, endLine, endCol, endOffset } = location
    const place = { startLine, startCol, startOffset, endLine, endCol, endOffset }
    // Until its end tag comes, an element is as long as its start tag.
    node.sourceCodeLocation =
      'startTag' in location
        ? { startLine, startCol, startOffset, endLine, endCol, endOffset, startTag: place }
        : place
  },
  updateNodeSourceCodeLocation(node, { endLine, endCol, endOffset }) {
    const { sourceCodeLocation: place } = node
    if (!place || endOffset === undefined) return
    place.endLine = endLine ?? place.endLine
    place.endCol = endCol ?? place.endCol
    place.endOffset = endOffset
  },
}

/** Elements are told by their name, which every node has: asking for a property that some lack takes many times as long. */
const writing: typeof defaultTreeAdapter = {
  ...defaultTreeAdapter,
  isElementNode: (node): node is Element => node.nodeName.charCodeAt(0) !== 0x23,
}

/** As HTML. */
export function written(root: ParentNode): string {
  return serialize(root, { treeAdapter: writing })
}

class TooDeep extends Error {}

/** Undefined when it is nested more deeply than any browser shows. Every node knows where in the text it stands. */
export function parsePage(html: string): ParsedPage | undefined {
  try {
    const parser = new PageParser({ sourceCodeLocationInfo: true, treeAdapter })
    parser.tokenizer = new PageTokenizer(parser.options, parser)
    parser.tokenizer.write(html, true)
    return isTooDeep(parser.document) ? undefined : parser.parsed()
  } catch (error) {
    if (error instanceof TooDeep) return undefined
    throw error
  }
}

class PageParser extends Parser<Tree> {
  #depth = 0
  #containers: ParentNode[] = []
  /** How many containers had begun when each did. */
  readonly #begun = new Map<ParentNode, number>()
  /** How many containers had begun at the last tag that is no pair of what it closes. */
  #lastMisnested = -1
  #endTag: string | undefined
  #isAtEnd = false

  override onItemPush(node: ParentNode, tagId: number, isTop: boolean): void {
    if (++this.#depth > MOST_DEPTH) throw new TooDeep()
    if (CONTAINERS.has(node.nodeName)) {
      this.#begun.set(node, this.#begun.size)
      this.#containers.push(node)
    }
    super.onItemPush(node, tagId, isTop)
  }

  override onItemPop(node: ParentNode, isTop: boolean): void {
    this.#depth--
    if (this.#begun.has(node)) {
      if (!this.#isAtEnd && this.#endTag !== node.nodeName) this.#lastMisnested = this.#begun.size
      if (this.#containers.at(-1) === node) this.#containers.pop()
      else this.#containers = this.#containers.filter((other) => other !== node)
    }
    super.onItemPop(node, isTop)
  }

  override onEndTag(token: Token.TagToken): void {
    const { tagName } = token
    const open = this.#containers.length
    const outer = this.#endTag
    this.#endTag = tagName
    super.onEndTag(token)
    this.#endTag = outer
    if (CONTAINERS.has(tagName) && this.#containers.length >= open)
      this.#lastMisnested = this.#begun.size
  }

  override onEof(token: Token.EOFToken): void {
    this.#isAtEnd = true
    super.onEof(token)
  }

  parsed(): ParsedPage {
    const { document } = this
    return {
      document,
      misnestedAfter: (element) => this.#lastMisnested > this.#begunBefore(element),
    }
  }

  /** Of the element itself, or of what it stands in. */
  #begunBefore(element: Element): number {
    for (let at: ParentNode | null = element; at !== null; at = parentOf(at)) {
      const begun = this.#begun.get(at)
      if (begun !== undefined) return begun
    }
    return -1
  }
}

function isTooDeep(document: Document): boolean {
  let level: ParentNode[] = [document]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return true
    const next: ParentNode[] = []
    for (const parent of level)
      for (const node of childrenOf(parent)) if (isParent(node)) next.push(node)
    level = next
  }
  return false
}

function isParent(node: Node): node is Element {
  return 'childNodes' in node
}

export function isElement(node: Node | ParentNode): node is Element {
  return 'tagName' in node
}

/** What stands in an element; of a template, in its content. */
export function childrenOf(parent: ParentNode): readonly Node[] {
  return 'content' in parent ? parent.content.childNodes : parent.childNodes
}

export function parentOf(node: Node | ParentNode): ParentNode | null {
  return 'parentNode' in node ? node.parentNode : null
}

/** Every node below, in the order in which it is written, also in templates. With a stack of its own. */
export function nodesIn(root: ParentNode): readonly Node[] {
  const found: Node[] = []
  const open: Node[] = childrenOf(root).toReversed()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node)
    if (node.nodeName === '#text' || !isParent(node)) continue
    const children = childrenOf(node)
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at]
      if (child !== undefined) open.push(child)
    }
  }
  return found
}

export function attributeOf(element: Element, name: string): string | undefined {
  for (const attribute of element.attrs) if (attribute.name === name) return attribute.value
  return undefined
}

export function setAttribute(element: Element, name: string, value: string): void {
  const attribute = element.attrs.find((one) => one.name === name)
  if (attribute === undefined) element.attrs.push({ name, value })
  else attribute.value = value
}

/** What stands written in a script, a style or a noscript. */
export function rawTextOf(element: Element): string {
  return element.childNodes.map((node) => ('value' in node ? node.value : '')).join('')
}

/** What a browser without scripts makes of what stands written in an element. */
export function parsedWithoutScripts(element: Element): ParentNode {
  const body = defaultTreeAdapter.createElement('body', names.NS.HTML, [])
  return parseFragment<Tree>(body, rawTextOf(element), { scriptingEnabled: false })
}

export function setRawText(element: Element, text: string): void {
  element.childNodes = []
  defaultTreeAdapter.insertText(element, text)
}

/** Takes nodes out of the tree, those of one parent all at once. */
export function removeAll(nodes: Iterable<Node>): void {
  const gone = new Set(nodes)
  const parents = new Set<ParentNode>()
  for (const { parentNode } of gone) if (parentNode !== null) parents.add(parentNode)
  for (const parent of parents)
    parent.childNodes = parent.childNodes.filter((node) => !gone.has(node))
  for (const node of gone) node.parentNode = null
}
