import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PLACEHOLDERS } from './own-wall.ts'
import { wallFaults } from './own-wall-faults.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const document = read('../../../docs/THE-WALL.md')
const sheet = read('../styles/gate/wall.css')

function all(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort()
}

test('the document lists every variable of the style sheet, and so does the sheet itself', () => {
  const used = all(sheet, /var\(\s*(--standfirst-wall-[a-z-]+)/g)
  expect(all(document, /^\| `(--standfirst-wall-[a-z-]+)` \|/gm)).toEqual(used)
  expect(all(sheet, /^ \* {3}(--standfirst-wall-[a-z-]+) /gm)).toEqual(used)
})

test('the document lists every place of an own wall, and its example has no faults', () => {
  const rows = document.split('\n').filter((line) => line.startsWith('| `{{'))
  expect(all(rows.join('\n'), /\{\{([a-z-]+)\}\}/g)).toEqual([...PLACEHOLDERS].sort())
  const [, example = ''] = /```html\n(.*?)```/s.exec(document) ?? []
  expect(wallFaults(example)).toEqual([])
})
