// Styles: which rules of a style sheet hide an element from a reader's eye, or lay it over the page. Selectors of types,
// classes, ids and attributes are understood, also as descendants; whatever else a selector says, it is left out.
import type { DefaultTreeAdapterTypes } from 'parse5'

type Element = DefaultTreeAdapterTypes.Element

interface Compound {
  readonly tag: string | undefined
  readonly id: string | undefined
  readonly classes: readonly string[]
  readonly attribute: string | undefined
}

interface Rule {
  /** From the outermost to the element itself. */
  readonly compounds: readonly Compound[]
  readonly effect: Effect
  /** The declaration that has it, to be named. */
  readonly why: string
}

type Effect = 'hides' | 'clips' | 'covers'

export interface Seen {
  readonly effect: Effect
  readonly why: string
}

/** Style sheets are read up to here, and no more rules than this are kept. */
const MOST_CHARACTERS = 1_000_000
const MOST_RULES = 4000

export class Styles {
  readonly #byKey = new Map<string, Rule[]>()
  #rules = 0

  constructor(sheets: readonly string[]) {
    for (const sheet of sheets) this.#read(sheet.slice(0, MOST_CHARACTERS))
  }

  /** What is done to an element by its style attribute or by a rule. */
  of(element: Element): readonly Seen[] {
    const seen: Seen[] = []
    const inline = attribute(element, 'style')
    if (inline !== undefined) seen.push(...effectsOf(inline))
    for (const key of keysOf(element))
      for (const rule of this.#byKey.get(key) ?? [])
        if (matches(element, rule.compounds)) seen.push(rule)
    return seen
  }

  #read(sheet: string): void {
    const css = sheet.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ')
    for (const [selectors, declarations] of rulesOf(css)) {
      // What is animated comes into sight by itself: AMP's boilerplate, fonts that are waited for.
      if (/animation/i.test(declarations)) continue
      for (const { effect, why } of effectsOf(declarations))
        for (const selector of selectors.split(',')) this.#keep(selector, effect, why)
    }
  }

  #keep(selector: string, effect: Effect, why: string): void {
    const compounds = readSelector(selector)
    const last = compounds?.at(-1)
    if (compounds === undefined || last === undefined || this.#rules >= MOST_RULES) return
    const key = keyOf(last)
    if (key === undefined) return
    this.#rules++
    const rule: Rule = { compounds, effect, why: `${why} on ${selector.trim()}` }
    const rules = this.#byKey.get(key)
    if (rules === undefined) this.#byKey.set(key, [rule])
    else rules.push(rule)
  }
}

/** Selectors and declarations of the rules for every screen; those within @media and the like are left out. */
function* rulesOf(css: string): Generator<readonly [string, string]> {
  let at = 0
  while (at < css.length) {
    const open = css.indexOf('{', at)
    if (open < 0) return
    const head = css.slice(at, open).split(';').at(-1)?.trim() ?? ''
    if (head.startsWith('@')) at = endOfBlock(css, open)
    else {
      const close = css.indexOf('}', open)
      const end = close < 0 ? css.length : close
      yield [head, css.slice(open + 1, end)]
      at = end + 1
    }
  }
}

function endOfBlock(css: string, open: number): number {
  let depth = 0
  for (let at = open; at < css.length; at++) {
    const sign = css[at]
    if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return at + 1
  }
  return css.length
}

const HIDING: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[;\s])display\s*:\s*none\b/i, 'display: none'],
  [/(?:^|[;\s])visibility\s*:\s*(?:hidden|collapse)\b/i, 'visibility: hidden'],
  [/(?:^|[;\s])opacity\s*:\s*0?(?:\.0+)?(?=\s*(?:[;!]|$))/i, 'opacity: 0'],
  [/(?:^|[;\s])(?:max-)?height\s*:\s*0(?:px|em|rem|%)?(?=\s*(?:[;!]|$))/i, 'height: 0'],
  [/(?:^|[;\s])font-size\s*:\s*0(?:px|em|rem|%)?(?=\s*(?:[;!]|$))/i, 'font-size: 0'],
  [/(?:^|[;\s])clip\s*:\s*rect\(\s*(?:0|1px)/i, 'clip'],
  [/(?:^|[;\s])clip-path\s*:\s*inset\(\s*(?:50|100)%/i, 'clip-path'],
  [/(?:^|[;\s])text-indent\s*:\s*-\d{3,}/i, 'text-indent'],
  [/(?:^|[;\s])(?:left|right|top)\s*:\s*-\d{4,}px/i, 'a place off the screen'],
  [/(?:^|[;\s])color\s*:\s*transparent\b/i, 'color: transparent'],
  [/(?:^|[;\s])filter\s*:[^;]*\bblur\(/i, 'blur'],
  [/(?:^|[;\s])content-visibility\s*:\s*hidden\b/i, 'content-visibility: hidden'],
]

function effectsOf(declarations: string): readonly Seen[] {
  const seen: Seen[] = []
  for (const [pattern, why] of HIDING)
    if (pattern.test(declarations)) {
      seen.push({ effect: 'hides', why })
      break
    }
  const overflows = /overflow(?:-y)?\s*:\s*(?:hidden|clip)\b/i.test(declarations)
  if (
    overflows &&
    /(?:^|[;\s])(?:max-)?height\s*:\s*[1-9][\d.]*(?:px|em|rem|vh)/i.test(declarations)
  )
    seen.push({ effect: 'clips', why: 'overflow: hidden under a height' })
  if (/-webkit-line-clamp\s*:\s*\d/i.test(declarations))
    seen.push({ effect: 'clips', why: 'line-clamp' })
  if (/position\s*:\s*fixed\b/i.test(declarations)) seen.push({ effect: 'covers', why: 'fixed' })
  return seen
}

/** Undefined when it holds what is not understood, or a state that a script takes away at once. */
function readSelector(selector: string): readonly Compound[] | undefined {
  const text = selector.trim()
  if (text === '' || text.length > 200 || /[:+~*\\]|no-?js/i.test(text)) return undefined
  const compounds = text
    .replaceAll('>', ' ')
    .trim()
    .split(/\s+/)
    .map((part): Compound | undefined => {
      const shape = /^([a-z][\w-]*)?((?:[.#][\w-]+)*)(?:\[([\w-]+)(?:[~^$*|]?=[^\]]*)?\])?$/i.exec(
        part,
      )
      if (shape === null) return undefined
      const marks = shape[2]?.match(/[.#][\w-]+/g) ?? []
      return {
        tag: shape[1]?.toLowerCase(),
        id: marks.find((mark) => mark.startsWith('#'))?.slice(1),
        classes: marks.filter((mark) => mark.startsWith('.')).map((mark) => mark.slice(1)),
        attribute: part.includes('=') ? '' : shape[3],
      }
    })
  // An attribute's value is not compared: such a rule may be meant for others.
  const known = compounds.filter((one) => one !== undefined && one.attribute !== '')
  return known.length === compounds.length ? known.filter((one) => one !== undefined) : undefined
}

function keyOf({ id, classes, tag, attribute: name }: Compound): string | undefined {
  if (id !== undefined) return `#${id}`
  if (classes[0] !== undefined) return `.${classes[0]}`
  if (name !== undefined) return `[${name}`
  return tag
}

function keysOf(element: Element): readonly string[] {
  const keys = [element.tagName]
  for (const { name, value } of element.attrs) {
    if (name === 'id') keys.push(`#${value}`)
    else if (name === 'class') keys.push(...classesOf(value).map((one) => `.${one}`))
    else keys.push(`[${name}`)
  }
  return keys
}

function matches(element: Element, compounds: readonly Compound[]): boolean {
  let at = compounds.length - 1
  const own = compounds[at]
  if (own === undefined || !fits(element, own)) return false
  at--
  let above = parentOf(element)
  while (at >= 0 && above !== undefined) {
    const compound = compounds[at]
    if (compound !== undefined && fits(above, compound)) at--
    above = parentOf(above)
  }
  return at < 0
}

function fits(element: Element, { tag, id, classes, attribute: name }: Compound): boolean {
  if (tag !== undefined && tag !== element.tagName) return false
  if (id !== undefined && attribute(element, 'id') !== id) return false
  if (name !== undefined && attribute(element, name) === undefined) return false
  if (classes.length === 0) return true
  const own = classesOf(attribute(element, 'class') ?? '')
  return classes.every((one) => own.includes(one))
}

/** Whether a selector of one compound, as JSON-LD's cssSelector is, means the element. */
export function isMeant(element: Element, selector: string): boolean {
  const compounds = readSelector(selector)
  return compounds !== undefined && matches(element, compounds)
}

export function parentOf(element: Element): Element | undefined {
  const parent = element.parentNode
  return parent !== null && 'tagName' in parent ? parent : undefined
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value
}

export function classesOf(value: string): readonly string[] {
  return value.split(/\s+/).filter((one) => one !== '')
}
