// Truth: what is gated of an article, known from the edition, from a folder of full texts, or from what a subscriber gets.
import type { ArticleFacts } from './finding.ts'
import { Gated } from './matching/gated.ts'
import { lettersOf } from './matching/words.ts'
import type { TrueText } from './options.ts'
import { PERSONAS } from './personas.ts'
import type { Read } from './reading.ts'
import type { Article, Audited } from './site.ts'
import type { PageFacts } from './texts/apart.ts'

export interface KnownGated {
  readonly gated: Gated | undefined
  readonly access: ArticleFacts['access']
  readonly pictures: readonly string[]
  /** What a reader without cookies gets right after a subscriber did. */
  readonly after?: Read | undefined
}

export interface Judged {
  readonly article: Article
  readonly page: PageFacts
  /** What the plain page shows, as letters. */
  readonly shown: string
  readonly site: Audited
}

/** Fewer words than these are what pages differ in anyway. */
const LEAST = 20
/** What everybody may read of a text that stands whole on its page, when nothing says where it should have been cut. */
const PREVIEW_WORDS = 80

/** Undefined when there is no truth of this article. */
export async function gatedByTruth(judged: Judged): Promise<KnownGated | undefined> {
  const { article, site } = judged
  const { truth } = site.options
  if (truth === undefined) return undefined
  if (truth.kind === 'cookies') return fromSubscriber(judged, truth.cookies)
  const known = await truth.of({ url: article.url, title: article.title })
  return known === undefined ? undefined : fromText(known, judged)
}

function fromText(known: TrueText, judged: Judged): KnownGated {
  const pictures = known.pictures ?? []
  const metered = known.access === 'metered' || judged.article.spent !== undefined
  const access = known.access ?? (metered ? 'metered' : 'gated')
  if (access === 'open') return { gated: undefined, access, pictures }
  if (known.gated !== undefined) {
    const gated = new Gated(known.gated)
    if (known.preview !== undefined) gated.exceptOwn(lettersOf(known.preview))
    return gated.size === 0
      ? { gated: undefined, access: 'open', pictures }
      : { gated, access, pictures }
  }
  const full = known.full ?? ''
  const gated = new Gated(full)
  gated.exceptOwn(judged.shown)
  // Whoever hands a text in says that it is paid for: a page that shows all of it shows too much.
  if (gated.size < LEAST) return { gated: belowPreview(full), access, pictures }
  return { gated, access, pictures }
}

async function fromSubscriber(judged: Judged, cookie: string): Promise<KnownGated | undefined> {
  const { article, site, page, shown } = judged
  const { pathname, search } = new URL(article.url)
  const read = await site.reading.read({
    path: pathname + search,
    agent: PERSONAS.browser.agent,
    cookie,
  })
  const full = read.ok ? read.value.apart.page : undefined
  if (full === undefined) return undefined
  const gated = new Gated(full.body)
  gated.exceptOwn(shown)
  const next = await site.reading.read({
    path: pathname + search,
    agent: PERSONAS.browser.agent,
    cookie: article.spent,
  })
  const after = next.ok ? next.value : undefined
  const metered = article.spent !== undefined
  if (gated.longestStretch() >= LEAST)
    return { gated, access: metered ? 'metered' : 'gated', pictures: [], after }
  // Whoever meets the wall with these cookies is no subscriber: of this article nothing is known.
  if (full.wall || full.overlay !== undefined) return undefined
  // A subscriber sees no more than everybody: it is open, unless its own markup says otherwise.
  if (page.data.free === false)
    return { gated: belowPreview(full.body), access: 'gated', pictures: [] }
  return { gated: undefined, access: 'open', pictures: [] }
}

function belowPreview(text: string): Gated | undefined {
  const words = text.split(/\s+/)
  const rest = words.slice(Math.min(PREVIEW_WORDS, Math.floor(words.length / 3)))
  return rest.length < LEAST ? undefined : new Gated(rest.join(' '))
}
