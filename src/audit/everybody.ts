// Everybody: all who ask for one article, and what they get.
import type { Rendered } from './browser/chromium.ts'
import type { Channel } from './channels.ts'
import { type Evidence, evidenceOf, type Letters } from './evidence.ts'
import { addresses } from './personas/addresses.ts'
import { type AskedArticle, type Asking, slugOf } from './personas/asking.ts'
import { claims } from './personas/claims.ts'
import { formats } from './personas/formats.ts'
import { graphql } from './personas/graphql.ts'
import { systems } from './personas/systems.ts'
import { PERSONAS } from './personas.ts'
import type { Read } from './reading.ts'
import { searchByHeadline } from './search.ts'
import { type Article, type Audited, isFront } from './site.ts'
import type { PageFacts } from './texts/apart.ts'

export interface Everybody {
  readonly article: Article
  readonly asked: AskedArticle
  readonly plain: Read
  readonly page: PageFacts
  readonly site: Audited
  readonly tried: Set<Channel>
  readonly letters: Letters
  readonly isOwn: (of: string) => boolean
}

/** Answers that are waited for or taken apart: more of them would fill the memory. */
const AT_ONCE = 8

export async function askEverybody(everybody: Everybody): Promise<readonly Evidence[]> {
  const { asked, plain, page, site, tried, letters, isOwn } = everybody
  const headline = page.headline ?? page.title
  const askings = [
    ...formats(asked),
    ...systems(asked, site.system),
    ...graphql(asked, site.graph),
    ...addresses(asked),
    ...claims(asked),
  ]
  // Each answer is let go as soon as it is known what it holds: most hold what the others hold.
  const got: (readonly Evidence[])[] = askings.map(() => [])
  const waiting = askings.entries()
  const goOn = async () => {
    for (const [at, asking] of waiting) {
      const read = await askOne(asking, plain, site, tried)
      if (read === undefined) continue
      const { persona, channel } = asking
      const source = { persona, channel, read, isOwn, besidePage: true, headline }
      got[at] = evidenceOf(source, letters)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, goOn))
  const others = got.flat()
  for (const { evidence, of } of site.shared) {
    tried.add(evidence.channel)
    if (of === undefined || isOwn(of)) others.push({ ...evidence, own: of !== undefined })
  }
  const all = others.concat(await searchByHeadline(everybody))
  if (letters.isFull) {
    const why = `what ${asked.url.pathname} was answered with holds more text than is looked through.`
    site.untried.set('too much', { channel: 'representation', why })
  }
  return all
}

export interface WithScript {
  readonly rendered: Rendered
  readonly evidence: readonly Evidence[]
}

/** Undefined without a browser, and when the page did not open in it. */
export async function askWithScript(everybody: Everybody): Promise<WithScript | undefined> {
  const { asked, plain, page, site, tried, letters, isOwn } = everybody
  if (site.chromium === undefined) return undefined
  const agent = site.reading.asker.agentFor(PERSONAS.script.agent)
  const opened = await site.chromium.open({ url: asked.url.href, agent, cookie: asked.cookie })
  if (!opened.ok) {
    const why = `a browser could not open ${asked.url.pathname}: ${opened.detail}`
    site.untried.set(`script ${asked.url.pathname}`, { channel: 'script-dom', why })
    return undefined
  }
  tried.add('script-dom')
  const read = await site.reading.rendered(opened.value.html, plain.answer)
  if (!read.ok) return { rendered: opened.value, evidence: [] }
  const source = { persona: 'script', channel: 'script-dom', read: read.value } as const
  const headline = page.headline ?? page.title
  const evidence = evidenceOf({ ...source, isOwn, besidePage: true, headline }, letters)
  return { rendered: opened.value, evidence }
}

/** What stands on the plain page, each place by itself. */
export function plainEvidence({ plain, letters, isOwn }: Everybody): readonly Evidence[] {
  const source = { persona: 'browser', channel: undefined, read: plain } as const
  return evidenceOf({ ...source, isOwn, besidePage: false, headline: undefined }, letters)
}

/** A shared cache that has kept a subscriber's page gives it to the next reader. */
export function afterSubscriber(
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

const LEADS_NOWHERE: ReadonlySet<string> = new Set(['left-site', 'endless', 'too-slow', 'rubbish'])

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
    if (asked.reason === 'robots') site.untried.set(channel, { channel, why: asked.detail })
    else tried.add(channel)
    if (LEADS_NOWHERE.has(asked.reason)) site.attempts.learn(attempt, false)
    return undefined
  }
  tried.add(channel)
  const { status, digest } = asked.value
  site.attempts.learn(attempt, status !== 404 && status !== 405 && status !== 410)
  if (digest === plain.answer.digest || asked.value.body.length === 0) return undefined
  const read = await site.reading.texts(asked.value)
  return read.ok && !isFront(read.value, site, plain) ? read.value : undefined
}

/** Whether an address or slug that stands in a record means this article. */
export function isOfArticle(of: string, article: Pick<AskedArticle, 'url' | 'page'>): boolean {
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
