// Audit article: asks for one article as everybody, finds out what of it is gated, and says by which ways it gets out.
import type { Channel } from './channels.ts'
import { gatedByComparison, isWalled } from './comparison.ts'
import { type Evidence, evidenceOf, Letters, outflows } from './evidence.ts'
import type { ArticleFacts, Finding, Note } from './finding.ts'
import { leakOf } from './leak.ts'
import type { Gated } from './matching/gated.ts'
import { meetings } from './meetings.ts'
import { addresses } from './personas/addresses.ts'
import { type AskedArticle, type Asking, slugOf } from './personas/asking.ts'
import { claims } from './personas/claims.ts'
import { formats } from './personas/formats.ts'
import { systems } from './personas/systems.ts'
import { PERSONAS } from './personas.ts'
import type { Read } from './reading.ts'
import { searchFindings } from './search.ts'
import type { Article, Audited } from './site.ts'
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
  const letters = new Letters()
  const isOwn = (of: string) => isOfArticle(of, asked)
  const plainEvidence = evidenceOf(
    { persona: 'browser', channel: undefined, read: plain.value, isOwn, besidePage: false },
    letters,
  )
  const tried = new Set<Channel>(OF_EVERY_PAGE)
  const others = await askEverybody({ asked, plain: plain.value, site, tried, letters, isOwn })
  const known = { url: article.url, page, shown: letters.of(page.shown), plain: plainEvidence }
  const compared = {
    ...known,
    others,
    neighbours: site.neighbours,
    metered: article.spent !== undefined,
  }
  const truth = await gatedByTruth({ article, page, shown: known.shown, site })
  const gated = truth?.gated ?? (truth === undefined ? gatedByComparison(compared) : undefined)
  const judged = { article, site, gated, plain: plain.value, plainEvidence, others, tried }
  const access =
    truth?.access ??
    (gated === undefined ? 'open' : article.spent === undefined ? 'gated' : 'metered')
  const walled = gated !== undefined || isWalled(compared)
  const found = gated === undefined ? [] : await judge({ ...judged, gated }, truth?.pictures ?? [])
  return {
    findings: [...found, ...meetings({ article, read: plain.value, walled, gated })],
    facts: {
      url: article.url,
      title: page.headline ?? page.title,
      access: access === 'gated' && gated === undefined ? 'open' : access,
      gatedWords: gated?.size ?? 0,
      tried: [...tried],
    },
  }
}

interface Everybody {
  readonly asked: AskedArticle
  readonly plain: Read
  readonly site: Audited
  readonly tried: Set<Channel>
  readonly letters: Letters
  readonly isOwn: (of: string) => boolean
}

async function askEverybody(everybody: Everybody): Promise<readonly Evidence[]> {
  const { asked, plain, site, tried, letters, isOwn } = everybody
  const others: Evidence[] = []
  const askings = [
    ...formats(asked),
    ...systems(asked, site.system),
    ...addresses(asked),
    ...claims(asked),
  ]
  const answers = await Promise.all(askings.map((asking) => askOne(asking, plain, site, tried)))
  for (const [at, read] of answers.entries()) {
    const asking = askings[at]
    if (read === undefined || asking === undefined) continue
    const { persona, channel } = asking
    others.push(...evidenceOf({ persona, channel, read, isOwn, besidePage: true }, letters))
  }
  for (const { evidence, of } of site.shared) {
    tried.add(evidence.channel)
    if (of === undefined || isOwn(of)) others.push({ ...evidence, own: of !== undefined })
  }
  return others
}

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

interface Judged {
  readonly article: Article
  readonly site: Audited
  readonly gated: Gated
  readonly plain: Read
  readonly plainEvidence: readonly Evidence[]
  readonly others: readonly Evidence[]
  readonly tried: Set<Channel>
}

async function judge(judged: Judged, pictures: readonly string[]): Promise<readonly Finding[]> {
  const { article, site, gated, plain, plainEvidence, others, tried } = judged
  const leaks = outflows(gated, plainEvidence, others).map((flow) =>
    leakOf(flow, gated, article, site),
  )
  const searched = await searchFindings({ article, site, gated, plain, tried, pictures })
  return [...leaks, ...searched]
}

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
  return read.ok ? read.value : undefined
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
