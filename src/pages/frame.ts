// Frame: what every page is made with, the same for all of them while the configuration stands.
import type { Article, Picture } from '../core/article.ts'
import type { Site } from '../core/publication.ts'
import type { Words } from './words/words.ts'

/** An article as other pages show it: headline, summary, lead picture. */
export interface Story {
  readonly article: Article
  readonly picture: Picture | undefined
}

/** Public addresses of the files that pages need, each with a hash in its name. */
export interface Assets {
  readonly css: string
  /** What the pages of log-in and account need besides; no article carries it. */
  readonly accountCss: string
  /** What the wall in a site's own layout needs; none of our own pages carries it. */
  readonly gateCss: string
  /** What shows and asks for passkeys, on the two pages that have to do with them. */
  readonly passkeysScript: string
  /** The faces to fetch at once. */
  readonly fonts: readonly string[]
  readonly icon: string
}

export interface Frame {
  readonly site: Site
  readonly words: Words
  readonly assets: Assets
}
