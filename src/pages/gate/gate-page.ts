// Gate page: a page of the site that stands behind, put together from its pieces with what is ours at its places.
import type { Article } from '../../core/article.ts'
import type { Piece, Place } from '../../core/origin.ts'
import type { Variant } from '../../core/variant.ts'
import type { Frame } from '../frame.ts'
import { html } from '../html.ts'
import type { SiteWalled } from './own-wall.ts'
import { ownWall, siteLine, siteWall } from './site-wall.ts'

export interface GatePage {
  readonly pieces: readonly Piece[]
  readonly article: Article
  /** Where the page was asked for, decoded, as the way back leads there. */
  readonly path: string
  readonly variant: Variant
  readonly words: number
  readonly wordsBefore: number
  /** Whether the rules ask anything of a reader: the article is not free. */
  readonly gated: boolean
  /** Ids of the plans that open it; undefined where any does, or none is needed. */
  readonly plans?: readonly string[] | undefined
  /** Whether the reader has a plan. Whoever gives it keeps a page for each: it is in the bytes. */
  readonly subscribed?: boolean
  /** The publisher's own wall, as HTML without faults (`wallFaults`). */
  readonly ownWall: string | undefined
}

/** Equal bytes for an equal frame and page: nothing of the one who asks is in them. */
export function gatePage(frame: Frame, page: GatePage): string {
  const { notice } = page.variant
  // Who has just paid lands where the wall stood.
  const isAtCut = notice.kind === 'thanks' && page.pieces.some(isWallPlace)
  const ours: Readonly<Record<Place, string>> = {
    html: marks(page),
    head: notice.kind === 'none' ? '' : styleSheet(frame),
    notice: isAtCut ? '' : siteLine(frame, notice),
    wall: isAtCut ? siteLine(frame, notice) : wallOf(frame, page),
  }
  return page.pieces
    .map((piece) => (typeof piece === 'string' ? piece : ours[piece.place]))
    .join('')
}

function isWallPlace(piece: Piece): boolean {
  return typeof piece !== 'string' && piece.place === 'wall'
}

/** For the publisher's own scripts: which view of what it is, for which kind of reader, and which wall. */
function marks({ variant, gated, subscribed }: GatePage): string {
  const { view, notice, signedIn } = variant
  const reader = subscribed ? 'subscriber' : signedIn ? 'registered' : 'anonymous'
  const wall = notice.kind === 'wall' ? html` data-standfirst-wall="${notice.wall}"` : undefined
  return html` data-standfirst-view="${view}" data-standfirst-access="${gated ? 'gated' : 'free'}" data-standfirst-reader="${reader}"${wall}`
    .markup
}

function styleSheet({ assets }: Frame): string {
  return html`<link rel="stylesheet" href="${assets.gateCss}">
`.markup
}

function wallOf(frame: Frame, page: GatePage): string {
  const { article, path, variant, plans, gated } = page
  const { notice, signedIn } = variant
  if (notice.kind !== 'wall') return ''
  const walled: SiteWalled = {
    ...{ of: 'article', notice, signedIn, plans, gated },
    path,
    headline: article.title,
    counted: page,
  }
  return page.ownWall === undefined ? siteWall(frame, walled) : ownWall(frame, walled, page.ownWall)
}
