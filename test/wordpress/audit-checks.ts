// Audit checks: `standfirst audit` finds by itself what WordPress tells, once it knows which text is paid for; and calls
// nothing a leak that everybody may read.
import { type ArticleFacts, audit, type Leak, type Truth } from '../../src/audit/index.ts'
import type { WordPress, WordPressArticle } from './wordpress.ts'

interface Audited {
  readonly system: string | undefined
  readonly articles: readonly ArticleFacts[]
  readonly leaks: readonly Leak[]
}

const ARTICLES = 20
/** Enough for one of two pages, one with a password, and some with an excerpt of their own. */
const OPEN_ARTICLES = 8
/** By which WordPress hands out what stands below `<!--more-->`. */
const EXPECTED = ['page', 'feed', 'api'] as const
/** And by which it may besides: alternative texts, what an editor has left in, pictures, a search for hidden words. */
const BESIDE = ['attribute', 'comment', 'picture', 'search']
/** By which it tells the pictures of what has a password, and their captions. */
const OF_PICTURES = ['api', 'picture'] as const

/**
 * With the texts below the cut as truth: `<!--more-->` alone keeps nobody out, so nothing else can know them. The
 * classic theme needs a third of the time.
 */
export async function auditKnowing(wordpress: WordPress): Promise<readonly string[]> {
  await wordpress.useTheme('classic')
  const { system, articles, leaks } = await run(wordpress, ARTICLES, truthOf(wordpress.articles))
  await wordpress.useTheme('block')
  const faults = articles.flatMap(({ url }) => {
    const article = wordpress.articles.find((one) => one.url === url)
    const own = leaks.filter((leak) => leak.article === url)
    return article === undefined ? [`${url} is no article`] : faultsOf(article, own)
  })
  if (!/^WordPress 6\./.test(system ?? '')) faults.push(`the system is said to be ${system}`)
  if (articles.length !== ARTICLES) faults.push(`${articles.length} articles were audited`)
  return faults
}

/** What is open on the page is open: there are leaks alone where the page shows less than the feed or the API. */
export async function auditUnknowing(wordpress: WordPress): Promise<readonly string[]> {
  const { articles, leaks } = await run(wordpress, OPEN_ARTICLES)
  const faults = articles.flatMap(({ url }) => {
    const article = wordpress.articles.find((one) => one.url === url)
    const channels = leaks.filter((leak) => leak.article === url).map(({ channel }) => channel)
    if (article?.pages === 2)
      return channels.includes('api') ? [] : [`${url}, its second page: found in ${channels}`]
    return channels.length === 0 ? [] : [`${url}, open to everybody: ${channels}`]
  })
  if (
    !articles.some(({ url }) =>
      wordpress.articles.some((one) => one.url === url && one.pages === 2),
    )
  )
    faults.push('no article of two pages was audited')
  return faults
}

function faultsOf(article: WordPressArticle, leaks: readonly Leak[]): readonly string[] {
  const { url, kind } = article
  const { expected, beside, least } = expectationsOf(article)
  const best = (channel: string) =>
    Math.max(0, ...leaks.filter((leak) => leak.channel === channel).map(shareOf))
  const missed = expected.filter((channel) =>
    leaks.every((leak) => leak.channel !== channel || shareOf(leak) < least),
  )
  const invented = leaks.filter(({ channel }) => ![...expected, ...beside].includes(channel))
  return [
    ...missed.map((channel) => `${url}, ${kind}: ${channel} is not found (${best(channel)})`),
    ...invented.map(({ channel, why }) => `${url}, ${kind}: ${channel}: ${why}`),
  ]
}

interface Expectations {
  readonly expected: readonly string[]
  readonly beside: readonly string[]
  /** Share of the words below the cut that each of the expected has to hold. */
  readonly least: number
}

function expectationsOf({ kind, pages, below }: WordPressArticle): Expectations {
  // Half of it is on a second page.
  if (kind === 'cut')
    return pages === 2
      ? { expected: EXPECTED, beside: [...BESIDE, 'path', 'query'], least: 0.2 }
      : { expected: EXPECTED, beside: BESIDE, least: 0.7 }
  const hasPictures = kind === 'protected' && below.pictures.length > 0
  return { expected: hasPictures ? OF_PICTURES : [], beside: [], least: 0 }
}

const shareOf = ({ words, gatedWords }: Pick<Leak, 'words' | 'gatedWords'>) => words / gatedWords

export function truthOf(articles: readonly WordPressArticle[]): Truth {
  return {
    kind: 'texts',
    of({ url }) {
      const article = articles.find((one) => one.url === url)
      if (article === undefined) return undefined
      const { above, below, pictures } = article
      return {
        gated: below.text.join('\n'),
        preview: above.text.join('\n'),
        access: below.text.length === 0 ? 'open' : 'gated',
        pictures: below.pictures.flatMap((name) => pictures[name] ?? []),
      }
    },
  }
}

async function run({ address }: WordPress, count: number, truth?: Truth): Promise<Audited> {
  const options = { url: address, version: '0.0.0', articles: count, browser: 'none' } as const
  let system: string | undefined
  const articles: ArticleFacts[] = []
  const leaks: Leak[] = []
  for await (const event of audit({ ...options, truth })) {
    if (event.kind === 'site') system = event.site.system
    if (event.kind === 'article') articles.push(event.article)
    if (event.kind === 'leak') leaks.push(event)
  }
  return { system, articles, leaks }
}
