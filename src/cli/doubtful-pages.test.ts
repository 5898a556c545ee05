// What `check`, `init` and `explain` say of pages that tell little of themselves.
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
