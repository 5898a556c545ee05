// Close, addresses: wherever a page names the site by an address of its own, the public one is put in its place; and
// where it names the encoding that it came in, the one that it goes out in.
import type { SiteAddresses } from '../../../core/origin.ts'
import { rewriteText } from '../addresses.ts'
import { isOfSite } from '../sums.ts'
import {
  attributeOf,
  type Document,
  type Element,
  isElement,
  nodesIn,
  setAttribute,
} from './parse-page.ts'

/** In every attribute, script, style, comment and text. */
export function rewriteAddresses(document: Document, addresses: SiteAddresses): void {
  for (const node of nodesIn(document)) {
    if (isElement(node)) {
      if (node.tagName === 'meta') nameUtf8(node)
      for (const attribute of node.attrs)
        if (mayName(attribute.value)) attribute.value = rewriteText(attribute.value, addresses)
      if (attributeOf(node, 'integrity') !== undefined) dropIntegrity(node, addresses)
    } else if ('value' in node) {
      if (mayName(node.value)) node.value = rewriteText(node.value, addresses)
    } else if ('data' in node && mayName(node.data)) node.data = rewriteText(node.data, addresses)
  }
}

/** An address has two slashes, in one way of writing or another. */
const MAY_NAME = /\/\/|\\\/|2f|&/i
const SLASHES = ['//', '\\/', '&', '2f', '2F']
/** Signs of a text from which on it is quicker to look for one of these after the other. */
const LONG = 200

function mayName(text: string): boolean {
  return text.length < LONG ? MAY_NAME.test(text) : SLASHES.some((one) => text.includes(one))
}

/** What the site itself serves has its addresses rewritten too: browsers would refuse it by the sum of what it was. */
function dropIntegrity(element: Element, addresses: SiteAddresses): void {
  const address = attributeOf(element, 'src') ?? attributeOf(element, 'href') ?? ''
  if (!isOfSite(address, addresses)) return
  element.attrs = element.attrs.filter(({ name }) => name !== 'integrity')
}

function nameUtf8(meta: Element): void {
  if (attributeOf(meta, 'charset') !== undefined) setAttribute(meta, 'charset', 'utf-8')
  if (/^content-type$/i.test(attributeOf(meta, 'http-equiv') ?? ''))
    setAttribute(meta, 'content', 'text/html; charset=utf-8')
}
