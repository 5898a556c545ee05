// Tags: what begins with a `<`, as it stands in a text: plain, or packed in a string or an address.

/** They stand within lines, and within words: what is around them is read in one. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)
const LONGEST_NAME = 32

/** `end`: where what stands in it begins. `none`: something that is not read, and what follows is text. */
export type Tag =
  | { readonly kind: 'tag'; readonly name: string; readonly end: number }
  | { readonly kind: 'comment'; readonly end: number }
  | { readonly kind: 'none'; readonly end: number }

export function isInline(name: string): boolean {
  return INLINE.has(name)
}

/** Undefined when it is no tag: a `<` that says less. `at`: behind the `<`. */
export function tagAt(text: string, at: number): Tag | undefined {
  let from = at
  // In strings a slash may be escaped, however deep.
  while (text.charCodeAt(from) === 0x5c) from++
  const first = text.charCodeAt(from)
  if (first === 0x21 || first === 0x3f) return declarationAt(text, from)
  if (first === 0x2f) from++
  let end = from
  while (end - from < LONGEST_NAME && isNameUnit(text.charCodeAt(end), end === from)) end++
  if (end === from || !mayFollowName(text.charCodeAt(end))) return undefined
  return { kind: 'tag', name: text.slice(from, end).toLowerCase(), end }
}

function declarationAt(text: string, at: number): Tag {
  if (text.startsWith('!--', at)) return { kind: 'comment', end: at + 3 }
  if (text.startsWith('![CDATA[', at)) return { kind: 'none', end: at + 8 }
  return { kind: 'tag', name: '!', end: at + 1 }
}

function isNameUnit(unit: number, isFirst: boolean): boolean {
  const lower = unit | 0x20
  if (lower >= 0x61 && lower <= 0x7a) return true
  // Digits, colons and dashes: h1, content:encoded, my-element.
  return !isFirst && ((unit >= 0x30 && unit <= 0x3a) || unit === 0x2d || unit === 0x5f)
}

/** White space, `>`, `/`, and what these are packed in: `\`, `&`, `%`. */
function mayFollowName(unit: number): boolean {
  return unit <= 0x20 || [0x3e, 0x2f, 0x5c, 0x26, 0x25].includes(unit)
}
