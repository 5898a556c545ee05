// Every variant of every article of the sample, one by one: what is granted is there, what is gated is absent.
import type { ElementContent, RootContent } from 'hast'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import type { Article } from '../../src/core/article.ts'
import { type Cut, cut } from '../../src/core/cut.ts'
import type { Policy } from '../../src/core/policy.ts'
import { ruleFor } from '../../src/core/policy.ts'
import { allVariants, variantKey } from '../../src/core/variant.ts'
import { articlePage } from '../../src/pages/article-page.ts'
import type { Frame } from '../../src/pages/frame.ts'
import { wordsFor } from '../../src/pages/words/words.ts'
import { type Published, publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

let published: Published
let frame: Frame
let policy: Policy
beforeAll(async () => {
  published = await publish(await sampleFiles())
  const config = await loadConfig(published.dir, {})
  if (!config.ok) throw new Error('the sample has faults')
  const site = { ...config.value.site, address: published.address }
  policy = site.policy
  const sheets = { css: '/style.css', accountCss: '/account.css', gateCss: '/wall.css' }
  const assets = { ...sheets, passkeysScript: '/p.js', fonts: [], icon: '/favicon.svg' }
  frame = { site, assets, words: wordsFor(site.publication.language) }
})
afterAll(() => published.close())

test('the sample has no faults, five sections, and all four kinds of access', () => {
  expect(published.content.faults()).toEqual([])
  const { latest } = published.content.edition()
  expect(latest.length).toBeGreaterThanOrEqual(15)
  const kinds = new Set(latest.map((one) => ruleFor(one, policy, published.now).access.kind))
  expect([...kinds].sort()).toEqual(['free', 'metered', 'registered', 'subscribers'])
})

test('all variants of all articles hold what is granted and nothing that is gated', async () => {
  let checked = 0
  for (const article of published.content.edition().latest) {
    const text = await published.content.text(article)
    if (!text.ok) throw new Error(text.detail)
    const found = cut(text.value.body, text.value.authorCut, policy.cut)
    const runs = runsBelow(found, article)
    const seen = new Set<string>()
    for (const variant of allVariants(policy, '2026-12-01')) {
      const page = {
        article,
        cut: found,
        picture: text.value.picture,
        variant,
        gated: true,
        more: [],
      }
      const html = articlePage(frame, page)
      const plain = words(html.replace(/<[^>]*>/g, ' ')).join(' ')
      const leaked = runs.filter((run) => plain.includes(run))
      const expected = variant.view === 'full' ? runs : []
      expect([article.path, variantKey(variant), leaked]).toEqual([
        article.path,
        variantKey(variant),
        expected,
      ])
      for (const file of picturesBelow(found))
        expect(html.includes(file)).toBe(variant.view === 'full')
      seen.add(html)
      checked++
    }
    expect(seen.size).toBeGreaterThan(20)
  }
  expect(checked).toBeGreaterThan(300)
})

/** Runs of eight words from every block below the cut that stand nowhere in what everybody may read. */
function runsBelow(found: Cut, article: Article): readonly string[] {
  const open = words(
    [article.title, article.summary, textOf(found.before), article.correction].join(' '),
  ).join(' ')
  const runs: string[] = []
  for (const block of found.whole.children.slice(found.at)) {
    const all = words(textOf(block))
    for (let at = 0; at + 8 <= all.length; at += 8) runs.push(all.slice(at, at + 8).join(' '))
  }
  return runs.filter((run) => !open.includes(run))
}

function picturesBelow(found: Cut): readonly string[] {
  const below = JSON.stringify(found.whole.children.slice(found.at))
  const above = JSON.stringify(found.before)
  const files = [...below.matchAll(/"src":"([^"]+)"/g)].map((match) => match[1] ?? '')
  return files.filter((file) => !above.includes(file))
}

function textOf(node: RootContent | ElementContent | { children: readonly RootContent[] }): string {
  if ('value' in node) return node.type === 'text' ? node.value : ''
  return 'children' in node ? node.children.map(textOf).join(' ') : ''
}

/** Words as a reader meets them, so that markup and entities make no difference. */
function words(text: string): readonly string[] {
  return text
    .replace(/&#x27;|&#39;/g, '’')
    .replace(/&amp;/g, '&')
    .replace(/&\w+;|&#\w+;/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
