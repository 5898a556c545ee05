// What `check`, `init` and `explain` say of pages that tell little of themselves.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { paper } from '../../test/support/origin-paper.ts'
import { paragraphs, type SmallPages, smallSite } from '../../test/support/small-site.ts'
import { check } from './check.ts'
import { explain } from './explain.ts'
import { init } from './init.ts'

/** A site that no CMS made. Its feed names the articles. */
function plainSite(pages: SmallPages) {
  return smallSite((address) => {
    const items = Object.keys(pages).map((path) => `<item><link>${address}${path}</link></item>`)
    return {
      '/': '<!doctype html><title>The Weir Post</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">',
      '/feed.xml': {
        headers: { 'Content-Type': 'application/rss+xml' },
        body: `<rss version="2.0"><channel><title>The Weir Post</title>${items.join('')}</channel></rss>`,
      },
      ...pages,
    }
  })
}

function marked(title: string, text: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><title>${title} | The Weir Post</title><meta property="og:type" content="article">${head}</head><body><main><h1>${title}</h1><div class="text">${text}</div></main></body></html>`
}

const RULES = {
  policy: { rules: [{ name: 'archive is free', access: 'free', olderThanDays: 365 }] },
}

test('an article without a date is opened by no rule of age, and that is said', async () => {
  const old = '<meta property="article:published_time" content="2020-02-01T08:00:00Z">'
  const { address: url } = await plainSite({
    '/letter': marked('A letter to the mayor', paragraphs(20, 'letter')),
    '/old': marked('The old weir', paragraphs(20, 'old'), old),
  })
  const { run } = await paper({ url }, RULES)
  const explained = await run(explain, '.', '/letter')
  expect(explained.out).toContain('no date found')
  expect(explained.out).toMatch(/^Rule {6}default: metered$/m)
  const { out } = await run(explain, '.', '/letter', '--json')
  expect(JSON.parse(out)).toMatchObject({ gated: true, published: null })
  expect((await run(explain, '.', '/old')).out).toContain('archive is free: free')
  const checked = await run(check)
  expect(checked.code).toBe(1)
  expect(checked.out).toMatch(
    /^\/letter: has no date that a program can read, .*“archive is free”/m,
  )
  expect(checked.out).toContain('1 fault.')
  expect((await (await paper({ url })).run(check)).out).toBe(
    '2 articles, 0 other pages, no faults.',
  )
})

test('what everybody reads of a text without paragraphs is shown too', async () => {
  const divs = paragraphs(20, 'weir').replaceAll('<p>', '<div>').replaceAll('</p>', '</div>')
  const { address: url } = await plainSite({ '/weir': marked('The weir', divs) })
  const { run } = await paper({ url })
  const shown = /“The harbour quay winter .* … .* weir3\.”$/m
  expect((await run(explain, '.', '/weir')).out).toMatch(shown)
  expect((await run(init, 'new', '--origin', url)).out).toMatch(shown)
})

test('check: an article that has lost its text is not called one with a long first paragraph', async () => {
  const { address: url } = await plainSite({
    '/weir': marked('The weir', '<p>By Ida Quill for The Weir Post</p>'),
    '/old': marked('The old weir', paragraphs(20, 'old')),
  })
  const { run } = await paper({ url, articles: { body: '.text' } })
  const { out } = await run(check)
  expect(out).toMatch(/^\/weir: no more than \d+ words of text were found on it: /m)
  expect(out).not.toContain('first paragraph')
  expect(out).not.toContain('/old')
})

function plain(title: string, text: string): string {
  return `<!doctype html><title>${title}</title><nav><ul><li><a href="/about">About</a></ul></nav><h1>${title}</h1>${text}`
}

test('what a feed names as an article, and nothing else does, is said by check and init', async () => {
  const { address: url } = await plainSite({
    '/weir': marked('The weir', paragraphs(20, 'weir')),
    '/letter': plain('A letter to the mayor', paragraphs(7, 'letter')),
    '/in-divs': plain(
      'Another',
      paragraphs(7, 'x').replaceAll('<p>', '<div>').replaceAll('</p>', '</div>'),
    ),
    '/photo': plain('A photo', '<img src="/a.jpg"><p>The quay.</p>'),
    '/headless': paragraphs(7, 'headless'),
  })
  const { run, folder } = await paper({ url })
  const { code, out } = await run(check)
  expect(code).toBe(1)
  for (const path of ['/letter', '/in-divs'])
    expect(out).toMatch(
      new RegExp(
        `^${path}: a feed of the site names it .* whole: name it, .* in articles.except if`,
        'm',
      ),
    )
  expect(out).toContain('2 faults.')
  const begun = await run(init, 'new', '--origin', url)
  expect(begun.out).toMatch(/^ +\/letter: a feed of the site names it as an article, /m)
  expect(begun.out).toMatch(/^Not gated, though a feed names it: \/letter, \/in-divs\. For each: /m)
  const written = await readFile(join(folder, 'new', 'standfirst.config.ts'), 'utf8')
  expect(written).toContain("// articles: { paths: ['/letter', '/in-divs'] },")
  const named = await paper({ url, articles: { paths: ['/letter'], except: ['/in-divs'] } })
  expect((await named.run(check)).out).toBe('2 articles, 3 other pages, no faults.')
})
