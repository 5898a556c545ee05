// JSON tree: a document with the place of every string in it, so that strings can be put in place of others while order,
// numbers and white space stay as they are.
import { failed, ok, type Result } from '../../../core/result.ts'

export type JsonNode =
  | { readonly kind: 'text'; readonly value: string; readonly from: number; readonly to: number }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, JsonNode])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  /** A number, a truth, nothing. */
  | { readonly kind: 'other' }

/** No interface nests deeper, and what does would come to the end of the stack. */
const DEEPEST = 300
const OTHER: JsonNode = { kind: 'other' }

/** Fails 'broken' for what is no JSON (RFC 8259), or is nested without end. */
export function jsonTree(text: string): Result<JsonNode, 'broken'> {
  try {
    JSON.parse(text)
  } catch (error) {
    return failed('broken', error instanceof Error ? error.message : 'no JSON')
  }
  const scanner = new Scanner(text)
  const tree = scanner.value(0)
  return scanner.tooDeep ? failed('broken', `nested deeper than ${DEEPEST}`) : ok(tree)
}

/** Over a text that JSON.parse took: nothing has to be checked twice. */
class Scanner {
  tooDeep = false
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): JsonNode {
    if (depth > DEEPEST) this.tooDeep = true
    if (this.tooDeep) return OTHER
    switch (this.#sign()) {
      case '"':
        return this.#string()
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      default:
        LITERAL.lastIndex = this.#at
        LITERAL.test(this.#text)
        this.#at = LITERAL.lastIndex
        return OTHER
    }
  }

  #object(depth: number): JsonNode {
    const entries: (readonly [string, JsonNode])[] = []
    this.#at++
    while (this.#sign() !== '}' && !this.tooDeep) {
      if (this.#sign() === ',') this.#at++
      this.#sign()
      const name = this.#string()
      this.#sign()
      this.#at++
      entries.push([name.value, this.value(depth + 1)])
    }
    this.#at++
    return { kind: 'object', entries }
  }

  #array(depth: number): JsonNode {
    const items: JsonNode[] = []
    this.#at++
    while (this.#sign() !== ']' && !this.tooDeep) {
      if (this.#sign() === ',') this.#at++
      items.push(this.value(depth + 1))
    }
    this.#at++
    return { kind: 'array', items }
  }

  #string(): JsonNode & { readonly kind: 'text' } {
    const from = this.#at
    STRING.lastIndex = from
    STRING.test(this.#text)
    this.#at = STRING.lastIndex
    const value: unknown = JSON.parse(this.#text.slice(from, this.#at))
    return { kind: 'text', value: String(value), from, to: this.#at }
  }

  /** The next sign that is no white space. */
  #sign(): string | undefined {
    SPACE.lastIndex = this.#at
    SPACE.test(this.#text)
    this.#at = SPACE.lastIndex
    return this.#text[this.#at]
  }
}

const STRING = /"(?:[^"\\]|\\.)*"/sy
const LITERAL = /[\w+.-]+/y
const SPACE = /[ \t\r\n]*/y
