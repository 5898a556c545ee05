// Rented: the scripts of paywalls that publishers rent, by the names that they load and call themselves.
import {
  attributeOf,
  type Document,
  type Element,
  isElement,
  type Node,
  nodesIn,
  rawTextOf,
  removeAll,
} from './parse-page.ts'

interface Rented {
  readonly name: string
  /** In the address of a script, or of what is loaded ahead for it. */
  readonly address: RegExp
  /** In a script that is written into the page. */
  readonly program: RegExp | undefined
}

const RENTED: readonly Rented[] = [
  {
    name: 'Piano',
    address: /\/\/[^/]*\b(?:tinypass\.com|piano\.io)\//i,
    program:
      /\btp\s*=\s*window\.tp|window(?:\.tp\b|\[["']tp["']\])|\btinypass\.com\b|\bcdn\.piano\.io\b/,
  },
  {
    name: 'Poool',
    address: /\/\/[^/]*\bpoool\.fr\//i,
    program: /\bPooolAccess\b|\b_poool\b|\bpoool\s*\(|\bassets\.poool\.fr\b/,
  },
  {
    name: 'Pelcro',
    address: /\/\/[^/]*\bpelcro\.com\//i,
    program: /\bwindow\.Pelcro\b|\bPelcro\s*=|\bjs\.pelcro\.com\b/,
  },
  {
    name: 'Leaky Paywall',
    address: /\/plugins\/leaky-paywall[\w-]*\//i,
    program: /\bleaky_paywall\w*/,
  },
  {
    name: 'Newspack',
    address:
      /\/plugins\/newspack-(?:popups|memberships|plugin\/dist\/(?:\w+\/)*(?:content-gate|memberships-gate|reader-activation))/i,
    program: /\bnewspack_(?:popups|memberships_gate|content_gate)\w*/,
  },
  {
    name: 'Memberful',
    address: /\/\/[^/]*\bmemberful\.com\//i,
    program: /\bMemberfulOptions\b|\bMemberfulEmbedded\b/,
  },
  {
    name: 'Zephr',
    address: /\/\/[^/]*\bzephr(?:cdn)?\.(?:com|io)\/|\/zephr-browser[\w.-]*\.js/i,
    program: /\bzephrBrowser\b|\bwindow\.Zephr\b|\bzephr\.(?:run|init)\b/,
  },
  {
    name: 'Laterpay',
    address: /\/\/[^/]*\blaterpay\.net\/|\/plugins\/laterpay\//i,
    program: /\bLaterPay\b|\blpVars\b|\blaterpay\.net\b/,
  },
  {
    name: 'Evolok',
    address: /\/\/[^/]*\bevolok\.(?:net|com)\//i,
    program: /\bEvolok\b|\bEV\.(?:Core|Em|Dab)\b|\bevolok\.net\b/,
  },
  {
    name: 'Steady',
    address: /\/\/[^/]*\bsteadyhq\.com\/|\/\/[^/]*\bsteady\.(?:de|page)\/widget_loader/i,
    program: /\bsteady(?:hq\.com\/widget_loader|WidgetLoader|-paywall)\b/i,
  },
]

/** Their names, each once. With `remove` they are taken out of the page. */
export function findRented(document: Document, remove: boolean): readonly string[] {
  const names = new Set<string>()
  const elements: Node[] = []
  for (const node of nodesIn(document)) {
    const rented = isElement(node) ? rentedBy(node) : undefined
    if (rented === undefined) continue
    names.add(rented.name)
    elements.push(node)
  }
  if (remove) removeAll(elements)
  return [...names]
}

function rentedBy(element: Element): Rented | undefined {
  if (element.tagName === 'link') return byAddress(attributeOf(element, 'href'))
  if (element.tagName !== 'script') return undefined
  const address = attributeOf(element, 'src') ?? attributeOf(element, 'data-src')
  if (address !== undefined) return byAddress(address)
  if (/json/i.test(attributeOf(element, 'type') ?? '')) return undefined
  const program = rawTextOf(element)
  return RENTED.find((one) => one.program?.test(program))
}

function byAddress(address: string | undefined): Rented | undefined {
  return address === undefined ? undefined : RENTED.find((one) => one.address.test(address))
}
