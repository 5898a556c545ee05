// First faults: as many of one file as somebody mends at a time.
import type { YamlFault } from './yaml-faults.ts'

export const MOST_FAULTS = 20

/** The first faults and how many more there are; `left` counts those that were left out before. */
export function first(faults: readonly YamlFault[], left = 0): readonly YamlFault[] {
  const more = Math.max(0, faults.length - MOST_FAULTS) + left
  if (more === 0) return faults
  const rest = { line: undefined, what: `has ${more} more faults`, mend: 'mend these first' }
  return [...faults.slice(0, MOST_FAULTS), rest]
}
