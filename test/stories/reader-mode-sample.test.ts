// Reader mode on the sample: every variant of every article shows its granted blocks in order, at most its summary and
// byline beside them, and no word of a notice, of the navigation or of another story.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EveryPage, everyPage } from '../support/every-page.ts'
import { type Published, publish } from '../support/publication.ts'
import { blocksOf, compare, plain, quickReaderModes } from '../support/reader-mode.ts'
import { sampleFiles } from '../support/sample.ts'

let published: Published
let pages: readonly EveryPage[]
beforeAll(async () => {
  published = await publish(await sampleFiles())
  pages = await everyPage(published)
})
afterAll(() => published.close())

/** What may stand beside the blocks. Defuddle writes a picture's alternative text under it, and a heading over notes. */
function allowed({ article }: EveryPage): readonly string[] {
  const { summary, bylines, imageAlt } = article
  return [summary, `By ${bylines.join(' and ')}`, imageAlt, 'Footnotes'].map(plain)
}

test.each(quickReaderModes)(
  '$name shows what was granted and no more',
  async (mode) => {
    const wrong = new Map<string, string>()
    for (const page of pages) {
      const { article, variant, key, cut, html } = page
      const shown = await mode.read(html, published.address + article.path)
      const granted = blocksOf(variant.view === 'full' ? cut.whole : cut.before)
      const { missing, beside } = compare(shown, granted)
      const surplus = allowed(page)
        .reduce((rest, part) => rest.replace(part, ''), beside)
        .trim()
      if (missing !== undefined) wrong.set(key, `does not show ${missing}`)
      else if (surplus !== '') wrong.set(key, `shows ${surplus}`)
    }
    expect(Object.fromEntries(wrong)).toEqual({})
  },
  240_000,
)
