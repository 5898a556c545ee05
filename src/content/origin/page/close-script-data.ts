// Close, data of scripts: the strings of a state that a script is given, put together by their name, for a rich text
// may break at every word.

/** Deeper than this no system nests what people read; what goes deeper is told as it is written. */
const MOST_DEPTH = 200

/** Undefined where a script is not given JSON, alone or as a value that it assigns. */
export function textsOfData(script: string): readonly string[] | undefined {
  const data = jsonIn(script)
  if (data === undefined) return undefined
  const texts = new Map<string, string[]>()
  const gather = (value: unknown, name: string, depth: number): void => {
    if (typeof value === 'string') {
      const known = texts.get(name)
      if (known === undefined) texts.set(name, [value])
      else known.push(value)
    } else if (typeof value === 'object' && value !== null && depth < MOST_DEPTH)
      for (const [key, inner] of Object.entries(value))
        gather(inner, Array.isArray(value) ? name : key, depth + 1)
  }
  gather(data, '', 0)
  return [...texts.values()].map((parts) => parts.join(' '))
}

function jsonIn(script: string): unknown {
  const begin = script.search(/[{[]/)
  const end = Math.max(script.lastIndexOf('}'), script.lastIndexOf(']'))
  // Programs have something else before the first bracket than a name that a value is assigned to.
  if (begin < 0 || end < begin || !/^[\s\w$.;='"[\]-]*$/.test(script.slice(0, begin)))
    return undefined
  try {
    return JSON.parse(script.slice(begin, end + 1))
  } catch {
    return undefined
  }
}
