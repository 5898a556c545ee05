// Audit article: asks for one article as everybody, finds out what of it is gated, and says by which ways it gets out.
import type { Asked } from './asking/asker.ts'
import { type Channel, WITHIN_PAGE } from './channels.ts'
import { gatedByComparison, isWalled, previewOf } from './comparison.ts'
import {
  afterSubscriber,
  askEverybody,
  askWithScript,
  type Everybody,
  isOfArticle,
  plainEvidence,
  type WithScript,
} from './everybody.ts'
import { type Evidence, Letters, outflows } from './evidence.ts'
import type { ArticleFacts, Finding, Leak, Note } from './finding.ts'
import { leakOf } from './leak.ts'
import { longerHead } from './lengths.ts'
import type { Gated } from './matching/gated.ts'
import { meetings } from './meetings.ts'
import { countOf } from './meter.ts'
import type { AskedArticle } from './personas/asking.ts'
import { PERSONAS } from './personas.ts'
import { openPictures } from './pictures.ts'
import { searchByHiddenWords } from './search.ts'
import type { Article, Audited } from './site.ts'
import type { PageFacts } from './texts/apart.ts'
import { gatedByTruth } from './truth.ts'

export interface ArticleAudit {
  readonly findings: readonly Finding[]
  readonly facts: ArticleFacts
  /** It was known, and not compared, what of it is paid for. */
  readonly known: boolean
}

export async function auditArticle(article: Article, site: Audited): Promise<ArticleAudit> {
  const url = new URL(article.url)
  const path = url.pathname + url.search
  const agent = PERSONAS.browser.agent
  const plain = await site.reading.read({ path, agent, cookie: article.spent }, true)
  if (!plain.ok) return unread(article, `It could not be read: ${plain.detail}`)
  const { page } = plain.value.apart
  if (page === undefined) return unread(article, 'It is no page of HTML.')
  const asked: AskedArticle = { url, page, cookie: article.spent, own: ownQuery(site) }
  const everybody = {
    article,
    asked,
    plain: plain.value,
    page,
    site,
    tried: new Set<Channel>(['page', ...WITHIN_PAGE]),
    letters: new Letters(),
    isOwn: (of: string) => isOfArticle(of, asked),
  }
  // First, so that whatever else comes there is room for it.
  const own = plainEvidence(everybody)
  // What a subscriber asks for may stay in a cache: everybody else asks before the truth is read.
  const head = site.reading.asker.ask({ path, method: 'HEAD', agent: '', cookie: article.spent })
  const [others, withScript] = await Promise.all([
    askEverybody(everybody),
    askWithScript(everybody),
  ])
  return judge(everybody, { own, others, withScript, head: await head })
}

interface Got {
  /** What stands on the plain page. */
  readonly own: readonly Evidence[]
  readonly others: readonly Evidence[]
  readonly withScript: WithScript | undefined
  readonly head: Asked
}

/** Finds out what is gated, then by which ways it got out. */
async function judge(
  everybody: Everybody,
  { own, others: asked, withScript, head }: Got,
): Promise<ArticleAudit> {
  const { article, page, plain, site, tried, letters } = everybody
  const others = [...asked, ...(withScript?.evidence ?? [])]
  const shown = letters.of(page.shown)
  const eye = shownInBrowser(withScript) ?? page.shown
  const metered = article.spent !== undefined
  const compared = {
    ...{ url: article.url, page, titles: titlesOf(page, letters), metered },
    ...{ shown: letters.of(eye), rendered: eye !== page.shown },
    ...{ plain: own, others, preview: previewOf(page), neighbours: site.neighbours },
  }
  const truth = await gatedByTruth({ article, page, shown, site })
  const gated = truth === undefined ? gatedByComparison(compared) : truth.gated
  const basis = truth === undefined ? 'comparison' : 'truth'
  const walled = gated !== undefined || isWalled(compared)
  const access = truth?.access ?? (metered ? 'metered' : walled ? 'gated' : 'open')
  const granted = access === 'metered' && !metered && isMostlyShown(gated, shown)
  const all = [...others, ...afterSubscriber(truth?.after, everybody)]
  const flows =
    gated === undefined
      ? []
      : granted
        ? outflows(
            gated,
            [],
            all.filter(({ besidePage }) => !besidePage),
          )
        : outflows(gated, own, all)
  const leaks = flows.map((flow) => leakOf(flow, article, site, basis))
  if (walled && !granted && head.ok)
    leaks.push(...longerHead(head.value, plain.answer, gated, article, site))
  if (gated !== undefined)
    leaks.push(...(await furtherLeaks(everybody, gated, truth?.pictures ?? [])))
  return {
    findings: [
      ...leaks,
      ...(access === 'metered' ? [meteredNote(article)] : []),
      ...meetings({
        article,
        read: plain,
        walled,
        cut: walled && !granted,
        rendered: withScript?.rendered,
      }),
    ],
    facts: {
      ...{ url: article.url, title: page.headline ?? page.title, access },
      ...{ gatedWords: gated?.size ?? 0, tried: [...tried] },
    },
    known: truth?.gated !== undefined,
  }
}

/** What the page gives to a reader whose meter is not spent is given on purpose. */
function isMostlyShown(gated: Gated | undefined, shown: string): boolean {
  return gated !== undefined && gated.coverage(shown).count > gated.size / 2
}

/** A page that shows nothing there has not come to rest, or shows itself to no browser that is driven. */
function shownInBrowser(withScript: WithScript | undefined): string | undefined {
  const { visible = '' } = withScript?.rendered ?? {}
  return countOf(visible) < FEWEST_WORDS ? undefined : visible
}

const FEWEST_WORDS = 20

function titlesOf(page: PageFacts, letters: Letters): readonly string[] {
  const titles = [page.title, page.headline, shortOf(page.description), page.data.headline]
  return titles.map((one) => letters.of(one ?? ''))
}

/** By ways that carry no text, or only that of a search. */
async function furtherLeaks(
  everybody: Everybody,
  gated: Gated,
  pictures: readonly string[],
): Promise<readonly Leak[]> {
  const { article, site, tried } = everybody
  const found: (Leak | undefined)[] = []
  if (site.options.truth !== undefined)
    found.push(await searchByHiddenWords(everybody, gated, article))
  if (pictures.length > 0) {
    tried.add('picture')
    found.push(await openPictures(pictures, gated, article, site))
  }
  return found.filter((leak) => leak !== undefined)
}

/** A description that goes on like an article is not taken for one. */
function shortOf(description = ''): string {
  return countOf(description) > LONGEST_DESCRIPTION ? '' : description
}

const LONGEST_DESCRIPTION = 45

function meteredNote(article: Article): Note {
  const text =
    'It is metered: a reader without cookies reads it whole, and one who has spent the meter does not.'
  return { kind: 'note', article: article.url, channel: 'page', persona: 'browser', text }
}

function ownQuery({ loopback }: Audited): string {
  return loopback ? '' : `standfirst-audit=${Math.random().toString(36).slice(2, 10)}`
}

function unread(article: Article, why: string): ArticleAudit {
  const note: Note = {
    kind: 'note',
    article: article.url,
    channel: undefined,
    persona: 'browser',
    text: why,
  }
  const facts = {
    url: article.url,
    title: article.title,
    access: 'unknown',
    gatedWords: 0,
    tried: [],
  } as const
  return { findings: [note], facts, known: false }
}
