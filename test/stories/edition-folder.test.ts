// A folder of Markdown as an edition: what is served from it, and what happens while editors work in it.
import { execFileSync } from 'node:child_process'
import { mkdir, rename, rm, symlink, truncate, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { FolderContent } from '../../src/content/folder/folder.ts'
import { openFolder } from '../../src/content/folder/folder.ts'
import { faultLine } from '../../src/core/fault.ts'
import {
  article,
  folderOptions,
  folderWith,
  openEditionIn,
  put,
} from '../support/edition-folder.ts'

const soon = { timeout: 10_000, interval: 20 }

async function textAt(content: FolderContent, path: string, again = true): Promise<string> {
  const found = content.edition().byPath.get(path)
  if (found === undefined) return 'not served'
  const text = await content.text(found)
  if (!text.ok && text.reason === 'changed' && again) return textAt(content, path, false)
  return text.ok ? JSON.stringify(text.value.body) : text.reason
}

test('addresses follow the folders, the newest article comes first, old addresses lead on', async () => {
  const dir = await folderWith({
    'articles/index.md': article('A.'),
    'articles/town/b.md':
      '---\ntitle: B\npublished: 2026-11-22\nmoved: [/town/old, /older]\n---\nB.',
    'articles/town/deep/c.md': '---\ntitle: C\npublished: 2030-01-01\n---\nC.',
    'articles/.draft.md': 'hidden',
    'articles/notes.txt': 'no article',
  })
  const { content, reported } = await openEditionIn(dir)
  const edition = content.edition()
  expect(edition.latest.map(({ path }) => path)).toEqual(['/town/deep/c', '/town/b', '/index'])
  expect(edition.moved.get('/older')).toBe('/town/b')
  expect(reported).toEqual([])
})

test('a folder without articles is said at once', async () => {
  const dir = await folderWith({})
  await rm(join(dir, 'articles'), { recursive: true })
  expect(await openFolder(folderOptions(dir))).toMatchObject({
    ok: false,
    reason: 'no-articles',
    detail: expect.stringContaining('is not there'),
  })
})

test('a text is parsed once a version', async () => {
  const dir = await folderWith({ 'articles/a.md': article('One.') })
  const { content } = await openEditionIn(dir)
  const [found] = content.edition().latest
  if (found === undefined) throw new Error('nothing is served')
  const [first, again] = await Promise.all([content.text(found), content.text(found)])
  expect(first.ok && again.ok && first.value === again.value).toBe(true)
})

test('a saved, a new and a deleted article show without a restart, in new folders too', async () => {
  const dir = await folderWith({ 'articles/a.md': article('One.'), 'articles/b.md': article('B.') })
  const { content } = await openEditionIn(dir)
  await put(dir, 'articles/a.md', article('Two.'))
  await vi.waitFor(async () => expect(await textAt(content, '/a')).toContain('Two.'), soon)
  await put(dir, 'articles/x/y/z.md', article('New.'))
  await vi.waitFor(async () => expect(await textAt(content, '/x/y/z')).toContain('New.'), soon)
  await put(dir, 'articles/x/y/z.md', article('Newer.'))
  await vi.waitFor(async () => expect(await textAt(content, '/x/y/z')).toContain('Newer.'), soon)
  await unlink(join(dir, 'articles/a.md'))
  await rm(join(dir, 'articles/x'), { recursive: true })
  await vi.waitFor(() => expect([...content.edition().byPath.keys()]).toEqual(['/b']), soon)
})

test('an editor that writes beside the file and renames it over is heard', async () => {
  const dir = await folderWith({ 'articles/town/a.md': article('One.') })
  const { content } = await openEditionIn(dir)
  for (const word of ['Two.', 'Three.']) {
    await put(dir, 'articles/town/.a.md.swp', article(word))
    await rename(join(dir, 'articles/town/.a.md.swp'), join(dir, 'articles/town/a.md'))
    await vi.waitFor(async () => expect(await textAt(content, '/town/a')).toContain(word), soon)
  }
  await rename(join(dir, 'articles/town'), join(dir, 'articles/sport'))
  await vi.waitFor(() => expect([...content.edition().byPath.keys()]).toEqual(['/sport/a']), soon)
  await put(dir, 'articles/sport/a.md', article('Four.'))
  await vi.waitFor(async () => expect(await textAt(content, '/sport/a')).toContain('Four.'), soon)
})

test('a broken article keeps its last good version, front matter and text, and is reported with its line', async () => {
  const dir = await folderWith({
    'articles/a.md': article('Good.', 'access: subscribers\n'),
    'articles/b.md': article('B.'),
    'articles/never.md': article('x', 'section: nowhere\n'),
  })
  const { content, reported } = await openEditionIn(dir)
  expect(reported).toEqual(['articles/never.md:4: section is "nowhere": write one of town, sport'])
  expect(content.edition().byPath.has('/never')).toBe(false)
  await put(dir, 'articles/a.md', article('Bad.', 'acess: free\n'))
  const fault = 'articles/a.md:4: acess is not known: write access'
  await vi.waitFor(() => expect(reported).toContain(fault), soon)
  expect(content.edition().byPath.get('/a')?.access).toEqual({ kind: 'subscribers' })
  expect(await textAt(content, '/a')).toContain('Good.')
  await put(dir, 'articles/a.md', article('Mended.'))
  await vi.waitFor(async () => expect(await textAt(content, '/a')).toContain('Mended.'), soon)
  expect(content.faults().map(faultLine)).not.toContain(fault)
  expect(reported.filter((line) => line === fault)).toHaveLength(1)
})

test('a file that is empty for a moment is being written', async () => {
  const dir = await folderWith({ 'articles/a.md': article('One.'), 'articles/b.md': article('B.') })
  const { content, reported } = await openEditionIn(dir)
  await truncate(join(dir, 'articles/a.md'))
  await new Promise((resolve) => setTimeout(resolve, 150))
  await put(dir, 'articles/a.md', article('Two.'))
  await vi.waitFor(async () => expect(await textAt(content, '/a')).toContain('Two.'), soon)
  expect(reported).toEqual([])
  await truncate(join(dir, 'articles/a.md'))
  await vi.waitFor(() => expect(reported.join()).toContain('articles/a.md: is empty'), soon)
  expect(await textAt(content, '/a')).toContain('Two.')
})

test('a folder that vanishes takes nothing with it, and is heard when it comes back', async () => {
  const dir = await folderWith({
    'articles/town/a.md': article('One.'),
    'articles/town/b.md': article('Two.'),
    'front.yaml': 'lead: /town/a\n',
  })
  const { content, reported } = await openEditionIn(dir)
  await rename(join(dir, 'articles'), join(dir, 'away'))
  await vi.waitFor(() => expect(reported.join()).toContain('articles: is gone or empty'), soon)
  expect(await textAt(content, '/town/a')).toContain('One.')
  expect(await textAt(content, '/town/b')).toContain('Two.')
  await put(dir, 'away/town/a.md', article('Changed meanwhile.'))
  await rename(join(dir, 'away'), join(dir, 'articles'))
  await vi.waitFor(async () => expect(await textAt(content, '/town/a')).toContain('Changed'), soon)
  await vi.waitFor(() => expect(content.faults()).toEqual([]), soon)
  await put(dir, 'articles/town/b.md', article('Heard again.'))
  await vi.waitFor(async () => expect(await textAt(content, '/town/b')).toContain('Heard'), soon)
})

test('a folder that is emptied is taken for an unmounted one', async () => {
  const dir = await folderWith({ 'articles/town/a.md': article('One.') })
  const { content, reported } = await openEditionIn(dir)
  await rm(join(dir, 'articles/town'), { recursive: true })
  await vi.waitFor(() => expect(reported.join()).toContain('articles: is gone or empty'), soon)
  expect(await textAt(content, '/town/a')).toContain('One.')
})

test('5,000 articles saved at once: none is lost, and readers are answered meanwhile', async () => {
  const dir = await folderWith({ 'articles/a.md': article('One.') })
  const { content } = await openEditionIn(dir)
  const many = Array.from({ length: 5000 }, (_, index) => `articles/f${index % 50}/s${index}.md`)
  for (let folder = 0; folder < 50; folder++) await mkdir(join(dir, `articles/f${folder}`))
  let answered = 0
  const reader = setInterval(() => {
    answered++
  }, 5)
  await Promise.all(many.map((file) => writeFile(join(dir, file), article(`Text of ${file}.`))))
  await vi.waitFor(() => expect(content.edition().byPath.size).toBe(5001), {
    ...soon,
    timeout: 60_000,
  })
  await Promise.all(
    many.map((file) => writeFile(join(dir, file), article('Saved again.', 'tags: x\n'))),
  )
  const saved = () => content.edition().latest.filter(({ tags }) => tags.includes('x')).length
  await vi.waitFor(() => expect(saved()).toBe(5000), { ...soon, timeout: 60_000 })
  clearInterval(reader)
  expect(answered).toBeGreaterThan(10)
}, 150_000)

test('the front page follows front.yaml; what is wrong in it is skipped and said', async () => {
  const dir = await folderWith({
    'articles/town/a.md': article('A.', 'moved: /town/old\n'),
    'front.yaml':
      'lead: /town/old\nrail: [/town/a, /town/none]\nrows:\n  - section: town\n    articles: [/town/a]\n  - section: twon\n',
  })
  const { content, reported } = await openEditionIn(dir)
  expect(content.edition().front).toEqual({
    lead: '/town/a',
    rail: ['/town/a'],
    rows: [{ section: 'town', articles: ['/town/a'] }],
  })
  expect(reported).toEqual([
    'front.yaml:2: /town/none is no article: write the address of an article, or take it out',
    'front.yaml:6: twon is no section: write town',
  ])
  await put(dir, 'front.yaml', 'lead: [')
  await vi.waitFor(() => expect(reported.join()).toContain('front.yaml:1: is not YAML'), soon)
  expect(content.edition().front.lead).toBe('/town/a')
  await put(dir, 'front.yaml', 'rail: [/town/a]')
  await vi.waitFor(() => expect(content.edition().front.lead).toBeUndefined(), soon)
})

test('an address belongs to one article: others that name it are told', async () => {
  const dir = await folderWith({
    'articles/a.md': article('A.', 'moved: [/b, /old]\n'),
    'articles/b.md': article('B.'),
    'articles/c.md': article('C.', 'moved: /old\n'),
  })
  const { content, reported } = await openEditionIn(dir)
  expect(reported).toEqual([
    'articles/a.md:4: moved names /b, where an article is: leave each old address to the one article that was there',
    'articles/c.md:4: moved names /old, which /a names too: leave each old address to the one article that was there',
  ])
  const ids = content.edition().latest.map(({ id }) => id)
  expect(new Set(ids).size).toBe(3)
  expect(content.edition().moved).toEqual(new Map([['/old', '/a']]))
})

test('what was withdrawn is nowhere, under any address it had, until the order is lifted', async () => {
  const withdrawn = new Set(['/gone'])
  const dir = await folderWith({
    'articles/gone.md': article('Secret.'),
    'articles/town/again.md': article('Secret.', 'moved: /gone\n'),
    'articles/later.md': article('Later.'),
  })
  const isWithdrawn = (path: string) => withdrawn.has(path)
  const { content } = await openEditionIn(dir, { isWithdrawn })
  expect([...content.edition().byPath.keys()]).toEqual(['/later'])
  const later = content.edition().byPath.get('/later')
  withdrawn.add('/later')
  content.forget('/later')
  expect(content.edition().byPath.size).toBe(0)
  if (later === undefined) throw new Error('it was never served')
  expect(await content.text(later)).toMatchObject({ ok: false, reason: 'changed' })
  withdrawn.clear()
  await content.obey()
  expect(content.edition().byPath.size).toBe(3)
  withdrawn.add('/later')
  await content.obey()
  expect(content.edition().byPath.size).toBe(2)
  withdrawn.add('/gone')
  await content.rescan()
  expect(content.edition().byPath.size).toBe(0)
})

test('odd files are faults, and nothing else suffers', async () => {
  const dir = await folderWith({
    'articles/a.md': article('A.'),
    'articles/Upper Case.md': article('B.'),
    'articles/account/c.md': article('C.'),
    'articles/town.md': article('T.'),
    'articles/bytes.md': new Uint8Array([0x2d, 0x2d, 0x2d, 0x0a, 0xff]),
    'articles/huge.md': article('x'.repeat(2 * 1024 * 1024)),
    'articles/deep.md': article(`Text.\n\n${'<div>'.repeat(100_000)}`),
    'articles/folder.md/inside.md': article('D.'),
    'outside.md': article('E.'),
  })
  await symlink('../outside.md', join(dir, 'articles/link.md'))
  await symlink('a.md', join(dir, 'articles/inner.md'))
  await symlink('..', join(dir, 'articles/round'))
  execFileSync('/usr/bin/env', ['mkfifo', join(dir, 'articles/pipe.md')])
  const { content, reported } = await openEditionIn(dir)
  expect([...content.edition().byPath.keys()].sort()).toEqual(['/a', '/inner'])
  expect(reported).toEqual([
    expect.stringMatching(/^articles\/Upper Case.md: has a name that makes no address: rename/),
    expect.stringContaining('articles/account/c.md: has the address /account/c'),
    expect.stringContaining('articles/bytes.md: is not UTF-8'),
    expect.stringContaining('articles/deep.md:7: is nested too deeply'),
    expect.stringContaining('articles/folder.md/inside.md: has a name that makes no address'),
    expect.stringContaining('articles/huge.md: is larger than 2 MB'),
    expect.stringContaining('articles/link.md: is a link out of articles/'),
    expect.stringContaining('articles/pipe.md: is no file'),
    expect.stringContaining('articles/round: is a link to a folder'),
    expect.stringContaining('articles/town.md: has the address /town'),
  ])
})

test('what the budget does not hold is read from the disk, also in the moment after it was saved', async () => {
  const dir = await folderWith({ 'articles/a.md': article('One.'), 'articles/b.md': article('B.') })
  const { content } = await openEditionIn(dir, { sourceBudget: 1, textBudget: 1 })
  expect(await textAt(content, '/a')).toContain('One.')
  await put(dir, 'articles/a.md', article('Two.', 'tags: [sea]\n'))
  expect(await textAt(content, '/a')).toContain('Two.')
  await utimes(join(dir, 'articles/a.md'), 1, 1)
  expect(await textAt(content, '/a')).toContain('Two.')
  await unlink(join(dir, 'articles/a.md'))
  expect(await textAt(content, '/a')).toBe('unavailable')
  await vi.waitFor(async () => expect(await textAt(content, '/a')).toBe('not served'), soon)
})

test('a file that is only touched is no new version', async () => {
  const dir = await folderWith({ 'articles/a.md': article('One.'), 'articles/b.md': article('B.') })
  const { content } = await openEditionIn(dir)
  const before = content.edition()
  await utimes(join(dir, 'articles/a.md'), 1, 1)
  await content.rescan()
  expect(content.edition()).toBe(before)
})
