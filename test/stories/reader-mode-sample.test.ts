// Reader mode on the sample: every variant of some articles, and of all others one of each form, shows its granted blocks in order, at most its summary and
// byline beside them, and no word of a notice, of the navigation or of another story.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EveryPage, everyPage } from '../support/every-page.ts'
import { blocksOf, compare, plain } from '../support/granted-blocks.ts'
import { type Published, publish } from '../support/publication.ts'
import { quickReaderModes } from '../support/reader-mode.ts'
import { sampleFiles } from '../support/sample.ts'

let published: Published
let pages: readonly EveryPage[]
beforeAll(async () => {
  published = await publish(await sampleFiles())
  pages = oneOfEachForm(await everyPage(published))
})
afterAll(() => published.close())

/** Articles of which every variant is read: notices of one form differ in a number or in one sentence. */
const WHOLE = 3

function oneOfEachForm(all: readonly EveryPage[]): readonly EveryPage[] {
  const articles = [...new Set(all.map(({ article }) => article.path))]
  const whole = new Set(articles.slice(0, WHOLE))
  const forms = new Set<string>()
  return all.filter(({ article, variant }) => {
    const { view, notice, signedIn } = variant
    const kind = notice.kind === 'wall' ? notice.wall : notice.kind
    const form = [article.path, view, kind, signedIn].join(' ')
    const isNew = !forms.has(form)
    forms.add(form)
    return isNew || whole.has(article.path)
  })
}

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
