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
  const place = dataIn(script)
  if (place === undefined) return undefined
  try {
    return JSON.parse(script.slice(place.from, place.to))
  } catch {
    return undefined
  }
}

/** Where they would stand: programs have something else before the first bracket than a name that a value is assigned to. */
export function dataIn(script: string): { readonly from: number; readonly to: number } | undefined {
  const from = script.search(/[{[]/)
  const last = Math.max(script.lastIndexOf('}'), script.lastIndexOf(']'))
  if (from < 0 || last < from || !/^[\s\w$.;='"[\]-]*$/.test(script.slice(0, from)))
    return undefined
  return { from, to: last + 1 }
}
