// Written: what a publisher wrote, before anything of it is believed, and what is found to be wrong with it.

export interface FieldFault {
  readonly path: Path
  readonly what: string
  readonly mend: string
}

export type Path = readonly PropertyKey[]

/** The value at a path of what was written; undefined when there is none. */
export function valueAt(written: unknown, path: Path): unknown {
  let value = written
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = Reflect.get(value, step)
  }
  return value
}

export interface Item {
  readonly path: Path
  readonly value: unknown
}

/** The items of a list with their paths; a single value counts as a list of one. */
export function listAt(written: unknown, path: Path): Item[] {
  const value = valueAt(written, path)
  if (Array.isArray(value))
    return value.map((item, index) => ({ path: [...path, index], value: item }))
  return value === undefined ? [] : [{ path, value }]
}

export function twice(written: unknown, items: readonly Item[], key: string): FieldFault[] {
  const seen = new Set<string>()
  const faults: FieldFault[] = []
  for (const { path } of items) {
    const name = valueAt(written, [...path, key])
    if (typeof name !== 'string') continue
    if (seen.has(name))
      faults.push({
        path: [...path, key],
        what: `is ${JSON.stringify(name)} a second time`,
        mend: `give each its own ${key}`,
      })
    seen.add(name)
  }
  return faults
}
