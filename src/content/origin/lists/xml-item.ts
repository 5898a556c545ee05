// XML item: one entry of a feed or a map: which addresses it carries, and what of its fields stays.
import { closedValue, type Role, roleOf } from './closing.ts'
import type { Listing } from './listing.ts'
import type { Splice } from './splices.ts'
import { isMarkup } from './texts.ts'
import { gapsIn, type XmlElement, xmlText } from './xml-tree.ts'

/** In the order in which they say what an item is. */
const LINKS = ['link', 'loc', 'origlink', 'permalink', 'canonical', 'url', 'guid', 'id']
/** Atom's links that lead to the item itself (RFC 4287 §4.2.7.2). */
const ITSELF = /^(?:alternate|canonical|shorturl|shortlink)$/
/** What stands in these are fields of the item. */
const CONTAINERS =
  /^(?:group|author|contributor|source|owner|image|news|video|publication|credits?|thumbnail|player)$/

export function linksOf(item: XmlElement): readonly string[] {
  const links = LINKS.flatMap((name) =>
    item.children.filter((child) => child.name === name).flatMap(linkIn),
  )
  const about = item.attributes['rdf:about']
  return about === undefined ? links : [...links, about]
}

function linkIn({ text, attributes: { href, rel } }: XmlElement): readonly string[] {
  if (href !== undefined) return rel === undefined || ITSELF.test(rel) ? [href] : []
  return text.trim() === '' ? [] : [text]
}

/** The places of an item that change. `inner` gives those of an element that is an item of its own, and of others undefined. */
export function closedItem(
  text: string,
  item: XmlElement,
  listing: Listing,
  inner: (element: XmlElement) => readonly Splice[] | undefined,
): readonly Splice[] {
  const seen = new Set<string>()
  const closedFields = (around: XmlElement): readonly Splice[] => [
    ...closedAttributes(text, around, listing),
    ...emptied(text, gapsIn(around)),
    ...around.children.flatMap((field) => {
      const ofItem = inner(field)
      if (ofItem !== undefined) return ofItem
      if (isContainer(field)) return closedFields(field)
      return [
        ...closedAttributes(text, field, listing),
        ...closedField(text, field, around, listing, seen),
      ]
    }),
  ]
  return closedFields(item)
}

function isContainer({ name, qualified, children }: XmlElement): boolean {
  if (children.length === 0) return false
  return CONTAINERS.test(name) || /^media:content$/i.test(qualified)
}

function roleIn({ name, qualified }: XmlElement, parent: XmlElement): Role {
  if (/^excerpt:/i.test(qualified)) return 'excerpt'
  // A picture's title is mostly its caption.
  if (name === 'title' && (/^media:/i.test(qualified) || parent.name === 'image')) return 'plain'
  return roleOf(name)
}

function closedField(
  text: string,
  field: XmlElement,
  parent: XmlElement,
  listing: Listing,
  seen: Set<string>,
): readonly Splice[] {
  const raw = text.slice(field.from, field.to)
  const holdsElements = field.children.length > 0
  const value = holdsElements ? raw : field.text
  const instead = closedValue(roleIn(field, parent), value, listing, seen.has(field.qualified))
  const outside = raw.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
  const asCdata = outside.length < raw.length
  if (instead === undefined) {
    const hides = !holdsElements && /<!--|<\?/.test(outside)
    return hides ? [{ from: field.from, to: field.to, text: xmlText(value, asCdata) }] : []
  }
  if (instead !== '') seen.add(field.qualified)
  if (field.from === field.end) return []
  const content = { from: field.from, to: field.to, text: xmlText(instead, asCdata) }
  return isMarkup(value) ? [content, ...typedAsHtml(text, field, parent)] : [content]
}

/** Atom says of each text what it is written in (RFC 4287 §3.1.1); elsewhere a type is not touched. */
function typedAsHtml(text: string, field: XmlElement, parent: XmlElement): readonly Splice[] {
  const { type } = field.attributes
  if (type === 'html' || (type === undefined && parent.name !== 'entry')) return []
  if (type === undefined) {
    const at = field.begin + 1 + field.qualified.length
    return [{ from: at, to: at, text: ' type="html"' }]
  }
  return attributesIn(text, field)
    .filter(({ name }) => name === 'type')
    .map(({ from, to }) => ({ from, to, text: 'html' }))
}

function closedAttributes(text: string, element: XmlElement, listing: Listing): readonly Splice[] {
  return attributesIn(text, element).flatMap(({ name, from, to }) => {
    const role = roleOf(name.slice(name.indexOf(':') + 1))
    const value = element.attributes[name] ?? ''
    const isOfPicture = role === 'title' && /^media:/i.test(element.qualified)
    const instead = closedValue(isOfPicture ? 'plain' : role, value, listing, true)
    if (instead === undefined) return []
    return [
      {
        from,
        to,
        text: xmlText(instead, false).replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
      },
    ]
  })
}

/** In a start tag that was found to be well-formed. */
function attributesIn(
  text: string,
  { begin, from }: XmlElement,
): readonly { readonly name: string; readonly from: number; readonly to: number }[] {
  const tag = text.slice(begin, from)
  return [...tag.matchAll(/([^\s=/<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map((match) => {
    const [whole, name = '', double, single = ''] = match
    const length = (double ?? single).length
    const end = begin + match.index + whole.length - 1
    return { name, from: end - length, to: end }
  })
}

/** Texts and comments between elements; white space stays. */
function emptied(text: string, gaps: Iterable<readonly [number, number]>): readonly Splice[] {
  const splices: Splice[] = []
  for (const [from, to] of gaps)
    if (/\S/.test(text.slice(from, to))) splices.push({ from, to, text: '\n' })
  return splices
}
