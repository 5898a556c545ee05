// Plain YAML: front matter in its simplest form, one `key: value` a line, read without the YAML parser. Nearly all
// front matter is like that, and the start of a large edition takes half the time. Whatever is not plain beyond doubt
// is left to the parser; a property test holds the two to the same answer.

export interface PlainFields {
  readonly value: Readonly<Record<string, string | readonly string[]>>
  /** Keys in the order of their lines: one line each. */
  readonly keys: readonly string[]
}

const KEY = /^[A-Za-z]+$/
const LONGEST_LINE = 4000
/** No indicator at the start, and nothing inside that ends a plain scalar. */
const PLAIN = /^[^\s\-?:,[\]{}#&*!|>'"%@`](?:(?!: | #).)*$/
const QUOTED = /^"([^"\\]*)"$/
const LIST = /^\[([^"'[\]{}#&*!|>%@`:?\\]*)\]$/
const ITEM = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_ -]*$/u
/** What the core schema of YAML 1.2 takes for null, a truth value or a number, and a little more. */
const NO_TEXT =
  /^(?:~|null|true|false|[-+]?[.\d][\d.]*(?:e[-+]?\d+)?|0[ox][\da-f]+|[-+]?\.(?:inf|nan))$/i
const UNPRINTABLE = /[^\P{C}\n]|[\u2028\u2029]/u

/** Undefined when it is not plain. */
export function plainFields(head: string): PlainFields | undefined {
  const text = head.replaceAll('\r\n', '\n')
  if (UNPRINTABLE.test(text)) return undefined
  const value: Record<string, string | readonly string[]> = {}
  const keys: string[] = []
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const colon = line.indexOf(':')
    const key = line.slice(0, Math.max(0, colon))
    if (line.length > LONGEST_LINE || line[colon + 1] !== ' ' || !KEY.test(key)) return undefined
    const read = scalarOrList(withoutSpaces(line.slice(colon + 1)))
    if (read === undefined || NO_TEXT.test(key) || Object.hasOwn(value, key)) return undefined
    keys.push(key)
    value[key] = read
  }
  return { value, keys }
}

function scalarOrList(written: string): string | readonly string[] | undefined {
  const quoted = QUOTED.exec(written)?.[1]
  if (quoted !== undefined) return quoted
  const list = LIST.exec(written)?.[1]
  if (list === undefined)
    return PLAIN.test(written) && !written.endsWith(':') && !NO_TEXT.test(written)
      ? written
      : undefined
  const items = list.split(',').map((item) => withoutSpaces(item))
  return items.every((item) => ITEM.test(item) && !NO_TEXT.test(item)) ? items : undefined
}

/** Without spaces around it; other white space stays. By index: a pattern would try every space anew. */
function withoutSpaces(text: string): string {
  let start = 0
  let end = text.length
  while (text[start] === ' ') start++
  while (end > start && text[end - 1] === ' ') end--
  return text.slice(start, end)
}
