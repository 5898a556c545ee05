// One version, one decision: a text is never given out for an article of another version, whatever is saved meanwhile.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { article, folderWith, openEditionIn, put } from '../support/edition-folder.ts'

const soon = { timeout: 20_000, interval: 20 }

test('while a batch is taken in, no new text is given out for an old article', async () => {
  const files = Array.from({ length: 450 }, (_, index) => `articles/f${index}.md`)
  const dir = await folderWith({
    ...Object.fromEntries(files.map((file) => [file, article('Old.', 'access: free\n')])),
    'articles/last.md': article('Old.'),
  })
  const { content } = await openEditionIn(dir)
  const text = article('Gated.', 'access: subscribers\n')
  await Promise.all(files.map((file) => writeFile(join(dir, file), text)))
  const reasons = new Set<string>()
  const isOver = () =>
    content.edition().latest.filter(({ access }) => access?.kind === 'subscribers').length === 450
  while (!isOver()) {
    await setImmediate()
    for (const found of content.edition().latest) {
      const made = await content.text(found)
      const body = made.ok ? JSON.stringify(made.value.body) : ''
      if (!made.ok) reasons.add(made.reason)
      if (found.access?.kind === 'free') expect(body).not.toContain('Gated.')
      if (found.access?.kind === 'subscribers') expect(body).not.toContain('Old.')
    }
  }
  expect([...reasons].filter((reason) => reason !== 'changed')).toEqual([])
})

test('an article of an earlier edition has changed; the present one has the new text', async () => {
  const dir = await folderWith({
    'articles/a.md': article('One.', 'moved: [/b, /old]\n'),
    'articles/b.md': article('B.'),
  })
  const { content } = await openEditionIn(dir)
  const before = content.edition().byPath.get('/a')
  if (before === undefined) throw new Error('it is not served')
  expect(await content.text(before)).toMatchObject({ ok: true })
  // Whose old addresses are free is found out again for all.
  await put(dir, 'articles/c.md', article('C.', 'moved: [/old-c]\n'))
  await content.rescan()
  expect(content.edition().byPath.get('/a')).not.toBe(before)
  expect(await content.text(before)).toMatchObject({ ok: true })
  await put(dir, 'articles/a.md', article('Two.'))
  await vi.waitFor(() => expect(content.edition().byPath.get('/a')?.moved).toEqual([]), soon)
  expect(await content.text(before)).toMatchObject({ ok: false, reason: 'changed' })
  const now = content.edition().byPath.get('/a')
  const text = now && (await content.text(now))
  expect(text?.ok && JSON.stringify(text.value.body)).toContain('Two.')
})

test('a change that nobody heard of yet is found when the text is asked for, and published with it', async () => {
  const dir = await folderWith({
    'articles/a.md': article('Open.', 'access: free\n'),
    'articles/b.md': article('B.'),
  })
  const { content } = await openEditionIn(dir, { sourceBudget: 1, textBudget: 1 })
  const before = content.edition().byPath.get('/a')
  if (before === undefined) throw new Error('it is not served')
  await put(dir, 'articles/a.md', article('Gated.', 'access: subscribers\n'))
  expect(await content.text(before)).toMatchObject({ ok: false, reason: 'changed' })
  const now = content.edition().byPath.get('/a')
  expect(now?.access).toEqual({ kind: 'subscribers' })
  expect(now && (await content.text(now))).toMatchObject({ ok: true })
})
