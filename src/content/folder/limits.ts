// Limits: what no article needs and what would make parsing it long: refused before anything is parsed.
import { tooDeepAt } from './depth.ts'
import type { YamlFault } from './yaml-faults.ts'

const MOST_CELLS = 20_000
const MOST_NOTES = 2000
/** The line under the heads of a table, quoted or in a list perhaps: `|---|:-:|`. */
const DELIMITER = /^[ \t>*+-]*\|?[ \t:|-]*-[ \t:|-]*$/

/** The first thing that is too much in a text whose lines have their numbers in the file; undefined when nothing is. */
export function beyondLimits(text: string): YamlFault | undefined {
  const deep = tooDeepAt(text)
  if (deep !== undefined)
    return {
      line: text.slice(0, deep).split('\n').length,
      what: 'is nested too deeply here',
      mend: 'close the elements above it, and quote or indent less',
    }
  return tooManyCells(text) ?? tooManyNotes(text)
}

/** Of a table every row is filled up to the columns of its heads, however short it is written. */
function tooManyCells(text: string): YamlFault | undefined {
  const lines = text.split('\n')
  let columns = 0
  let cells = 0
  for (const [index, line] of lines.entries()) {
    if (columns > 0 && line.trim() === '') columns = 0
    if (line.includes('|') && DELIMITER.test(line))
      columns = Math.max(columns, countOf('|', line) + 1)
    cells += columns
    if (cells > MOST_CELLS)
      return {
        line: index + 1,
        what: `has more than ${MOST_CELLS} cells in its tables`,
        mend: 'shorten the tables, or show a picture of them',
      }
  }
  return undefined
}

function tooManyNotes(text: string): YamlFault | undefined {
  if (countOf('[^', text) <= MOST_NOTES) return undefined
  const what = `refers to footnotes more than ${MOST_NOTES} times`
  return { line: undefined, what, mend: 'divide it' }
}

function countOf(part: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count++
  return count
}
