// Listed articles: what a site's feeds and interfaces speak of in tests, and what is known of it. Every sentence below
// a cut holds a canary.
import type { KnownArticle, LookUp } from '../../src/core/origin.ts'

export interface ListedArticle {
  readonly slug: string
  readonly path: string
  readonly title: string
  readonly kind: 'free' | 'gated' | 'unknown'
  readonly above: readonly string[]
  /** Empty for no kind: what stands in these of a free article is open. */
  readonly below: readonly string[]
}

export const SITE = { public: 'https://news.example', own: ['http://127.0.0.1:8080'] }
export const OWN = 'http://127.0.0.1:8080'

export function listedArticle(number: number, kind: ListedArticle['kind']): ListedArticle {
  const slug = `story-${number}`
  return {
    slug,
    path: `/news/${slug}`,
    title: `The harbour counts its boats, part ${number}`,
    kind,
    above: [
      `On the quay of part ${number} the gulls were fewer than the boats in the rain.`,
      `Nobody of part ${number} asked the harbour office why, and it did not say.`,
    ],
    below: [
      `What canary${number}a told the council behind closed doors was "not < for & the" papers.`,
      `Every crane of canary${number}b had been sold twice before the frost came in.`,
    ],
  }
}

export function bodyOf({ above, below }: ListedArticle): string {
  return [...above, ...below].map((text) => `<p>${escaped(text)}</p>`).join('\n')
}

export function lookUpOf(articles: readonly ListedArticle[]): LookUp {
  const known = new Map(
    articles.filter(({ kind }) => kind !== 'unknown').map((one) => [one.path, knownOf(one)]),
  )
  return (path) => known.get(path)
}

function knownOf({ path, title, kind, above, below }: ListedArticle): KnownArticle {
  const open = kind === 'free' ? [...above, ...below] : above
  return {
    article: {
      ...{ id: path, path, title, summary: above[0] ?? '', bylines: [], published: 0 },
      ...{ updated: undefined, section: undefined, tags: [], access: undefined, image: undefined },
      ...{ imageAlt: '', correction: undefined, moved: [] },
    },
    gated: kind === 'gated',
    previewHtml: open.map((text) => `<p>${escaped(text)}</p>`).join(''),
    openText: [title, ...open].join('\n'),
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
