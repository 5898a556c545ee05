// Signs: whether a page is an article, by what the configuration, its CMS and the page itself say of it.
import type { Cms, PageSettings } from '../../../core/origin.ts'
import { pathMatches } from '../../../core/policy.ts'
import { addressesOf, freeOf, type Thing } from './facts-structured.ts'
import type { Place, Survey } from './find-body-survey.ts'
import { isArticleItem, type Unit } from './find-body-units.ts'
import type { Head } from './recognise-head.ts'
import { attribute } from './selectors.ts'

export interface Verdict {
  readonly kind: 'article' | 'list' | 'page'
  /** What says so, for whoever has to be told. */
  readonly why: string
  readonly doubts: readonly string[]
}

/** The configuration decides, else what the CMS calls the page, else what the page says of itself. */
export function judge(
  head: Head,
  { places }: Survey,
  units: readonly Unit[],
  settings: PageSettings,
): Verdict {
  const { paths, except } = settings.articles
  const isIn = (patterns: readonly string[]) => (path: string) =>
    patterns.some((pattern) => pathMatches(pattern, path))
  const named = [...head.paths]
  // Whoever asks chooses the address, and what it shows may call itself another: `/about/?p=7` is the post with that id.
  if (named.every(isIn(except))) return verdict('page', 'the configuration says that it is none')
  // WordPress asks for a post's own password in its place, and there is nothing to be cut.
  if (settings.cms === 'wordpress' && places.some(isPasswordForm))
    return verdict('page', 'its CMS asks for a password on it')
  if (named.some(isIn(paths))) return verdict('article', 'the configuration names its address')
  const kind = namedByCms(head, settings.cms)
  const own = ownArticle(head)
  const sold = isSold(head, own)
  // The words for lists are anybody's; an article that names this address is not.
  if (kind === 'list' && (own === undefined || standing(own, head) !== 'here'))
    return verdict('list', 'its CMS calls it a list')
  if (kind === 'page') {
    if (!sold) return verdict('page', 'its CMS calls it a page')
    const doubt =
      'Its CMS calls it a page, and what the page says of its access calls it an article.'
    return { ...verdict('article', 'it says that it is not free'), doubts: [doubt] }
  }
  if (kind === 'article') return verdict('article', 'its CMS calls it a post')
  const isMarked = isMarkedUp(places, units)
  return byItself(head, { own, sold, isMarked, isMany: units.length > 1 })
}

function isPasswordForm({ element, classes }: Place): boolean {
  return element.tagName === 'form' && classes.includes('post-password-form')
}

function verdict(kind: Verdict['kind'], why: string): Verdict {
  return { kind, why, doubts: [] }
}

interface Shown {
  readonly own: Thing | undefined
  readonly sold: boolean
  readonly isMarked: boolean
  readonly isMany: boolean
}

function byItself(head: Head, { own, sold, isMarked, isMany }: Shown): Verdict {
  const isFront = head.path === '/' && head.ownPath === '/'
  if (isFront) return verdict('list', 'it is the front page')
  if (own !== undefined) return verdict('article', 'its structured data is that of an article')
  if (sold) return verdict('article', 'it says that it is not free')
  if (isOfList(head)) return verdict('list', 'its structured data is that of a list')
  if (head.data.broken) return verdict('article', 'its structured data, which is broken, names one')
  const openGraph = head.meta.get('og:type')?.[0]?.toLowerCase()
  if (openGraph === 'article') return verdict('article', 'og:type calls it one')
  const said = [...head.meta.keys()].find((name) => ARTICLE_META.has(name))
  if (said !== undefined) return verdict('article', `${said} is said of it`)
  if (openGraph === undefined && isMarked)
    return verdict('article', 'it holds one article with a headline and a date')
  return verdict(isMany ? 'list' : 'page', 'nothing calls it an article')
}

/** A mere list of items may stand beside an article too: what else there is to read. */
const LIST_TYPE = /^(?:CollectionPage|Blog|SearchResultsPage|ProfilePage|Series)$/

function isOfList({ data }: Head): boolean {
  return data.types.some((type) => LIST_TYPE.test(type))
}

const ARTICLE_META = new Set([
  ...['article:published_time', 'article:content_tier', 'article:section', 'article:author'],
  ...['citation_title', 'parsely-type', 'sailthru.date', 'cxenseparse:recs:publishtime'],
])
/** What the body element says in WordPress and Ghost. */
const LISTS = [
  ...['home', 'blog', 'archive', 'search', 'search-results', 'author'],
  ...['home-template', 'tag-template', 'author-template', 'paged'],
]
const PAGES = ['page-template', 'attachment']
const NEITHER = ['error404', 'login', 'error-template']
/** Types of post that are not written to be read. */
const NO_ARTICLE =
  /^single-(?:product|attachment|page|forum|topic|reply|download|tribe_events|event|elementor_library|e-landing-page)$/

function namedByCms({ classes }: Head, cms: Cms): Verdict['kind'] | undefined {
  const has = (name: string) => classes.has(name)
  const isGhost =
    cms === 'ghost' ||
    [...classes].some((one) => /^(?:post|page|tag|author|home)-template$/.test(one))
  const isWordPress =
    cms === 'wordpress' ||
    [...classes].some((one) => /^(?:(?:postid|page-id)-\d+|wp-.*)$/.test(one))
  if (!isGhost && !isWordPress) return undefined
  if (has('single') && [...classes].some((one) => NO_ARTICLE.test(one))) return 'page'
  // A post of Ghost may have a template of its own, and is called by it beside.
  if (has('single') || has('post-template')) return 'article'
  // A page may be the front page too: its text is then no list's.
  if (PAGES.some(has) || [...classes].some((one) => /^page-id-\d+$/.test(one))) return 'page'
  if (LISTS.some(has)) return 'list'
  return NEITHER.some(has) ? 'page' : undefined
}

/** The article that the structured data says this page is. */
export function ownArticle(head: Head): Thing | undefined {
  const { articles } = head.data
  const ours = articles.find((one) => standing(one, head) === 'here')
  if (ours !== undefined) return ours
  const [only, ...more] = articles.filter((one) => standing(one, head) === 'unknown')
  return isOfList(head) || more.length > 0 || articles.length > 1 ? undefined : only
}

function standing(thing: Thing, head: Head): 'here' | 'elsewhere' | 'unknown' {
  const paths = addressesOf(thing)
    .flatMap((address) => head.pathOf(address) ?? [])
    // Templates that name the front page as every article's page name nothing.
    .filter((path) => path !== '/')
  if (paths.length === 0) return 'unknown'
  const isHere = paths.some((path) => head.paths.has(path) || head.ownPath.startsWith(`${path}/`))
  return isHere ? 'here' : 'elsewhere'
}

/** Whether the page says of itself that not everybody may read it. */
function isSold(head: Head, own: Thing | undefined): boolean {
  const tier = head.meta.get('article:content_tier')?.[0]?.toLowerCase()
  if (tier === 'metered' || tier === 'locked') return true
  return (own !== undefined && freeOf(own) === false) || head.data.free.includes(false)
}

/** Letters that cards of other articles do not have. */
const LEAST_ALONE = 500

/** One article element with a text, with microdata of one, or a headline on its page and a date. */
function isMarkedUp(places: readonly Place[], units: readonly Unit[]): boolean {
  const [only, ...more] = units.filter(
    ({ within, isForeign, place }) =>
      within === undefined && !isForeign && place.letters >= LEAST_ALONE,
  )
  if (only === undefined || more.length > 0) return false
  if (isArticleItem(only.place.element)) return true
  const elements = places.map(({ element }) => element)
  return (
    elements.some(({ tagName }) => tagName === 'h1') &&
    elements.some((one) => one.tagName === 'time' && attribute(one, 'datetime') !== undefined)
  )
}
