// Counted pages: whether a page was at hand, and how long it took where it was not.
import type { PageTally } from '../core/ports.ts'
import type { Pages } from './read-article.ts'

/** `pages`, with `tally` told of each that is asked for. Several who wait for one page are one that is made. */
export function countedPages<Source>(
  pages: Pages<Source>,
  tally: PageTally | undefined,
): Pages<Source> {
  if (tally === undefined) return pages
  const making = new WeakSet<ReturnType<Pages<Source>['make']>>()
  return {
    ready(article, wanted, source, now) {
      const encoded = pages.ready(article, wanted, source, now)
      if (encoded !== undefined) tally.kept()
      return encoded
    },
    make(article, wanted, source, now, asker) {
      const began = performance.now()
      const made = pages.make(article, wanted, source, now, asker)
      if (making.has(made)) {
        tally.shared()
        return made
      }
      making.add(made)
      void made.then(({ ok }) => {
        if (ok) tally.made((performance.now() - began) / 1000)
        else tally.failed()
      })
      return made
    },
  }
}
