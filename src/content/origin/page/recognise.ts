// Recognise: whether a page of the site is an article, what is known of it, and in which element its text stands; and on
// any other page, which texts of articles it carries.
import type { DefaultTreeAdapterTypes } from 'parse5'
import type { Article } from '../../../core/article.ts'
import type { FoundBy, Named, PageSettings } from '../../../core/origin.ts'
import type { ArticleFacts } from '../../../core/policy.ts'
import { idOf } from '../../article-id.ts'
import { articleFrom, type Known, readUnit } from './facts.ts'
import { addressOf } from './facts-path.ts'
import { type FoundBody, findBody, type Ground } from './find-body.ts'
import { type Asked, carriedBy } from './find-body-carried.ts'
import { proseOf } from './find-body-prose.ts'
import {
  contains,
  outermost,
  outsideOf,
  type Place,
  type Survey,
  survey,
} from './find-body-survey.ts'
import { headlinePaths, teaserPaths, type Unit, unitsOf } from './find-body-units.ts'
import { articleOfLaterPage } from './later-page.ts'
import { type Head, readHead } from './recognise-head.ts'
import { judge, ownArticle, type Verdict } from './recognise-signs.ts'
import type { Element } from './selectors.ts'

/** A text of an article on a page that is not its own. */
interface Carried {
  readonly element: Element
  readonly path: string | undefined
  /** Undefined where the page does not lead to it. */
  readonly article: ArticleFacts | undefined
}

export type Recognised =
  | {
      readonly kind: 'article'
      readonly article: Article
      /** All of the text stands in it, and whatever follows the cut in it is gated. `body` is it, or within it. */
      readonly container: Element
      /** Its children are the blocks of the text. */
      readonly body: Element
      readonly foundBy: FoundBy
      readonly others: readonly Carried[]
      /** A later page of an article that goes over several. */
      readonly continues: boolean
      /** Other articles that the page leads to, each once. */
      readonly listed: readonly Named[]
      readonly doubts: readonly string[]
      readonly language: string | undefined
    }
  | {
      readonly kind: 'page'
      readonly bodies: readonly Carried[]
      /** Articles that the page leads to, each once. */
      readonly listed: readonly Named[]
      readonly language: string | undefined
    }
  | { readonly kind: 'unfindable'; readonly why: string }

/** `address`: path and query at the public address. `now` in epoch milliseconds: ages of articles, and none from tomorrow. */
export function recognisePage(
  document: DefaultTreeAdapterTypes.Document,
  { address }: { readonly address: string },
  settings: PageSettings,
  now: number,
): Recognised {
  const page = survey(document)
  const head = withFirstPage(readHead(page, address, settings.addresses))
  const units = unitsOf(page, head)
  const verdict = judge(head, page, units, settings)
  const view: View = { page, head, units, settings, now }
  return verdict.kind === 'article' ? articleOf(view, verdict) : pageOf(view, verdict.kind)
}

/** What leads from a later page to the first leads to the same article. */
function withFirstPage(head: Head): Head {
  const first = articleOfLaterPage(head)
  return first === undefined ? head : { ...head, paths: new Set([...head.paths, first]) }
}

interface View {
  readonly page: Survey
  readonly head: Head
  readonly units: readonly Unit[]
  readonly settings: PageSettings
  readonly now: number
}

function articleOf(view: View, verdict: Verdict): Recognised {
  const { head, settings, now } = view
  const ground = ownGround(view)
  const found = findBody(ground, {
    configured: settings.articles.body,
    gated: [...new Set(head.data.gated)].slice(0, MOST_SELECTORS),
    cms: settings.cms,
  })
  if (found === undefined)
    return {
      kind: 'unfindable',
      why: `It is an article (${verdict.why}), and no text is found on it.`,
    }
  const known = knownOf(view, ground, found)
  const { article, doubts } = articleFrom(known, settings, now)
  const first = articleOfLaterPage(head)
  const asked = { kind: 'article', own: found.container } as const
  return {
    kind: 'article',
    article: first === undefined ? article : { ...article, path: first, id: idOf(first) },
    continues: first !== undefined,
    listed: listedOn(view).filter(({ path }) => path !== article.path && path !== first),
    container: found.container.element,
    body: found.body.element,
    foundBy: found.foundBy,
    others: carriedOf(view, ground, asked),
    doubts: [...verdict.doubts, ...found.doubts, ...doubts],
    language: head.language,
  }
}

/** Each is looked for in the whole page; search engines know of no page that needs as many. */
const MOST_SELECTORS = 20

function pageOf(view: View, kind: 'list' | 'page'): Recognised {
  const { head } = view
  return {
    kind: 'page',
    bodies: carriedOf(view, groundOf(view), { kind }),
    listed: listedOn(view),
    language: head.language,
  }
}

function listedOn({ page, head, units }: View): readonly Named[] {
  const listed = [
    ...units.flatMap(({ path, isForeign }) => (isForeign ? (path ?? []) : [])),
    ...head.data.listed.flatMap((address) => head.pathOf(address) ?? []),
    ...headlinePaths(page, head.pathOf),
    ...teaserPaths(page, head.pathOf),
  ]
  return [...new Set(listed)]
    .filter((path) => path !== '/' && !head.paths.has(path))
    .map((path) => ({ path, address: head.linked.get(path) ?? addressOf(path) }))
}

function groundOf({ page, units }: View): Ground {
  const foreign = outermost(units.filter(({ isForeign }) => isForeign).map(({ place }) => place))
  return { survey: page, units, foreign, prose: proseOf(page, foreign) }
}

/** Letters that are a text, where there is none elsewhere. */
const LEAST_TEXT = 600

/** On an article's own page, a lone text that seems to be of another article is the page's: its headline leads astray. */
function ownGround(view: View): Ground {
  const ground = groundOf(view)
  const [root] = view.page.places
  if (root === undefined || ground.prose.of(root) >= LEAST_TEXT) return ground
  const [most] = ground.foreign.toSorted((one, other) => other.letters - one.letters)
  if (most === undefined || most.letters < LEAST_TEXT) return ground
  const units = view.units.map((unit) =>
    unit.place === most ? { ...unit, isForeign: false } : unit,
  )
  return groundOf({ ...view, units })
}

/** Words of a preview are some five letters long; a card of a list holds little more than one. */
const LETTERS_A_WORD = 6

function carriedOf(view: View, ground: Ground, asked: Asked): readonly Carried[] {
  const { page, head, settings, now } = view
  const longest = settings.cut.words * LETTERS_A_WORD
  return carriedBy(ground, asked, head.pathOf, longest).map(({ place, around, path }) => {
    const inside = page.places.slice(around.at, around.end)
    const article = path === undefined ? undefined : readUnit(path, inside, settings, now)
    return { element: place.element, path, article }
  })
}

function knownOf(view: View, { foreign }: Ground, { container }: FoundBody): Known {
  const { page, head, units } = view
  const holders = units.filter(({ place, isForeign }) => !isForeign && contains(place, container))
  const around = outsideOf(page.places, foreign).filter((place) => {
    if (place.beside === 'yes') return false
    if (place.beside === 'footer' && !holders.some((unit) => contains(unit.place, place)))
      return false
    // An article element holds its headline and its date too.
    return container.element.tagName === 'article' || !contains(container, place)
  })
  return {
    ...{ head, data: ownArticle(head), around },
    named: [...page.places.filter(isBody), ...holders.map(({ place }) => place)],
    inside: page.places.slice(container.at, container.end),
  }
}

function isBody({ element }: Place): boolean {
  return element.tagName === 'body'
}
