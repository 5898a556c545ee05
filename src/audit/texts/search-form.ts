// Search form: where a page's own search answers, as its form says.
import type { DefaultTreeAdapterTypes } from 'parse5'
import { attribute, parentOf } from './styles.ts'

type Element = DefaultTreeAdapterTypes.Element

/** Stands where what is looked for belongs. */
export const SOUGHT = 'WORDS'

const MOST_INPUTS = 200
const NAMES =
  /^(?:q|s|query|search|search[-_]?(?:term|word|query)s?|keywords?|suche?|suchbegriff)$/i

/** Path and query on the page's own site; undefined when no form of it searches by GET. */
export function searchAddress(elements: readonly Element[], url: string): string | undefined {
  const inputs = elements.filter(({ tagName }) => tagName === 'input').slice(0, MOST_INPUTS)
  for (const input of inputs) {
    const name = attribute(input, 'name')
    const form = formOf(input)
    if (name === undefined || form === undefined || !searches(input, form)) continue
    const address = URL.parse(attribute(form, 'action') ?? '', url)
    if (address === null || address.origin !== new URL(url).origin) continue
    address.search = ''
    for (const other of inputs)
      if (attribute(other, 'type') === 'hidden' && formOf(other) === form)
        address.searchParams.set(attribute(other, 'name') ?? '', attribute(other, 'value') ?? '')
    address.searchParams.set(name, SOUGHT)
    return address.pathname + address.search
  }
  return undefined
}

function searches(input: Element, form: Element): boolean {
  if (/post|dialog/i.test(attribute(form, 'method') ?? '')) return false
  const type = attribute(input, 'type') ?? 'text'
  if (type !== 'text' && type !== 'search') return false
  return (
    type === 'search' ||
    attribute(form, 'role') === 'search' ||
    NAMES.test(attribute(input, 'name') ?? '')
  )
}

function formOf(element: Element): Element | undefined {
  for (let at = parentOf(element); at !== undefined; at = parentOf(at))
    if (at.tagName === 'form') return at
  return undefined
}
