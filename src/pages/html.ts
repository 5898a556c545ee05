// Markup: the one way from data to HTML. Every value is escaped unless it is markup already.

export interface Markup {
  readonly markup: string
}

type Part = Markup | string | number | undefined | readonly Part[]

/** A template of HTML. Values stand in text or between double quotes; undefined leaves nothing behind. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = strings[0] ?? ''
  for (const [index, part] of parts.entries()) markup += written(part) + (strings[index + 1] ?? '')
  return { markup }
}

/** Takes text that is HTML already: what a serialiser made, never what somebody wrote. */
export function trusted(markup: string): Markup {
  return { markup }
}

/** Text for HTML or XML, inside an element or a double-quoted attribute. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, '')
    .replace(/[&<>"]/g, replacement)
}

/** Characters that XML 1.0 §2.2 forbids; HTML has no use for them either. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function replacement(character: string): string {
  switch (character) {
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    default:
      return '&quot;'
  }
}

function written(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  if ('markup' in part) return part.markup
  return part.map(written).join('')
}
