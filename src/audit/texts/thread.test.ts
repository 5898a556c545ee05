import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { TextThread } from './thread.ts'

const LONG_MS = 100_000

let thread = new TextThread(LONG_MS)
afterEach(async () => {
  await thread.close()
  thread = new TextThread(LONG_MS)
})

const takeApart = (html: string) =>
  thread.takeApart({
    ...{ bytes: gzipSync(html), type: 'text/html', charset: undefined, url: 'https://a.example/' },
    ...{ styles: [], readerMode: false, textsOnly: false },
  })

/** A page of a few kilobytes as sent, and of ten megabytes as unpacked. */
const withAttributes = (many: number) =>
  `<!doctype html><p ${Array.from({ length: many }, (_, at) => `a${at}`).join(' ')}>The ferry.`

test('a page of a million attributes ends no more than its own reading, if that', async () => {
  await takeApart(withAttributes(1_050_000))
  const next = await takeApart('<!doctype html><p>The next.')
  expect(JSON.stringify(next)).toContain('The next.')
}, 90_000)

test('a page that takes more memory than there is is given up, and the next one is read', async () => {
  const nested = Array.from({ length: 95 }, (_, at) => `<b id=q${at}>`).join('')
  const huge = takeApart(`<!doctype html><div>\n<p>${nested}x${'<p>x'.repeat(40_000)}\n</div>`)
  const next = takeApart('<!doctype html><p>The next.')
  expect(await huge).toMatchObject({ detail: 'It takes too much memory to be read.' })
  expect(JSON.stringify(await next)).toContain('The next.')
}, 90_000)
