import fc from 'fast-check'
import type { Element, ElementContent, RootContent } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { toString as plainText } from 'hast-util-to-string'
import { parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { article, bodyOf, frameOf, picture, site } from '../../test/support/newspaper.ts'
import { cut } from '../core/cut.ts'
import { allVariants, type Variant, variantKey } from '../core/variant.ts'
import { type ArticlePage, articlePage } from './article-page.ts'

const BODY = bodyOf(
  '<p>Above the cut.</p><p>Below-one the cut.</p><h2 class="sub">Below-two</h2><figure><img src="/standfirst/images/below.svg" alt="Below-three"><figcaption>Below-four</figcaption></figure>',
)
const CUT = cut(BODY, 1, site.policy.cut)
const FULL: Variant = { view: 'full', notice: { kind: 'none' }, signedIn: false }
const WALL: Variant = {
  view: 'preview',
  notice: {
    kind: 'wall',
    wall: 'paywall',
    reason: 'meter-spent',
    spent: { limit: 3, resets: '2026-12-01' },
  },
  signedIn: false,
}

function pageOf(changed: Partial<ArticlePage> = {}, frame = frameOf()): string {
  const page = { article, cut: CUT, picture, variant: FULL, gated: true, more: [], ...changed }
  return articlePage(frame, page)
}

/** Every element of a page that `wanted` says yes to, in order. */
function find(html: string, wanted: (element: Element) => boolean): readonly Element[] {
  const found: Element[] = []
  const see = (node: RootContent | ElementContent) => {
    if (node.type !== 'element') return
    if (wanted(node)) found.push(node)
    node.children.forEach(see)
  }
  const tree = fromParse5(parse(html))
  if (tree.type === 'root') tree.children.forEach(see)
  return found
}

const tagged = (name: string) => (element: Element) => element.tagName === name
const classed = (name: string) => (element: Element) => {
  const classes = element.properties['className']
  return Array.isArray(classes) && classes.includes(name)
}

interface Structured {
  readonly headline: string
  readonly isAccessibleForFree: boolean
  readonly hasPart?: { readonly cssSelector: string }
}

function structured(html: string): Structured {
  const [script] = find(html, (element) => element.properties['type'] === 'application/ld+json')
  return JSON.parse(script === undefined ? '{}' : plainText(script))
}

describe('article page', () => {
  test('what stands below the cut is in no preview, and all of it in every full view', () => {
    for (const variant of allVariants(site.policy, '2026-12-01')) {
      const html = pageOf({ variant })
      const seen = ['Below-one', 'Below-two', 'Below-three', 'Below-four', 'below.svg'].filter(
        (word) => html.includes(word),
      )
      expect([variantKey(variant), seen.length]).toEqual([
        variantKey(variant),
        variant.view === 'full' ? 5 : 0,
      ])
    }
  })

  test('at most one notice, and inside the article the thanks alone, right above where to read on', () => {
    for (const variant of allVariants(site.policy, '2026-12-01')) {
      const html = pageOf({ variant })
      const notices = find(html, (one) => classed('notice')(one) || classed('wall')(one))
      expect(notices.length).toBe(variant.notice.kind === 'none' ? 0 : 1)
      const [inside] = find(html, tagged('article'))
      const text = inside === undefined ? '' : plainText(inside)
      const thanks = 'Above the cut.Thank you: your subscription is open.Below-one'
      if (variant.notice.kind === 'thanks') expect(text).toContain(thanks)
      expect(text.replace(thanks, '')).not.toMatch(/subscri|register|log in/i)
    }
  })

  test('the gated class stands on what search engines are told of: blocks below the cut, or the wall', () => {
    const full = find(pageOf(), classed('gated'))
    expect(full.map(({ tagName }) => tagName)).toEqual(['p', 'h2', 'figure'])
    expect(full[1]?.properties['className']).toEqual(['sub', 'gated'])
    const preview = find(pageOf({ variant: WALL }), classed('gated'))
    expect(preview.map(({ tagName }) => tagName)).toEqual(['aside'])
    expect(structured(pageOf()).hasPart?.cssSelector).toBe('.gated')
    expect(structured(pageOf({ variant: WALL })).hasPart?.cssSelector).toBe('.gated')
  })

  test('who comes back reads on at the first block below the cut, or stands before the wall again', () => {
    const place = (html: string) =>
      find(html, ({ properties }) => properties['id'] === 'read-on').map((one) => plainText(one))
    expect(place(pageOf())).toEqual(['Below-one the cut.'])
    expect(place(pageOf({ variant: WALL }))).toEqual([expect.stringContaining('You have read')])
    expect(place(pageOf({ gated: false }))).toEqual([])
  })

  test('a block keeps the id that notes and links know it by: the next one is where to read on', () => {
    const body = bodyOf('<p>Above.</p><h2 id="user-content-sub">Sub</h2><p>Below.</p>')
    const html = pageOf({ cut: cut(body, 1, site.policy.cut) })
    expect(html).toContain('id="user-content-sub"')
    expect(html).toContain('<p id="read-on" class="gated">Below.</p>')
  })

  test('a free article says so and marks nothing', () => {
    const html = pageOf({ gated: false })
    expect(find(html, classed('gated'))).toEqual([])
    expect(structured(html)).toMatchObject({ isAccessibleForFree: true })
    expect(structured(html).hasPart).toBeUndefined()
  })

  test('no text of an article gets out of the data that describes it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const title = `${text}</script><script>alert(1)</script>`
        const html = pageOf({ article: { ...article, title } })
        expect(find(html, tagged('script'))).toHaveLength(1)
        expect(structured(html).headline).toBe(title)
      }),
    )
  })

  test('no script that runs, no style of its own', () => {
    const html = pageOf({ variant: WALL })
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/)
    expect(find(html, tagged('script')).map(({ properties }) => properties['type'])).toEqual([
      'application/ld+json',
    ])
  })

  test('who is logged in finds the account, and no offer where they may have what is offered', () => {
    const html = pageOf({ variant: { ...FULL, signedIn: true } })
    expect(html).toContain('href="/account"')
    expect(html).not.toContain('/account/log-in')
    expect(html).not.toContain('/account/subscribe')
    expect(pageOf()).toContain('href="/account/log-in?return_to=%2Fharbour%2Feast-quay"')
  })

  test('the direction of the page is that of its language', () => {
    expect(pageOf({}, frameOf({}, 'ar'))).toContain('<html lang="ar" dir="rtl">')
    expect(pageOf({}, frameOf({}, 'de-AT'))).toContain('<html lang="de-AT" dir="ltr">')
  })
})
