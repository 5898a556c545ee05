// Addresses: where things are. Paths are in their normal form (decoded, no trailing slash) until `href` writes them out.

import { READ_ON } from '../core/cut.ts'
import type { Paths, Site } from '../core/publication.ts'

export function sectionPath(id: string): string {
  return `/${id}`
}

export function tagPath(tag: string): string {
  return `/tag/${slug(tag)}`
}

/** `Ines Márlowe` → `/author/ines-marlowe`. Names that differ in case and accents alone share a page. */
export function authorPath(name: string): string {
  return `/author/${slug(name)}`
}

/** Letters and digits alone, so that it is its own normal form in a path. */
function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

/** A path in normal form as a link carries it. */
export function href(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
}

/** The page of a list; the first has no number. */
export function pageHref(path: string, page: number): string {
  return page === 1 ? href(path) : `${href(path)}?page=${page}`
}

/** What is public already (a link, the address of a picture) with scheme and authority. */
export function absolute(site: Site, link: string): string {
  return /^https?:\/\//i.test(link) ? link : `${site.address}${link}`
}

export function logInHref(site: Site, returnTo: string | undefined): string {
  return accountHref(site, 'log-in', returnTo)
}

export function subscribeHref(site: Site, returnTo: string | undefined): string {
  return accountHref(site, 'subscribe', returnTo)
}

/** The page of one offer, with the article to come back to. */
export function offerHref(site: Site, offer: string, returnTo: string | undefined): string {
  return accountHref(site, `subscribe/${offer}`, returnTo)
}

/**
 * Where a reader goes back to: an article, at the place of its cut; a list; or a page of ours, with its own way back in it.
 * `returnTo`: a path in normal form, with a query behind it where a site tells its articles apart by one; or such a page
 * as `offerHref` writes it.
 */
export function backHref(site: Places, returnTo: string): string {
  const [path = '', query] = returnTo.split('?')
  if (query === undefined) return isList(path, site) ? href(path) : `${href(path)}#${READ_ON}`
  const back = wayBackIn(query)
  return back === undefined
    ? `${href(path)}?${query}#${READ_ON}`
    : `${href(path)}?return_to=${encodeURIComponent(back)}`
}

/** The article that a way back leads to in the end. */
export function articleOf(returnTo: string | undefined): string | undefined {
  const [path, query] = returnTo?.split('?') ?? []
  return query === undefined ? path : (wayBackIn(query) ?? returnTo)
}

/** What of a site tells its articles from its lists. */
export type Places = Pick<Site, 'paths' | 'articlesFrom'> & {
  readonly publication: Pick<Site['publication'], 'sections'>
}

/** Whether a path in normal form is that of a page of ours: of log-in, account, subscribing. */
export function isOwn(path: string, { account, standfirst }: Paths): boolean {
  return [account, standfirst].some((base) => path === base || path.startsWith(`${base}/`))
}

/** Whether nothing is cut at a path: a page of ours, the front page, a list of an edition. */
function isList(path: string, { paths, articlesFrom, publication }: Places): boolean {
  if (path === '/' || isOwn(path, paths)) return true
  if (articlesFrom === 'origin') return false
  return (
    /^\/(?:tag|author)\//.test(path) ||
    publication.sections.some(({ id }) => sectionPath(id) === path)
  )
}

function wayBackIn(query: string): string | undefined {
  return new URLSearchParams(query).get('return_to')?.toWellFormed() ?? undefined
}

export function cancelHref(site: Site): string {
  return accountHref(site, 'cancel', undefined)
}

function accountHref(site: Site, page: string, returnTo: string | undefined): string {
  const query =
    returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo.toWellFormed())}`
  return `${href(site.paths.account)}/${page}${query}`
}

export type FeedKind = 'rss' | 'atom' | 'json'

/** Where a feed is, of the whole publication or of one section. */
export function feedPath(kind: FeedKind, section: string | undefined): string {
  const file = kind === 'rss' ? 'feed.xml' : kind === 'atom' ? 'atom.xml' : 'feed.json'
  return section === undefined ? `/${file}` : `${sectionPath(section)}/${file}`
}

export const SITEMAP_PATH = '/sitemap.xml'
export const NEWS_SITEMAP_PATH = '/news-sitemap.xml'
export const MANIFEST_PATH = '/manifest.webmanifest'
