// Search: what a search shows of an article that is looked for by its headline, and whether it is found by rare words
// that stand only below the cut.
import type { Channel } from './channels.ts'
import { type Evidence, evidenceOf, type Letters } from './evidence.ts'
import type { Leak } from './finding.ts'
import type { Gated } from './matching/gated.ts'
import { type AskedArticle, type Asking, ask } from './personas/asking.ts'
import type { Read } from './reading.ts'
import { type Article, type Audited, isFront } from './site.ts'
import type { Apart } from './texts/apart.ts'

/** Where searches and suggestions usually answer; WORDS stands for what is looked for. */
const ADDRESSES: readonly string[] = [
  '/?s=WORDS',
  '/search?q=WORDS',
  '/search/?query=WORDS',
  '/suche?q=WORDS',
  '/api/search?q=WORDS',
  '/api/suggest?q=WORDS',
  '/api/autocomplete?q=WORDS',
  '/autocomplete?q=WORDS',
  '/search/suggest?q=WORDS',
  '/wp-json/wp/v2/posts?search=WORDS',
  '/wp-json/wp/v2/search?search=WORDS',
]
/** A word that nobody has written: whatever is found by it is found by everything. */
const NONSENSE = 'qxzvwkjy'

export interface Searched {
  readonly asked: AskedArticle
  readonly site: Audited
  readonly tried: Set<Channel>
  readonly letters: Letters
}

/** What comes with the article when it is looked for by the words of its headline. */
export async function searchByHeadline(searched: Searched): Promise<readonly Evidence[]> {
  const { asked, letters, tried } = searched
  const { headline, title } = asked.page ?? {}
  const words = (headline ?? title ?? '').split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 4)
  if (words.length === 0) return []
  const [longest = ''] = words.toSorted((one, other) => other.length - one.length)
  const reads = await Promise.all(addressesFor(longest).map((one) => answerTo(one, searched)))
  return reads.flatMap((read, at) => {
    const isApi = (ADDRESSES[at] ?? '').startsWith('/wp-json')
    const channel = isApi ? 'api' : 'search'
    tried.add('search')
    if (read === undefined) return []
    const isOwn = (of: string) => leadsTo(of, asked)
    return evidenceOf(
      { persona: 'searcher', channel, read, isOwn, besidePage: false, headline: undefined },
      letters,
    )
  })
}

/** A leak for each search that finds the article by words that it hides, and not by a word that nobody has written. */
export async function searchByHiddenWords(
  searched: Searched,
  gated: Gated,
  article: Article,
): Promise<Leak | undefined> {
  const { asked, site } = searched
  const open = `${asked.page?.shown ?? ''} ${asked.page?.title ?? ''} ${asked.page?.description ?? ''}`
  const words = gated.rareWords(open.toLowerCase(), 2)
  if (words.length < 2) return undefined
  for (const [at, asking] of addressesFor(words.join(' ')).entries()) {
    const found = await answerTo(asking, searched)
    if (found === undefined || !lists(found.apart, asked)) continue
    const control = addressesFor(NONSENSE)[at]
    const everything = control && (await answerTo(control, searched))
    if (everything !== undefined && lists(everything.apart, asked)) continue
    const { basis, control: proven } = site.facts
    return {
      kind: 'leak',
      article: article.url,
      channel: 'search',
      persona: 'searcher',
      basis,
      words: words.length,
      gatedWords: gated.size,
      severity: 'low',
      why: `The search at ${asking.question.path.split('?')[0]} finds the article by words that stand only below the cut.`,
      proof: proven && { excerpt: words.join(' '), request: `GET ${asking.question.path}` },
    }
  }
  return undefined
}

function addressesFor(words: string): readonly Asking[] {
  return ADDRESSES.map((address) =>
    ask('searcher', 'search', address, {
      path: address.replace('WORDS', encodeURIComponent(words).replaceAll('%20', '+')),
    }),
  )
}

async function answerTo(asking: Asking, { site }: Searched): Promise<Read | undefined> {
  const { attempt, question } = asking
  if (!site.attempts.isWorthwhile(attempt)) return undefined
  const asked = await site.reading.asker.ask(question)
  if (!asked.ok) {
    if (asked.reason === 'robots')
      site.untried.set('search', { channel: 'search', why: asked.detail })
    return undefined
  }
  site.attempts.learn(attempt, asked.value.status < 400)
  // A site that answers every address with its front page has no search there.
  if (asked.value.status !== 200 || asked.value.digest === site.front?.digest) return undefined
  const read = await site.reading.apart(asked.value)
  return read.ok && !isFront(read.value, site) ? read.value : undefined
}

/** Whether the article is among what was found: by a link with its address, or as a record that names it. */
function lists({ page, items, pieces }: Apart, asked: AskedArticle): boolean {
  const addresses = [
    ...(page?.links ?? []).map(({ href }) => href),
    ...items.map(({ link }) => link),
  ]
  const named = pieces.flatMap(({ of }) => (of === undefined ? [] : [of]))
  return [...addresses, ...named].some((one) => leadsTo(one, asked))
}

function leadsTo(address: string, { url }: AskedArticle): boolean {
  const link = URL.parse(address, url.href)
  return link !== null && link.pathname.replace(/\/+$/, '') === url.pathname.replace(/\/+$/, '')
}
