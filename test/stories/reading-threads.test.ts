// The threads that read texts and pictures: what takes too long or too much is given up, and the end waits for nothing.
import { afterEach, expect, test } from 'vitest'
import type { Body, Source } from '../../src/content/folder/body.ts'
import type { Measure } from '../../src/content/folder/picture-thread.ts'
import { Thread } from '../../src/content/thread/thread.ts'
import { threadBeside } from '../../src/content/thread/thread-messages.ts'
import type { Article } from '../../src/core/article.ts'

const article: Article = {
  id: 'AAAAAAAAAAA',
  path: '/a',
  title: 'A headline',
  summary: 'A summary.',
  bylines: [],
  published: 0,
  updated: undefined,
  section: undefined,
  tags: [],
  access: undefined,
  image: undefined,
  imageAlt: '',
  correction: undefined,
  moved: [],
}
const NESTED = Array.from({ length: 95 }, (_, index) => `<b id=q${index}>`).join('')
const FOLDER = new URL('../../src/content/folder/texts.ts', import.meta.url).href
/** Makes four million elements. */
const HUGE = `<div>\n<p>${NESTED}x${'<p>x'.repeat(40_000)}\n</div>`
const LONG_MS = 100_000

const source = (text: string): Source => ({
  file: 'a.md',
  article,
  imageLine: undefined,
  textAt: 0,
  bytes: Buffer.from(text),
})

function textThread(): Thread<Source, Body> {
  const data = {
    footnoteLabel: 'Footnotes',
    footnoteBackLabel: 'Back',
    tableLabel: 'Table',
    cut: { words: 80 },
  }
  return new Thread<Source, Body>(threadBeside(FOLDER, 'text-thread'), data, async () => undefined)
}

let thread = textThread()
afterEach(async () => {
  await thread.close()
  thread = textThread()
})

test('what takes more memory than there is is given up, long before the process has none', async () => {
  const before = process.resourceUsage().maxRSS
  const huge = thread.run(source(HUGE), LONG_MS)
  const next = thread.run(source('Read *on*.'), LONG_MS)
  await expect(huge).rejects.toThrow('takes too much memory')
  // Kilobytes, beside what the process had before: V8's own limit, at which it may end all of it, is 2048 MB for the thread.
  expect(process.resourceUsage().maxRSS).toBeLessThan(before + 1500 * 1024)
  expect(JSON.stringify((await next).text.body)).toContain('Read ')
}, 90_000)

test('the end does not wait for a text without end, and what was asked is refused', async () => {
  await thread.run(source('Read.'), LONG_MS)
  const asked = [thread.run(source(HUGE), LONG_MS), thread.run(source('Next.'), LONG_MS)]
  const refused = Promise.allSettled(asked)
  await thread.close()
  expect(await refused).toMatchObject(
    asked.map(() => ({ reason: { message: 'is not read any more' } })),
  )
}, 90_000)

function box(name: string, inside: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + inside.length)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, inside])
}

/** A picture that says its size 24,000 times, and is looked through once for each. */
function manySizes(): Buffer {
  const size = box('ispe', Buffer.alloc(12, 1))
  const sizes = box('ipco', Buffer.concat(Array.from({ length: 24_000 }, () => size)))
  return Buffer.concat([
    box('ftyp', Buffer.from('avif\0\0\0\0avif')),
    box('meta', Buffer.concat([Buffer.alloc(4), box('iprp', sizes)])),
  ])
}

test('a picture that takes longer than it may is given up, and the next one is measured', async () => {
  const pictures = new Thread<Uint8Array, Measure>(
    threadBeside(FOLDER, 'picture-thread'),
    undefined,
    async () => {},
  )
  try {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"></svg>')
    await pictures.run(svg, LONG_MS)
    await expect(pictures.run(manySizes(), 20)).rejects.toThrow('takes too long')
    expect(await pictures.run(svg, LONG_MS)).toMatchObject({ width: 8, height: 5 })
  } finally {
    await pictures.close()
  }
}, 90_000)
