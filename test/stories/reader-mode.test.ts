// Reader mode shows what was granted, all of it and nothing else: no notice, no navigation, no other stories; also where
// no block was granted at all and everything else on the page has more to say than the article.
import { describe, expect, test } from 'vitest'
import type { Article } from '../../src/core/article.ts'
import { cut } from '../../src/core/cut.ts'
import { allVariants, type Variant, variantKey } from '../../src/core/variant.ts'
import { articlePage } from '../../src/pages/article-page.ts'
import type { Story } from '../../src/pages/frame.ts'
import { blocksOf, compare, plain } from '../support/granted-blocks.ts'
import { article, bodyOf, frameOf, picture, site } from '../support/newspaper.ts'
import { readerModes } from '../support/reader-mode.ts'

const SENTENCE =
  'The clerk, who has kept the minutes since the flood, read them out again, slowly, to the whole of the board. '
const paragraphs = (count: number) =>
  Array.from({ length: count }, () => `<p>${SENTENCE.repeat(3)}</p>`).join('')

const NOTES = `<section data-footnotes class="footnotes"><h2 class="sr-only" id="user-content-footnote-label">Footnotes</h2><ol>
<li id="user-content-fn-1"><p>A note, with something to say for itself. <a href="#user-content-fnref-1" data-footnote-backref aria-label="Back to reference 1">↩</a></p></li>
</ol></section>`
const REFERENCE =
  '<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref aria-describedby="user-content-footnote-label">1</a></sup>'
const TABLE = `<div class="table" role="region" tabindex="0" aria-label="Table"><table><caption>Ships, by berth.</caption><thead><tr><th>Berth</th><th>Ships</th></tr></thead><tbody><tr><td>East quay</td><td>none</td></tr><tr><td>West quay</td><td>several</td></tr></tbody></table></div>`
const FIGURE =
  '<figure><img src="/standfirst/images/plan.svg" alt="" width="900" height="600"><figcaption>A plan of the quay, drawn to scale.</figcaption></figure>'
const LIST =
  '<ul><li>Dredging begins when the tides allow it.</li><li>The crane is repaired, or sold.</li></ul>'
const PULL = '<blockquote class="pull"><p>I have waited for this.</p></blockquote>'

interface Specimen {
  readonly name: string
  readonly body: string
  readonly summary?: string
  readonly authorCut?: number
  readonly facts?: Partial<Article>
  /** Every variant is read, not one of each form: notices of one form differ in a number or in one sentence. */
  readonly every?: true
}

const SPECIMENS: readonly Specimen[] = [
  { name: 'long, in plain paragraphs', body: paragraphs(9), every: true },
  {
    name: 'everything a body can hold, on both sides of the cut',
    body: `<p>${SENTENCE}${REFERENCE}</p>${TABLE}${FIGURE}${LIST}${PULL}<h2>What follows</h2><p>${SENTENCE}</p>${TABLE}${FIGURE}${LIST}${PULL}<ol><li>One thing.</li><li>Another.</li></ol><pre><code>a line</code></pre><hr><p>${SENTENCE}</p>${NOTES}`,
    authorCut: 5,
  },
  { name: 'a few words', body: '<p>Rovers won.</p><p>Nobody minds.</p><p>It rained.</p>' },
  { name: 'no block above the cut', body: paragraphs(2), authorCut: 0, every: true },
  {
    name: 'no block above the cut and a summary of two words',
    body: paragraphs(2),
    summary: 'It rained.',
    authorCut: 0,
  },
  { name: 'no block above the cut and no summary', body: paragraphs(2), summary: '', authorCut: 0 },
  {
    name: 'no block above the cut and hardly a fact',
    body: paragraphs(2),
    summary: '',
    authorCut: 0,
    facts: {
      title: 'Rain',
      path: '/r',
      bylines: [],
      updated: undefined,
      section: undefined,
      tags: [],
      correction: undefined,
      published: Date.UTC(2026, 4, 3),
    },
  },
  { name: 'lists alone', body: LIST.repeat(6), authorCut: 1 },
]

const LONG =
  'A headline of another story, which goes on, with commas, for longer than most paragraphs do, and ends with a full stop.'

const frame = frameOf({
  policy: { ...site.policy, meter: { ...site.policy.meter, anonymous: 1, registered: 1 } },
  publication: { ...site.publication, description: `A newspaper. ${SENTENCE}${SENTENCE}` },
})
const more: readonly Story[] = [1, 2, 3, 4].map((number) => ({
  article: { ...article, path: `/harbour/${number}`, title: LONG, summary: LONG },
  picture,
}))

/** The first of each key that `keyOf` gives. */
function firstOfEach(variants: readonly Variant[], keyOf: (variant: Variant) => string) {
  const first = new Map(variants.toReversed().map((variant) => [keyOf(variant), variant]))
  return [...first.values()]
}

const everyVariant = firstOfEach([...allVariants(frame.site.policy, '2026-12-01')], variantKey)
const oneOfEachForm = firstOfEach(everyVariant, ({ view, notice, signedIn }) =>
  [view, notice.kind === 'wall' ? notice.wall : notice.kind, signedIn].join(' '),
)

/** What may stand beside the blocks. Defuddle writes a picture's alternative text under it. */
function allowed(summary: string): readonly string[] {
  return [summary, 'By Ines Marlowe and Tom Ashby', article.imageAlt, 'Footnotes'].map(plain)
}

function without(text: string, parts: readonly string[]): string {
  return parts.reduce((rest, part) => (part === '' ? rest : rest.replace(part, '')), text).trim()
}

for (const mode of readerModes) {
  describe(mode.name, () => {
    for (const specimen of SPECIMENS) {
      test(`${specimen.name}: every ${specimen.every ? 'variant' : 'form of page'}`, async () => {
        const cuts = cut(bodyOf(specimen.body), specimen.authorCut, frame.site.policy.cut)
        const summary = specimen.summary ?? article.summary
        for (const variant of specimen.every ? everyVariant : oneOfEachForm) {
          const key = variantKey(variant)
          const html = articlePage(frame, {
            article: { ...article, summary, ...specimen.facts },
            cut: cuts,
            picture,
            variant,
            gated: true,
            more,
          })
          const shown = await mode.read(html, 'https://saltmarsh.example/harbour/east-quay')
          const { missing, beside } = compare(
            shown,
            blocksOf(variant.view === 'full' ? cuts.whole : cuts.before),
          )
          expect({ key, missing, beside: without(beside, allowed(summary)) }).toEqual({
            key,
            missing: undefined,
            beside: '',
          })
        }
      })
    }
  })
}
