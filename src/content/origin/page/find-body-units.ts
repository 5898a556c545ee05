// Units: the parts of a page that each hold or announce one article: the article itself, the cards of a list, the next
// article of an endless page.

import { contains, type Place, type Survey } from './find-body-survey.ts'
import { attribute } from './selectors.ts'

export interface Unit {
  readonly place: Place
  /** The unit that it stands in. */
  readonly within: Unit | undefined
  /** Path of the article that it leads to, where it is on the site. */
  readonly path: string | undefined
  /** It is of another article than the page itself. */
  readonly isForeign: boolean
}

/** What the page knows of itself. */
export interface Self {
  /** Every path that it goes by. */
  readonly paths: ReadonlySet<string>
  /** What WordPress counts it as. */
  readonly postId: string | undefined
  readonly pathOf: (address: string) => string | undefined
}

export function unitsOf({ places }: Survey, self: Self): readonly Unit[] {
  const units: Unit[] = []
  let within: Unit | undefined
  for (const place of places) {
    while (within !== undefined && !contains(within.place, place)) within = within.within
    if (!isUnit(place)) continue
    const path = permalinkOf(place, places, self.pathOf)
    const id = postIdOf(place)
    const isOwn =
      id !== undefined && self.postId !== undefined
        ? id === self.postId
        : path === undefined || self.paths.has(path)
    const unit: Unit = { place, within, path, isForeign: !isOwn }
    units.push(unit)
    within = unit
  }
  return units
}

const UNIT = new Set(['hentry', 'h-entry', 'wp-block-post', 'type-post', 'post-card'])
const COMMENT = new Set(['comment', 'comment-body', 'h-cite', 'pingback', 'trackback'])
/** Types of schema.org, as microdata names them. */
const ARTICLE_TYPE = /\/(?:\w*Article|\w*BlogPosting|Report|Review|Recipe)\s*$/

function isUnit({ element, classes }: Place): boolean {
  if (element.tagName === 'body' || element.tagName === 'html') return false
  if (classes.some((one) => COMMENT.has(one))) return false
  return (
    element.tagName === 'article' ||
    classes.some((one) => UNIT.has(one)) ||
    element.attrs.some(
      ({ name, value }) =>
        (name === 'role' && value === 'article') ||
        (name === 'itemtype' && ARTICLE_TYPE.test(value)),
    )
  )
}

export function isArticleItem(element: Place['element']): boolean {
  return ARTICLE_TYPE.test(attribute(element, 'itemtype') ?? '')
}

function postIdOf({ element, classes }: Place): string | undefined {
  for (const name of [...classes, attribute(element, 'id') ?? '']) {
    const id = /^post-(\d+)$/.exec(name)?.[1]
    if (id !== undefined) return id
  }
  return undefined
}

/** How much of a unit is looked through for where it leads: elements, and letters of text before a headline. */
const MOST_LOOKED_AT = 400
const MOST_BEFORE = 400
/** A headline that nobody closed holds the text. */
const LONGEST_HEADLINE = 300
const OF_ITSELF = ['data-permalink', 'data-url', 'data-href', 'data-article-url', 'itemid']

/** Where the first headline in it leads. */
export function permalinkOf(
  unit: Place,
  places: readonly Place[],
  pathOf: Self['pathOf'],
): string | undefined {
  for (const name of OF_ITSELF) {
    const path = pathOf(attribute(unit.element, name) ?? '')
    if (path !== undefined) return path
  }
  let before = 0
  const end = Math.min(unit.end, unit.at + MOST_LOOKED_AT)
  for (let at = unit.at + 1; at < end && before < MOST_BEFORE; at++) {
    const place = places[at]
    if (place === undefined) break
    const { element } = place
    before += place.direct
    const rel = attribute(element, 'rel') ?? ''
    if (element.tagName === 'a' && /\bbookmark\b/.test(rel)) {
      const path = pathOf(attribute(element, 'href') ?? '')
      if (path !== undefined) return path
    }
    if (!/^h[1-4]$/.test(element.tagName)) continue
    return place.letters > LONGEST_HEADLINE ? undefined : headlineLink(place, places, unit, pathOf)
  }
  return undefined
}

/** How far around a headline its link is looked for. */
const FARTHEST_LINK = 6
const MOST_HEADLINES = 200

/** Where the headlines of a page lead: lists that mark nothing else have these. */
export function headlinePaths({ places }: Survey, pathOf: Self['pathOf']): readonly string[] {
  return places
    .filter(
      ({ element, letters }) => /^h[1-4]$/.test(element.tagName) && letters <= LONGEST_HEADLINE,
    )
    .slice(0, MOST_HEADLINES)
    .flatMap((place) => headlineLink(place, places, undefined, pathOf) ?? [])
}

/** Letters of more than a headline and a line below it. */
const LEAST_TEASER = 300
const TEASER = /^(?:div|section|li|tr|dl|details|td|p|blockquote)$/
const MOST_TEASERS = 60

/** Where a text leads beside which nothing but one link stands: "read more", a picture, a button. */
export function teaserPaths({ places }: Survey, pathOf: Self['pathOf']): readonly string[] {
  const links = linksOf(places, pathOf)
  const found = new Set<string>()
  let first = 0
  for (const { element, at, end, letters } of places) {
    while ((links[first]?.at ?? Number.POSITIVE_INFINITY) < at) first++
    if (first >= links.length || found.size >= MOST_TEASERS) break
    if (letters < LEAST_TEASER || !TEASER.test(element.tagName)) continue
    // Some lead there twice: by their picture and by a line behind them.
    const [path, ...others] = firstPaths(links, first, end)
    if (path !== undefined && others.every((other) => other === path)) found.add(path)
  }
  return [...found]
}

interface Link {
  readonly at: number
  /** Undefined for another site. Most links stand beside no text: where they lead is found out when it is asked. */
  path(): string | undefined
}

function linksOf(places: readonly Place[], pathOf: Self['pathOf']): readonly Link[] {
  const links: Link[] = []
  for (const { element, at } of places)
    for (const { name, value } of element.attrs)
      if (LINKING.has(name)) links.push({ at, path: () => pathOf(value) })
  return links
}

/** Where the first four links to this site lead, from one of them on. */
function firstPaths(links: readonly Link[], first: number, end: number): readonly string[] {
  const paths: string[] = []
  for (let index = first; paths.length < 4; index++) {
    const link = links[index]
    if (link === undefined || link.at >= end) break
    const path = link.path()
    if (path !== undefined) paths.push(path)
  }
  return paths
}

const LINKING = new Set(['href', ...OF_ITSELF])

/** Within the headline, or around it. */
function headlineLink(
  headline: Place,
  places: readonly Place[],
  unit: Place | undefined,
  pathOf: Self['pathOf'],
): string | undefined {
  const inside = places
    .slice(headline.at, headline.end)
    .find(({ element }) => element.tagName === 'a' && attribute(element, 'href') !== undefined)
  let link = inside
  let up = headline.parent
  for (let steps = 0; link === undefined && up !== undefined && up !== unit; up = up.parent) {
    if (steps++ > FARTHEST_LINK) break
    if (up.element.tagName === 'a') link = up
  }
  return link && pathOf(attribute(link.element, 'href') ?? '')
}
