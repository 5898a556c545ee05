// Pictures beside the articles: their public names, who shows them where, and what never leaves the folder.
import { rename, symlink, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { toHtml } from 'hast-util-to-html'
import { expect, test, vi } from 'vitest'
import type { FolderContent } from '../../src/content/folder/folder.ts'
import { article, folderWith, openEditionIn, put } from '../support/edition-folder.ts'

const soon = { timeout: 10_000, interval: 20 }
const svg = (width: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="50"></svg>`

async function textOf(content: FolderContent, path: string) {
  const found = content.edition().byPath.get(path)
  const text = found && (await content.text(found))
  if (!text?.ok) throw new Error(`${path} has no text`)
  return { ...text.value, html: toHtml(text.value.body) }
}

/** The names of a text's pictures, as their addresses give them, decoded. */
async function namesIn(content: FolderContent, path: string): Promise<string[]> {
  const { html } = await textOf(content, path)
  return [...html.matchAll(/src="\/standfirst\/images\/([^"]+)"/g)].map(([, name]) =>
    decodeURIComponent(name ?? ''),
  )
}

async function shownBy(content: FolderContent, name: string): Promise<string[]> {
  const image = await content.image(name)
  if (!image.ok) return [image.reason]
  return image.value.shownBy.map(({ article: { path }, where }) => `${path} ${where}`).sort()
}

const WORDS = 'word '.repeat(90)

test('a picture has its size, and a name with the hash of its bytes', async () => {
  const dir = await folderWith({
    'articles/town/a.md': article('![Quay](../shared/Kai_1.svg "The quay")'),
    'articles/shared/Kai_1.svg': svg(80),
  })
  const { content } = await openEditionIn(dir)
  const [name = ''] = await namesIn(content, '/town/a')
  expect(name).toMatch(/^shared\/Kai_1\.[0-9a-f]{16}\.svg$/)
  expect((await textOf(content, '/town/a')).html).toBe(
    `<figure><img src="/standfirst/images/${name}" alt="Quay" width="80" height="50" loading="lazy" decoding="async"><figcaption>The quay</figcaption></figure>`,
  )
  const image = await content.image(name)
  expect(image).toMatchObject({ ok: true, value: { type: 'image/svg+xml', name } })
  expect(image.ok && Buffer.from(image.value.bytes).toString()).toBe(svg(80))
})

test('a picture that changes makes a new version, and its old name leads to the new one', async () => {
  const dir = await folderWith({
    'articles/a.md': article('![Map](map.svg)', 'image: lead.svg\nimageAlt: Lead.\n'),
    'articles/map.svg': svg(10),
    'articles/lead.svg': svg(20),
  })
  const { content } = await openEditionIn(dir)
  const before = await textOf(content, '/a')
  const [old = ''] = await namesIn(content, '/a')
  const { generation } = content.edition()
  await put(dir, 'articles/map.svg', svg(11))
  await vi.waitFor(
    async () => expect((await textOf(content, '/a')).version).not.toBe(before.version),
    soon,
  )
  expect(content.edition().generation).toBeGreaterThan(generation)
  const [present = ''] = await namesIn(content, '/a')
  expect(await content.image(old)).toMatchObject({ ok: true, value: { name: present } })
  const second = await textOf(content, '/a')
  await put(dir, 'articles/lead.svg', svg(21))
  await vi.waitFor(
    async () => expect((await textOf(content, '/a')).version).not.toBe(second.version),
    soon,
  )
  expect((await textOf(content, '/a')).picture).toMatchObject({ width: 21, alt: 'Lead.' })
})

test('who shows a picture where: lead, above, below, in a note, in several articles', async () => {
  const dir = await folderWith({
    'articles/lead.md': article('Text.', 'image: p.svg\nimageAlt: P.\n'),
    'articles/above.md': article(`![P](p.svg)\n\n${WORDS}\n\n<!--more-->\n\n${WORDS}`),
    'articles/below.md': article(`${WORDS}\n\n<!--more-->\n\n![P](p.svg)\n\n![Q](q.svg)`),
    'articles/note.md': article(
      `Up[^1].\n\n<!--more-->\n\n${WORDS}[^2]\n\n[^1]: ![P](p.svg)\n[^2]: ![R](r.svg)`,
    ),
    'articles/named.md': article('It only says p.svg.'),
    'articles/both.md': article(`![Q](q.svg)\n\nText.\n\n<!--more-->\n\n![Q](q.svg) ${WORDS}`),
    'articles/p.svg': svg(1),
    'articles/q.svg': svg(2),
    'articles/r.svg': svg(3),
    'articles/unused.svg': svg(4),
  })
  const { content } = await openEditionIn(dir)
  const [p = '', r = ''] = await namesIn(content, '/note')
  expect(await shownBy(content, p)).toEqual([
    '/above open',
    '/below below-cut',
    '/lead open',
    '/note open',
  ])
  expect(await shownBy(content, r)).toEqual(['/note below-cut'])
  const [, q = ''] = await namesIn(content, '/below')
  expect(await shownBy(content, q)).toEqual(['/below below-cut', '/both open'])
  expect(await shownBy(content, p.replace('p.', 'unused.'))).toEqual(['unknown'])
})

test.each([
  '../outside.0123456789abcdef.svg',
  'town/../../outside.0123456789abcdef.svg',
  '/etc/passwd.0123456789abcdef.svg',
  'p.svg',
  '.hidden.0123456789abcdef.svg',
  'a.0123456789abcdef.md',
  '',
])('%j is no picture', async (name) => {
  const dir = await folderWith({
    'articles/a.md': article('![O](../outside.svg) ![P](p.svg) ![H](.hidden.svg)'),
    'articles/p.svg': svg(1),
    'articles/.hidden.svg': svg(1),
    'outside.svg': svg(2),
  })
  const { content } = await openEditionIn(dir)
  expect(await shownBy(content, name)).toEqual(['unknown'])
})

test('a picture that is elsewhere, outside, linked out of the folder or missing is left out and said', async () => {
  const dir = await folderWith({
    'articles/a.md': article(
      [
        '![E](https://example.org/e.png)',
        '![D](data:image/png;base64,AAAA)',
        '![O](../outside.svg)',
        '![L](link.svg)',
        '![S](round/outside.svg)',
        '![M](missing.svg "The caption stays")',
        '![N](no-picture.txt)',
        '![](silent.svg)',
        '<img srcset="https://example.org/x.png 2x" src="silent.svg" alt="S" style="x">',
      ].join('\n\n'),
      'image: gone.svg\nimageAlt: Gone.\n',
    ),
    'articles/silent.svg': svg(5),
    'outside.svg': svg(2),
  })
  await symlink('../outside.svg', join(dir, 'articles/link.svg'))
  await symlink('..', join(dir, 'articles/round'))
  const { content } = await openEditionIn(dir)
  const { html, picture } = await textOf(content, '/a')
  expect(picture).toBeUndefined()
  expect(html).not.toMatch(/example\.org|data:|outside|link\.svg|missing|style/)
  expect(html).toContain('<figure><figcaption>The caption stays</figcaption></figure>')
  expect(html.match(/<img/g)).toHaveLength(2)
  expect(content.faults().map(({ line, what }) => `${line} ${what}`)).toEqual([
    '4 cannot be read',
    '7 the picture "https://example.org/e.png" lies elsewhere and was left out',
    '9 the picture "data:image/png;base64,AAAA" lies elsewhere and was left out',
    '11 the picture "../outside.svg" is not within articles/',
    '13 the picture "link.svg" cannot be read',
    '15 the picture "round/outside.svg" cannot be read',
    '17 the picture "missing.svg" cannot be read',
    '19 the picture "no-picture.txt" is of no known kind',
    '21 the picture "silent.svg" has no alternative text',
    'undefined is a link to a folder, which is not followed',
  ])
  await put(dir, 'articles/missing.svg', svg(6))
  await vi.waitFor(
    async () => expect((await textOf(content, '/a')).html).toContain('missing'),
    soon,
  )
})

test('pictures that were seen are served on while the folder is gone', async () => {
  const dir = await folderWith({
    'articles/a.md': article('![P](p.svg)'),
    'articles/p.svg': svg(1),
  })
  const { content, reported } = await openEditionIn(dir)
  const [name = ''] = await namesIn(content, '/a')
  await rename(join(dir, 'articles'), join(dir, 'away'))
  await vi.waitFor(() => expect(reported.join()).toContain('is gone or empty'), soon)
  expect(await shownBy(content, name)).toEqual(['/a below-cut'])
  await rename(join(dir, 'away'), join(dir, 'articles'))
  await vi.waitFor(() => expect(content.faults()).toEqual([]), soon)
  await unlink(join(dir, 'articles/p.svg'))
  await vi.waitFor(async () => expect(await shownBy(content, name)).toEqual(['unknown']), soon)
})
