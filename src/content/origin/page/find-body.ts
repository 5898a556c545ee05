// Find body: in which element of its page an article's text stands. What is said of it comes before what is guessed, and
// whatever is found is widened until it holds all of the text: what stands outside of it is not cut.
import type { Cms, FoundBy } from '../../../core/origin.ts'
import { type ProseMap, richest } from './find-body-prose.ts'
import {
  commonPlace,
  contains,
  outermost,
  outsideOf,
  type Place,
  type Survey,
} from './find-body-survey.ts'
import type { Unit } from './find-body-units.ts'
import { widened } from './find-body-widened.ts'
import { attribute, isElement, matcher } from './selectors.ts'

export interface FoundBody {
  /** Everything of the article's text stands in it. */
  readonly container: Place
  /** The element within that whose children are the blocks of the text. */
  readonly body: Place
  readonly foundBy: FoundBy
  readonly doubts: readonly string[]
}

/** The page as it was measured. */
export interface Ground {
  readonly survey: Survey
  readonly prose: ProseMap
  readonly units: readonly Unit[]
  /** Places of other articles, outermost, in document order. */
  readonly foreign: readonly Place[]
}

export interface Wanted {
  /** Selector of the configuration. */
  readonly configured: string | undefined
  /** Selectors of what the page itself calls not free: for the most part the rest of the text alone. */
  readonly gated: readonly string[]
  readonly cms: Cms
}

const OF_CMS: Readonly<Record<Cms, readonly string[]>> = {
  wordpress: [
    '.wp-block-post-content',
    '.entry-content, .elementor-widget-theme-post-content, .et_pb_post_content, .td-post-content',
  ],
  ghost: ['.gh-content', '.post-full-content .post-content, .post-content, .article-content'],
  none: [],
}
const KNOWN = [
  '[itemprop~="articleBody" i], [property~="articleBody" i], [data-testid="article-body" i]',
  '.entry-content, .wp-block-post-content, .gh-content, .e-content',
  '.article-body, .article__body, .article-body__content, .articleBody, .story-body, .storybody, .post-body',
  '.post-content, .post__content, .article-content, .article__content, .article-text, .story-content, .post-full-content, .single-content',
]
/** Of systems that put other texts than those of articles into them too. */
const SOMETIMES =
  '.field--name-body, .com-content-article__body, .news-text-wrap, .amp-wp-article-content, .blog-item-content, .story__body, .entry__content'
const ARTICLES = 'article, [role="article"], .hentry, .type-post'

type Test = (element: Place['element']) => boolean
const never: Test = () => false
const test = (selector: string): Test => matcher(selector) ?? never
const TESTS_OF_CMS = {
  wordpress: OF_CMS.wordpress.map(test),
  ghost: OF_CMS.ghost.map(test),
  none: [],
} satisfies Record<Cms, readonly Test[]>
const TESTS_OF_KNOWN = [...KNOWN, SOMETIMES, ARTICLES].map(test)
const OF_ALL = [...Object.values(OF_CMS).flat(), ...KNOWN]
const isKnown = test(OF_ALL.join(', '))

/** What one of these selectors can mean has one of these classes, attributes or names. Most elements have none. */
const SELECTORS = [...OF_ALL, SOMETIMES, ARTICLES].join(', ')
const namesIn = (pattern: RegExp) =>
  new Set([...SELECTORS.matchAll(pattern)].flatMap(([, name]) => name ?? []))
const CLASSES = namesIn(/\.([\w-]+)/g)
const ATTRIBUTES = namesIn(/\[([\w-]+)/g)
const TAGS = namesIn(/(?:^|, )([a-z]+)/g)

function perhapsKnown({ places }: Survey): readonly Place[] {
  return places.filter(
    ({ classes, element }) =>
      classes.some((one) => CLASSES.has(one)) ||
      TAGS.has(element.tagName) ||
      element.attrs.some(({ name }) => ATTRIBUTES.has(name)),
  )
}

/** Elements that the text of an article stands in on sites that are made as most are, of whichever article. */
export function knownContainers(survey: Survey): readonly Place[] {
  return outermost(perhapsKnown(survey).filter(({ element }) => isKnown(element)))
}

/** Undefined when nothing holds text or a picture. */
export function findBody(ground: Ground, wanted: Wanted): FoundBody | undefined {
  const { survey, prose } = ground
  const best = richest(survey, prose)
  const perhaps = perhapsKnown(survey)
  const find = (meant: Test) => richestOf(matching(ground, meant, perhaps), prose)
  const ofCms = firstHolding(TESTS_OF_CMS[wanted.cms].map(find), best, prose)
  const known = ofCms ?? firstHolding(TESTS_OF_KNOWN.map(find), best, prose)
  const guessed = known ?? best
  const said = saidBody(ground, wanted, guessed)
  const start = said?.place ?? guessed
  if (start === undefined) return undefined
  const foundBy = said?.foundBy ?? (ofCms ? 'cms' : known ? 'known' : 'readability')
  const container = foundBy === 'configured' ? start : widened(start, survey, prose)
  const doubts = doubtsOf(ground, { wanted, foundBy, start, container, best })
  return { container, body: blocksIn(container, foundBy, survey), foundBy, doubts }
}

interface Said {
  readonly place: Place
  readonly foundBy: 'configured' | 'has-part'
}

function saidBody(
  ground: Ground,
  { configured, gated }: Wanted,
  guessed: Place | undefined,
): Said | undefined {
  const own = meantBy(ground, configured).filter(holdsAnything)
  const place = commonPlace(own)
  if (place !== undefined) return { place, foundBy: 'configured' }
  const parts = gated.flatMap((selector) => meantBy(ground, selector))
  const part = commonPlace(parts.filter(({ element }) => !WHOLE_PAGE.test(element.tagName)))
  if (part === undefined) return undefined
  // The rest of the text alone is marked, and may be empty: its beginning stands beside it.
  const whole = guessed === undefined ? part : commonPlace([part, guessed])
  return whole && holdsAnything(whole) ? { place: whole, foundBy: 'has-part' } : undefined
}

const WHOLE_PAGE = /^(?:html|head|body)$/

function meantBy(ground: Ground, selector: string | undefined): readonly Place[] {
  const meant = matcher(selector ?? '')
  return meant === undefined ? [] : matching(ground, meant)
}

/** Not such as stand in what is of other articles. */
function matching(
  { survey, foreign }: Ground,
  meant: Test,
  places = survey.places,
): readonly Place[] {
  return outsideOf(outermost(places.filter(({ element }) => meant(element))), foreign)
}

/** Of several the one with most text: the others are short, or it is widened until it holds them. */
function richestOf(places: readonly Place[], prose: ProseMap): Place | undefined {
  const worth = (place: Place) =>
    prose.of(place) + (place.beside === 'no' ? place.letters / 1000 : 0)
  return places.filter(holdsAnything).toSorted((one, other) => worth(other) - worth(one))[0]
}

function holdsAnything({ letters, media }: Place): boolean {
  return letters > 0 || media > 0
}

/** The first that holds what there is of text, or half as much as is found elsewhere. */
function firstHolding(
  places: readonly (Place | undefined)[],
  best: Place | undefined,
  prose: ProseMap,
): Place | undefined {
  return places.find(
    (place) =>
      place !== undefined &&
      (best === undefined ||
        contains(place, best) ||
        contains(best, place) ||
        prose.of(place) * 2 >= prose.of(best)),
  )
}

/** Part of all letters that one child holds before it is taken for what its parent is wrapped around. */
const WRAPPED = 0.8
/** Part that may stand before that child: a headline and a summary, where the element found is more than the text. */
const MOST_ABOVE = 0.05
const MOST_ABOVE_WITH_HEADLINE = 0.2
const WRAPPER = /^(?:div|section|article|main|span|center|table|tbody|tr|td|.+-.+)$/

function blocksIn(container: Place, foundBy: FoundBy, { placeOf }: Survey): Place {
  const withHeadline = foundBy === 'readability' || container.element.tagName === 'article'
  const mostAbove = container.letters * (withHeadline ? MOST_ABOVE_WITH_HEADLINE : MOST_ABOVE)
  let body = container
  for (;;) {
    const children = body.element.childNodes.flatMap((node) =>
      isElement(node) ? (placeOf.get(node) ?? []) : [],
    )
    const least = body.letters * WRAPPED
    const wrapped = children.find(({ letters }) => letters > 0 && letters >= least)
    if (wrapped === undefined || !WRAPPER.test(wrapped.element.tagName)) return body
    const above = children.filter(({ at }) => at < wrapped.at)
    if (above.reduce((sum, { letters }) => sum + letters, 0) > mostAbove) return body
    body = wrapped
  }
}

interface Finding {
  readonly wanted: Wanted
  readonly foundBy: FoundBy
  readonly start: Place
  readonly container: Place
  readonly best: Place | undefined
}

function doubtsOf(ground: Ground, finding: Finding): readonly string[] {
  const { wanted, foundBy, start, container, best } = finding
  const doubts: string[] = []
  if (wanted.configured !== undefined && foundBy !== 'configured')
    doubts.push(`${wanted.configured}, which the configuration names, holds nothing on this page.`)
  const unmet = wanted.gated.filter((selector) => meantBy(ground, selector).length === 0)
  for (const selector of unmet)
    doubts.push(`${selector}, which the page calls not free, is not on it.`)
  const passed = passedOver(ground, wanted.cms, container)
  if (passed !== undefined)
    doubts.push(`${nameOf(passed)} holds next to no text: it is taken from ${nameOf(container)}.`)
  if (container !== start)
    doubts.push(`Text goes on outside of ${nameOf(start)}: ${nameOf(container)} is cut.`)
  const isElsewhere = best !== undefined && !contains(container, best) && !contains(best, container)
  if (isElsewhere)
    doubts.push(
      `By its marks the text stands in ${nameOf(container)}, by its paragraphs in ${nameOf(best)}.`,
    )
  return doubts
}

/** What is named as the text is on this CMS, and is not of what was found. */
function passedOver(ground: Ground, cms: Cms, container: Place): Place | undefined {
  return TESTS_OF_CMS[cms]
    .flatMap((meant) => matching(ground, meant))
    .find(
      (place) => holdsAnything(place) && !contains(container, place) && !contains(place, container),
    )
}

/** As a selector, so that it can be looked up, or written into the configuration. */
function nameOf({ element, classes }: Place): string {
  const id = attribute(element, 'id')
  const named = id === undefined ? classes.slice(0, 2).map((one) => `.${one}`) : [`#${id}`]
  return `${element.tagName}${named.join('')}`
}
