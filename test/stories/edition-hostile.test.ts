// Hostile files: one that would take for ever is given up and said, and everything else is served on.
import { expect, test } from 'vitest'
import type { FolderContent } from '../../src/content/folder/folder.ts'
import { article, folderWith, openEditionIn, put } from '../support/edition-folder.ts'

const NESTED = Array.from({ length: 95 }, (_, index) => `<b id=q${index}>`).join('')

async function reasonAt(content: FolderContent, path: string): Promise<string> {
  const found = content.edition().byPath.get(path)
  if (found === undefined) return 'not served'
  const text = await content.text(found)
  return text.ok ? 'served' : text.reason
}

test('a text that takes for ever is given up, once, and other texts are read on', async () => {
  const dir = await folderWith({
    'articles/hostile.md': article(`<div>\n<p>${NESTED}x${'<p>x'.repeat(40_000)}\n</div>`),
    'articles/good.md': article('Good.'),
  })
  const { content, reported } = await openEditionIn(dir)
  const [hostile, good] = await Promise.all([
    reasonAt(content, '/hostile'),
    reasonAt(content, '/good'),
  ])
  expect([hostile, good]).toEqual(['unavailable', 'served'])
  expect(reported).toEqual([
    expect.stringMatching(
      /^articles\/hostile.md: has a text that cannot be read \(takes too (?:long|much memory)\): simplify/,
    ),
  ])
  expect(await reasonAt(content, '/hostile')).toBe('unavailable')
})

test('a saved text that takes for ever leaves the last good version standing', async () => {
  const dir = await folderWith({
    'articles/a.md': article('Good.', 'access: subscribers\n'),
    'articles/b.md': article('B.'),
  })
  const { content, reported } = await openEditionIn(dir)
  expect(await reasonAt(content, '/a')).toBe('served')
  const hostile = `<div>\n<p>${NESTED}x${'<p>x'.repeat(40_000)}\n</div>`
  await put(dir, 'articles/a.md', article(hostile, 'access: free\n'))
  await content.rescan()
  expect(await reasonAt(content, '/a')).toBe('changed')
  const found = content.edition().byPath.get('/a')
  expect(found?.access).toEqual({ kind: 'subscribers' })
  const text = found && (await content.text(found))
  expect(text?.ok && JSON.stringify(text.value.body)).toContain('Good.')
  expect(reported).toEqual([expect.stringContaining('articles/a.md: has a text that cannot')])
  await put(dir, 'articles/a.md', article('Mended.'))
  await content.rescan()
  expect(await reasonAt(content, '/a')).toBe('served')
  expect(content.faults()).toEqual([])
})

test('tables and footnotes without end are refused before they are parsed', async () => {
  const row = (cell: string) => `${`|${cell}`.repeat(500)}|\n`
  const dir = await folderWith({
    'articles/table.md': article(`${row('a')}${row('-')}${'|\n'.repeat(5000)}`),
    'articles/notes.md': article(`${'x[^1]\n\n'.repeat(3000)}[^1]: Note.`),
    'articles/good.md': article('| a | b |\n|---|---|\n| 1 | 2 |\n\nA note[^1].\n\n[^1]: It.'),
  })
  const { content, reported } = await openEditionIn(dir)
  expect([...content.edition().byPath.keys()]).toEqual(['/good'])
  expect(await reasonAt(content, '/good')).toBe('served')
  expect(reported).toEqual([
    expect.stringContaining('articles/notes.md: refers to footnotes more than 2000 times'),
    expect.stringMatching(/^articles\/table.md:\d+: has more than 20000 cells in its tables/),
  ])
})

test('a picture that is not what its name says is left out and said', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"></svg>'
  const dir = await folderWith({
    'articles/a.md': article('![B](odd.png)\n\n![C](good.svg)'),
    'articles/odd.png': svg,
    'articles/good.svg': svg,
  })
  const { content, reported } = await openEditionIn(dir)
  const found = content.edition().byPath.get('/a')
  const text = found && (await content.text(found))
  const body = text?.ok ? JSON.stringify(text.value.body) : ''
  expect(body).toContain('good')
  expect(body).not.toContain('odd')
  expect(reported).toEqual([expect.stringContaining('the picture "odd.png" cannot be read')])
})
