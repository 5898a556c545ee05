// Article: what the publication publishes, as every part of the house knows it.
import type { Root } from 'hast'

/** 64 bits of SHA-256 over the article's first address, base64url: 11 characters. The meter keeps these. */
export type ArticleId = string

/**
 * The date of an article that names none, on a site that is not ours. Templates write this very instant, 1970-01-01, where
 * a date is missing. No rule of age looks at it.
 */
export const NO_DATE = 0

/** Who may read an article whole. `subscribers` may name the plans that open it; without names any plan does. */
export type Access =
  | { readonly kind: 'free' }
  | { readonly kind: 'registered' }
  | { readonly kind: 'metered' }
  | { readonly kind: 'subscribers'; readonly plans?: readonly string[] }

export interface Article {
  readonly id: ArticleId
  /** The one normal form of its address: absolute path, decoded, no trailing slash. */
  readonly path: string
  readonly title: string
  readonly summary: string
  readonly bylines: readonly string[]
  /** Epoch milliseconds, or `NO_DATE`. In the future: the article is not out yet. */
  readonly published: number
  readonly updated: number | undefined
  /** Id of its section. */
  readonly section: string | undefined
  readonly tags: readonly string[]
  /** What the article says of its own access; undefined leaves it to the policy. */
  readonly access: Access | undefined
  /** What its page at the publisher's own site shows of its access: holds where no rule does. */
  readonly sign?: Access | undefined
  /** The lead picture's file, relative to the articles folder; always open. */
  readonly image: string | undefined
  readonly imageAlt: string
  readonly correction: string | undefined
  /** Old addresses, oldest first; each redirects to `path`. */
  readonly moved: readonly string[]
}

/** Orders articles by date, and those of one instant by address. */
export function newestFirst(
  a: Pick<Article, 'published' | 'path'>,
  b: Pick<Article, 'published' | 'path'>,
): number {
  if (a.published !== b.published) return b.published - a.published
  return a.path < b.path ? -1 : Number(a.path > b.path)
}

/** Where an article stands in a list that is ordered newest first, or would stand. */
export function placeIn(list: readonly Article[], article: Article): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = list[middle]
    if (other !== undefined && newestFirst(other, article) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** A picture as a page shows it. */
export interface Picture {
  /** Public address with the hash of the bytes in it. */
  readonly src: string
  readonly alt: string
  /** In CSS pixels, where the file says so. */
  readonly width: number | undefined
  readonly height: number | undefined
}

/** The parsed text of one version of an article. */
export interface ArticleText {
  /** Changes whenever the source or one of its pictures changes. */
  readonly version: string
  /** Sanitised; pictures carry their public addresses. */
  readonly body: Root
  /** Index in `body.children` where the author put the cut. */
  readonly authorCut: number | undefined
  readonly picture: Picture | undefined
}
