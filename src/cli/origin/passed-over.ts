// Passed over: addresses that a site's own feeds name as articles, with a text on their pages and nothing that says that it
// is an article. The gate sends these whole, so their publisher has to say what they are.
import { survey } from '../../content/origin/page/find-body-survey.ts'
import { parsePage } from '../../content/origin/page/parse-page.ts'
import { addressPath } from '../../core/address-path.ts'
import { pathMatches } from '../../core/policy.ts'
import type { ReadPage } from './read-pages.ts'

/** What is to be said of each. */
export const PASSED_OVER =
  'a feed of the site names it as an article, and nothing on its page says that it is one: everybody gets it whole'
export const NAME_IT =
  'name it, or what such addresses have in common, in content.origin.articles.paths, or in articles.except if it is none'

/** `posts`: what feeds and maps of posts name. `except`: patterns of what the configuration says is no article. */
export function passedOver(
  pages: readonly ReadPage[],
  posts: ReadonlySet<string>,
  except: readonly string[],
): readonly string[] {
  return pages
    .filter(({ asked, reading }) => posts.has(asked) && reading.kind === 'page')
    .filter(({ path }) => !except.some((pattern) => pathMatches(pattern, addressPath(path))))
    .flatMap(({ path, reading }) =>
      reading.kind === 'page' && holdsText(reading.html) ? [path] : [],
    )
}

/** Letters of a line that is read and not looked at; and of a text, some fifty words. */
const LINE = 60
const TEXT = 300

/** Whether a headline stands on a page, and beside it, in no navigation and no sidebar, as much as an article says. */
function holdsText(html: string): boolean {
  const page = parsePage(html)
  if (page === undefined) return false
  const { places } = survey(page.document)
  const isHeaded = places.some(
    ({ element, letters }) => /^h[12]$/.test(element.tagName) && letters > 0,
  )
  const letters = places
    .filter(
      ({ beside, direct, linked }) => beside === 'no' && direct >= LINE && linked * 2 < direct,
    )
    .reduce((sum, { direct }) => sum + direct, 0)
  return isHeaded && letters >= TEXT
}
