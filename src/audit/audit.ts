// Audit: finds a site's articles, asks for each as everybody who has not paid, and says what of their gated text got out.
import { Asker } from './asking/asker.ts'
import { LIMITS } from './asking/limits.ts'
import type { Wire } from './asking/send.ts'
import { settle } from './asking/settle.ts'
import { Attempts } from './attempts.ts'
import { auditArticle } from './audit-article.ts'
import { type Chromium, startChromium } from './browser/chromium.ts'
import { findChromium } from './browser/find-chromium.ts'
import { controlOf } from './control.ts'
import { type Discovered, discover, isArticle, type SharedPage } from './discover.ts'
import { Letters, type SharedText, sharedTextsOf } from './evidence.ts'
import type { AuditEvent, Note } from './finding.ts'
import { readLists } from './lists.ts'
import { RunIndex } from './matching/runs.ts'
import { wordsOf } from './matching/words.ts'
import { countOf, spendMeter } from './meter.ts'
import type { AuditOptions } from './options.ts'
import { readSchema } from './personas/graphql.ts'
import { PERSONAS } from './personas.ts'
import { type Read, Reading } from './reading.ts'
import { recognise } from './recognise.ts'
import type { Article, Audited } from './site.ts'
import type { PageFacts } from './texts/apart.ts'
import { ownVersion } from './version.ts'

/** The site cannot be audited at all; its message is one sentence for whoever asked. */
export class CannotAudit extends Error {}

const ARTICLES = 20
const PUBLIC_RATE = 4
/** Of feeds, lists and site maps; whoever has more shows the newest first. */
const SHARED_TEXTS = 20_000
/** Bytes: each of them goes to the thread with every answer. */
const MOST_OF_SHEET = 500_000
/** Pages of others whose texts are kept, to know what stands on every page. */
const NEIGHBOURS = 8

/** Throws CannotAudit when there is no such site. It ends early, with what it has, when its signal aborts. */
export async function* audit(options: AuditOptions): AsyncGenerator<AuditEvent, void> {
  const { contact, signal } = options
  const version = options.version ?? (await ownVersion())
  const settled = await settle({
    url: options.url,
    version,
    contact,
    trustPrivateAddresses: options.trustPrivateAddresses === true,
    signal,
  })
  if (!settled.ok) throw new CannotAudit(settled.detail)
  const { wire, loopback } = settled.value
  const rate = options.rate ?? (loopback ? undefined : PUBLIC_RATE)
  const asker = new Asker({ wire, version, contact, rate, signal, limits: options.limits })
  const reading = new Reading(asker, options.limits ?? LIMITS)
  try {
    yield* auditSite({ options, reading, wire, loopback })
  } finally {
    await reading.close()
  }
}

interface Begun {
  readonly options: AuditOptions
  readonly reading: Reading
  readonly wire: Wire
  readonly loopback: boolean
}

async function* auditSite(begun: Begun): AsyncGenerator<AuditEvent, void> {
  const { options, reading, loopback } = begun
  const agent = PERSONAS.browser.agent
  const robots = await reading.asker.obeyRobots(agent)
  const control = await controlOf(reading.asker, options, loopback)
  const front = await reading.read({ path: '/', agent })
  const page = front.ok ? front.value.apart.page : undefined
  await learnStyles(reading, page?.stylesheets ?? [])
  const known = await knownArticles(options, reading)
  const discovered = await discover({
    reading,
    front: front.ok ? front.value : undefined,
    sitemaps: robots.sitemaps,
    sitemap: options.sitemap,
    known,
  })
  const chosen = await choose(discovered, begun)
  const system = chosen.system ?? (front.ok ? recognise(front.value.answer, page) : undefined)
  const facts = {
    origin: reading.asker.origin.origin,
    system: system?.name,
    articles: chosen.articles.length,
    basis: options.truth === undefined ? 'comparison' : 'truth',
    control,
  } as const
  yield { kind: 'site', site: facts }
  const untried: Audited['untried'] = new Map()
  const why = front.ok ? refusalOf(front.value.answer.status) : front.detail
  if (why !== undefined)
    untried.set('front', { channel: 'list', why: `the front page could not be read. ${why}` })
  const chromium = await chromiumFor(begun, control !== undefined, untried)
  const site: Audited = {
    options,
    reading,
    facts,
    system,
    shared: sharedTexts([...discovered.shared, ...(await readLists(chosen.pages, reading))]),
    neighbours: chosen.neighbours,
    attempts: new Attempts(),
    graph: await readSchema(reading),
    front: front.ok ? { digest: front.value.answer.digest, title: page?.title } : undefined,
    loopback,
    chromium,
    untried,
  }
  try {
    yield* auditArticles(chosen.articles, site)
  } finally {
    await chromium?.close()
  }
}

function refusalOf(status: number): string | undefined {
  return status < 400 ? undefined : `It answers ${status}.`
}

async function* auditArticles(
  articles: readonly Article[],
  site: Audited,
): AsyncGenerator<AuditEvent, void> {
  const finished = new Set(site.options.from)
  let done = 0
  let known = 0
  for (const article of articles) {
    if (isStopped(site)) return
    done++
    if (finished.has(article.url)) continue
    const { findings, facts, known: isKnown } = await auditArticle(article, site)
    // What was asked after the stop has no answer, and says nothing.
    if (isStopped(site)) return
    yield* findings
    yield { kind: 'article', article: facts, done, of: articles.length }
    if (isKnown) known++
  }
  if (known === 0 && done > 0 && finished.size === 0) yield* truthOfNothing(site)
  yield* untriedNotes(site)
}

/** Undefined when none is to be used, none is there, or none may run here; the last two are said. */
async function chromiumFor(
  { options, wire }: Begun,
  controlled: boolean,
  untried: Audited['untried'],
): Promise<Chromium | undefined> {
  if (options.browser === 'none') return undefined
  const say = (why: string) => {
    untried.set('chromium', { channel: 'script-dom', why })
    return undefined
  }
  const executable = await findChromium()
  if (executable === undefined)
    return say('no Chromium was found on this machine; CHROME_PATH can name one.')
  // Chromium has no sandbox when root runs it.
  const withoutSandbox = process.getuid?.() === 0
  if (withoutSandbox && !controlled)
    return say(
      'a browser is not run as root on the pages of others. Run the audit as somebody else.',
    )
  const started = await startChromium({ executable, wire, withoutSandbox })
  return started.ok ? started.value : say(started.detail)
}

/** A truth that says nothing of any article is a mistake, and must not look like a tight site. */
function* truthOfNothing({ options }: Audited): Generator<Note> {
  if (options.truth === undefined) return
  const text =
    options.truth.kind === 'cookies'
      ? 'With the cookies that were handed in no article showed more than without: are they those of a subscriber, and still good?'
      : 'None of the texts that were handed in holds more than the pages show: are they named as the addresses of their articles end?'
  yield { kind: 'note', article: undefined, channel: undefined, persona: undefined, text }
}

function isStopped({ options }: Audited): boolean {
  return options.signal?.aborted === true
}

function* untriedNotes({ untried: all }: Audited): Generator<Note> {
  for (const [, { channel, why }] of all)
    yield {
      kind: 'note',
      article: undefined,
      channel,
      persona: undefined,
      text: `Not tried: ${why}`,
    }
}

/** Those that the truth names, and the address that was typed when it is no front page. */
async function knownArticles(
  { url, truth }: AuditOptions,
  reading: Reading,
): Promise<readonly string[]> {
  const typed = new URL(url)
  const own =
    typed.pathname === '/'
      ? []
      : [new URL(typed.pathname + typed.search, reading.asker.origin.href).href]
  return [...own, ...((truth?.kind === 'texts' && truth.articles) || [])]
}

async function learnStyles(reading: Reading, addresses: readonly string[]): Promise<void> {
  const sheets: string[] = []
  for (const address of addresses.slice(0, 6)) {
    const url = new URL(address)
    if (url.origin !== reading.asker.origin.origin) continue
    const asked = await reading.asker.ask({
      path: url.pathname + url.search,
      agent: PERSONAS.browser.agent,
    })
    if (asked.ok && asked.value.status === 200)
      sheets.push(asked.value.body.toString('utf8', 0, MOST_OF_SHEET))
  }
  reading.learnStyles(sheets)
}

interface Chosen {
  readonly articles: readonly Article[]
  /** The first of them, as they were read. */
  readonly pages: readonly { readonly url: string; readonly page: PageFacts }[]
  readonly neighbours: RunIndex<string>
  readonly system: Audited['system']
}

interface Found {
  readonly url: string
  readonly title: string | undefined
  readonly words: number
  /** It sets a cookie. */
  readonly sets: boolean
  /** Its own markup, a feed or a truth calls it an article. */
  readonly says: boolean
  readonly marked: boolean
}

/** Where the site marks its articles, a page that is not marked and only holds text is none: a section, an imprint. */
function bestOf(found: readonly Found[]): readonly Found[] {
  const sure = found.filter(({ says }) => says)
  return found.some(({ marked }) => marked) ? sure : [...sure, ...found.filter(({ says }) => !says)]
}

/** Reads what may be articles, a few at a time, until there are enough of them. */
async function choose({ candidates }: Discovered, { options, reading }: Begun): Promise<Chosen> {
  const wanted = options.articles ?? ARTICLES
  const sure: { url: string; read: Read }[] = []
  const neighbours = new RunIndex<string>()
  const found: Found[] = []
  let system: Audited['system']
  const waiting = candidates.slice(0, wanted * 3 + 10)
  while (waiting.length > 0 && found.filter(({ says }) => says).length < wanted) {
    const batch = waiting.splice(0, 4)
    const reads = await Promise.all(batch.map(({ url }) => readCandidate(url, reading)))
    for (const [at, read] of reads.entries()) {
      const candidate = batch[at]
      const page = read?.apart.page
      const kind = isArticle(page)
      if (candidate === undefined || read === undefined || page === undefined) continue
      if (!isGiven(read, kind) || (kind === undefined && !candidate.certain)) continue
      if (found.some(({ url }) => url === read.answer.url)) continue
      system ??= recognise(read.answer, page)
      found.push({
        url: read.answer.url,
        title: page.headline ?? page.title,
        words: countOf(page.body),
        sets: read.answer.cookies.length > 0,
        says: kind === 'article' || candidate.certain,
        marked: kind === 'article',
      })
      if (sure.length < NEIGHBOURS) sure.push({ url: read.answer.url, read })
    }
  }
  for (const { url, read } of sure)
    for (const { text } of read.apart.pieces) {
      const { letters, unspaced } = wordsOf(text)
      neighbours.add(url, letters, unspaced)
    }
  const best = bestOf(found)
  const articles = best.slice(0, wanted)
  const others = [...best.slice(wanted), ...waiting].map(({ url }) => url)
  const sets = articles.some((article) => article.sets)
  const spent = sets ? await spendMeter(articles, others, reading) : undefined
  return {
    articles: articles.map(({ url, title }) => ({ url, title, spent: spent?.get(url) })),
    pages: sure.flatMap(({ url, read }) =>
      read.apart.page === undefined ? [] : [{ url, page: read.apart.page }],
    ),
    neighbours,
    system,
  }
}

/** Some walls say by their status that there is more, and give the preview with it. */
function isGiven({ answer: { status } }: Read, kind: ReturnType<typeof isArticle>): boolean {
  return status === 200 || (kind === 'article' && /^40[123]$/.test(String(status)))
}

async function readCandidate(url: string, reading: Reading): Promise<Read | undefined> {
  const { pathname, search } = new URL(url)
  const read = await reading.read({ path: pathname + search, agent: PERSONAS.browser.agent })
  return read.ok ? read.value : undefined
}

function sharedTexts(shared: readonly SharedPage[]): readonly SharedText[] {
  const letters = new Letters()
  const texts = shared.flatMap(({ channel, read }) => sharedTextsOf(channel, read, letters))
  return texts.slice(0, SHARED_TEXTS)
}
