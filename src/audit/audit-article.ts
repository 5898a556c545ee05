// Audit article: asks for one article as everybody, finds out what of it is gated, and says by which ways it gets out.
import type { Asked } from './asking/asker.ts'
import type { Channel } from './channels.ts'
import { gatedByComparison, isWalled } from './comparison.ts'
import { type Evidence, evidenceOf, Letters, outflows } from './evidence.ts'
import type { ArticleFacts, Finding, Leak, Note } from './finding.ts'
import { leakOf } from './leak.ts'
import { longerHead } from './lengths.ts'
import type { Gated } from './matching/gated.ts'
import { meetings } from './meetings.ts'
import { countOf } from './meter.ts'
import { addresses } from './personas/addresses.ts'
import { type AskedArticle, type Asking, slugOf } from './personas/asking.ts'
import { claims } from './personas/claims.ts'
import { formats } from './personas/formats.ts'
import { graphql } from './personas/graphql.ts'
import { systems } from './personas/systems.ts'
import { PERSONAS } from './personas.ts'
import { openPictures } from './pictures.ts'
import type { Read } from './reading.ts'
import { searchByHeadline, searchByHiddenWords } from './search.ts'
import { type Article, type Audited, isFront } from './site.ts'
import type { PageFacts } from './texts/apart.ts'
import { gatedByTruth } from './truth.ts'

export interface ArticleAudit {
  readonly findings: readonly Finding[]
  readonly facts: ArticleFacts
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
    tried: new Set<Channel>(OF_EVERY_PAGE),
    letters: new Letters(),
    isOwn: (of: string) => isOfArticle(of, asked),
  }
  // What a subscriber asks for may stay in a cache: everybody else asks before the truth is read.
  const head = site.reading.asker.ask({ path, method: 'HEAD', agent: '', cookie: article.spent })
  const others = await askEverybody(everybody)
  return judge(everybody, others, await head)
}

interface Everybody {
  readonly article: Article
  readonly asked: AskedArticle
  readonly plain: Read
  readonly page: PageFacts
  readonly site: Audited
  readonly tried: Set<Channel>
  readonly letters: Letters
  readonly isOwn: (of: string) => boolean
}

/** Finds out what is gated, then by which ways it got out. */
async function judge(
  everybody: Everybody,
  others: readonly Evidence[],
  head: Asked,
): Promise<ArticleAudit> {
  const { article, page, plain, site, tried, letters, isOwn } = everybody
  const plainEvidence = evidenceOf(
    {
      persona: 'browser',
      channel: undefined,
      read: plain,
      isOwn,
      besidePage: false,
      headline: undefined,
    },
    letters,
  )
  const titles = [page.title, page.headline, shortOf(page.description), page.data.headline]
  const compared = {
    url: article.url,
    page,
    shown: letters.of(page.shown),
    titles: titles.map((one) => letters.of(one ?? '')),
    plain: plainEvidence,
    others,
    neighbours: site.neighbours,
    metered: article.spent !== undefined,
  }
  const truth = await gatedByTruth({ article, page, shown: compared.shown, site })
  const gated = truth === undefined ? gatedByComparison(compared) : truth.gated
  const walled = gated !== undefined || isWalled(compared)
  const longer =
    walled && head.ok ? longerHead(head.value, plain.answer, gated, article, site) : undefined
  const later = afterSubscriber(truth?.after, everybody)
  const access =
    truth?.access ?? (article.spent !== undefined ? 'metered' : walled ? 'gated' : 'open')
  // What its page gives to a reader whose meter is not spent is given on purpose.
  const granted =
    access === 'metered' &&
    article.spent === undefined &&
    gated !== undefined &&
    gated.coverage(compared.shown).count > gated.size / 2
  const own = granted ? [] : plainEvidence
  const rest = [...others, ...later].filter(({ besidePage }) => !(granted && besidePage))
  const leaks: Leak[] =
    gated === undefined
      ? []
      : outflows(gated, own, rest).map((flow) => leakOf(flow, gated, article, site))
  if (longer !== undefined && !granted) leaks.push(longer)
  if (gated !== undefined)
    leaks.push(...(await furtherLeaks(everybody, gated, truth?.pictures ?? [])))
  return {
    findings: [
      ...leaks,
      ...(access === 'metered' ? [meteredNote(article)] : []),
      ...meetings({ article, read: plain, walled, gated }),
    ],
    facts: {
      url: article.url,
      title: page.headline ?? page.title,
      access,
      gatedWords: gated?.size ?? 0,
      tried: [...tried],
    },
  }
}

async function askEverybody(everybody: Everybody): Promise<readonly Evidence[]> {
  const { asked, plain, page, site, tried, letters, isOwn } = everybody
  const others: Evidence[] = []
  const headline = page.headline ?? page.title
  const askings = [
    ...formats(asked),
    ...systems(asked, site.system),
    ...graphql(asked, site.graph),
    ...addresses(asked),
    ...claims(asked),
  ]
  const answers = await Promise.all(askings.map((asking) => askOne(asking, plain, site, tried)))
  for (const [at, read] of answers.entries()) {
    const asking = askings[at]
    if (read === undefined || asking === undefined) continue
    const { persona, channel } = asking
    others.push(
      ...evidenceOf({ persona, channel, read, isOwn, besidePage: true, headline }, letters),
    )
  }
  for (const { evidence, of } of site.shared) {
    tried.add(evidence.channel)
    if (of === undefined || isOwn(of)) others.push({ ...evidence, own: of !== undefined })
  }
  return [...others, ...(await searchByHeadline(everybody))]
}

/** A shared cache that has kept a subscriber's page gives it to the next reader. */
function afterSubscriber(
  after: Read | undefined,
  { plain, letters, isOwn, tried, page }: Everybody,
): readonly Evidence[] {
  if (after === undefined) return []
  tried.add('cache')
  if (after.answer.digest === plain.answer.digest) return []
  const headline = page.headline
  return evidenceOf(
    { persona: 'browser', channel: 'cache', read: after, isOwn, besidePage: true, headline },
    letters,
  )
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

const OF_EVERY_PAGE: readonly Channel[] = [
  'page',
  'hidden-text',
  'structured-data',
  'metadata',
  'state',
  'comment',
  'noscript',
  'template',
  'attribute',
]

/** Undefined when there is nothing that the plain page does not say as well. */
async function askOne(
  { attempt, channel, question }: Asking,
  plain: Read,
  site: Audited,
  tried: Set<Channel>,
): Promise<Read | undefined> {
  if (!site.attempts.isWorthwhile(attempt)) {
    tried.add(channel)
    return undefined
  }
  const asked = await site.reading.asker.ask(question)
  if (!asked.ok) {
    if (asked.reason === 'robots')
      site.untried.set(`${channel} ${attempt}`, { channel, why: asked.detail })
    else tried.add(channel)
    if (asked.reason === 'left-site' || asked.reason === 'endless')
      site.attempts.learn(attempt, false)
    return undefined
  }
  tried.add(channel)
  const { status, digest } = asked.value
  site.attempts.learn(attempt, status !== 404 && status !== 405 && status !== 410)
  if (digest === plain.answer.digest || asked.value.body.length === 0) return undefined
  const read = await site.reading.apart(asked.value)
  return read.ok && !isFront(read.value, site) ? read.value : undefined
}

/** Whether an address or slug that stands in a record means this article. */
function isOfArticle(of: string, article: Pick<AskedArticle, 'url' | 'page'>): boolean {
  const slug = slugOf(article)
  if (of === slug) return slug !== ''
  const address = URL.parse(of, article.url.href)
  if (address === null) return false
  const same = (one: URL, other: URL) =>
    one.pathname.replace(/\/+$/, '') === other.pathname.replace(/\/+$/, '') &&
    (one.search === other.search || one.search === '' || /^\?utm_/.test(one.search))
  if (same(address, article.url)) return true
  const { canonical } = article.page ?? {}
  return canonical !== undefined && same(address, new URL(canonical))
}

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
  return { findings: [note], facts }
}
