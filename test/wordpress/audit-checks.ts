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
/** And by which it may besides: an own field of the API, alternative texts, what an editor has left in. */
const BESIDE = ['representation', 'attribute', 'comment', 'picture']

/** With the texts below the cut as truth: `<!--more-->` alone keeps nobody out, so nothing else can know them. */
export async function auditKnowing(wordpress: WordPress): Promise<readonly string[]> {
  const { system, articles, leaks } = await run(wordpress, ARTICLES, truthOf(wordpress.articles))
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
  const { url, kind, pages } = article
  const best = (channel: string) =>
    Math.max(0, ...leaks.filter((leak) => leak.channel === channel).map(shareOf))
  // Half of it is on a second page.
  const least = pages === 2 ? 0.2 : 0.7
  const missed = kind === 'cut' ? EXPECTED.filter((channel) => best(channel) < least) : []
  const allowed: readonly string[] =
    kind === 'cut' ? [...EXPECTED, ...BESIDE] : kind === 'protected' ? ['api', 'picture'] : []
  const invented = leaks.filter(({ channel }) => !allowed.includes(channel))
  return [
    ...missed.map((channel) => `${url}: ${channel} is not found (${best(channel).toFixed(2)})`),
    ...invented.map(({ channel, why }) => `${url}, ${kind}: ${channel}: ${why}`),
  ]
}

const shareOf = ({ words, gatedWords }: Leak) => words / gatedWords

function truthOf(articles: readonly WordPressArticle[]): Truth {
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
