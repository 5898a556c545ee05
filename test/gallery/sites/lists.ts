// Gallery: pages that list articles, and search.
import { hits, listPage, search, sitemap, usual } from '../paper.ts'
import type { Printed, Site } from '../site.ts'
import { absolute, inHtml, json, xml } from '../writing.ts'

/** The preview and the first two paragraphs below the cut, of five. */
const excerpt = ({ preview, rest }: Printed) => [...preview, ...rest.slice(0, 2)].join(' ')
const TWO_OF_FIVE = [0.3, 0.5] as const

export const lists: readonly Site[] = [
  {
    name: 'front-excerpt',
    says: 'The front page shows more of each story than its own page does.',
    leak: { channel: 'list', share: TWO_OF_FIVE },
    answer: (asked, paper) =>
      asked.path === '/'
        ? listPage('The Pellwick Lantern', paper.articles, asked, paper, excerpt)
        : undefined,
  },
  {
    name: 'tag-excerpt',
    says: 'The page of a tag, linked from the article, prints its stories whole.',
    leak: { channel: 'list' },
    answer: (asked, paper) => {
      const tagged = paper.articles.filter(({ tag }) => asked.path === `/tag/${tag}`)
      const whole = ({ whole }: Printed) => whole.join(' ')
      return tagged.length > 0 ? listPage('Tag', tagged, asked, paper, whole) : undefined
    },
  },
  {
    name: 'search-finds',
    says: 'Search finds words that stand only below the cut, and shows nothing of them.',
    leak: { channel: 'search', share: [0, 1] },
    needs: 'texts',
    answer: (asked, paper) =>
      asked.path === '/search' ? search(asked, paper, ({ whole }) => whole) : undefined,
  },
  {
    name: 'search-finds-elsewhere',
    says: 'The same with a search at an address of its own, which only its form tells.',
    leak: { channel: 'search', share: [0, 1] },
    needs: 'texts',
    answer: (asked, paper) => {
      if (asked.path === '/search') return { status: 404, body: '' }
      if (asked.path === '/archive/find') {
        const query = new URLSearchParams({ q: asked.query.get('words') ?? '' })
        return search({ ...asked, query }, paper, ({ whole }) => whole)
      }
      const usually = usual(asked, paper)
      if (typeof usually.body !== 'string') return usually
      const body = usually.body
        .replace('action="/search"', 'action="/archive/find"')
        .replace('name="q"', 'name="words"')
      return { ...usually, body }
    },
  },
  {
    name: 'search-excerpt',
    says: 'Search looks through headlines, and shows the story under each of its hits.',
    leak: { channel: 'search' },
    answer: (asked, paper) =>
      asked.path === '/search'
        ? search(
            asked,
            paper,
            () => [],
            ({ whole }) => whole.join(' '),
          )
        : undefined,
  },
  {
    name: 'autocomplete',
    says: 'The suggestions under the search field carry a description that is far too long.',
    leak: { channel: 'search', share: TWO_OF_FIVE },
    answer: (asked, paper) =>
      asked.path === '/api/suggest'
        ? json(
            hits(asked, paper, () => []).map((article) => ({
              label: article.title,
              url: absolute(article, asked),
              description: excerpt(article),
            })),
          )
        : undefined,
  },
  {
    name: 'sitemap-text',
    says: 'The news sitemap carries each story as its description.',
    leak: { channel: 'sitemap' },
    answer: (asked, paper) =>
      asked.path === '/sitemap.xml'
        ? xml(
            sitemap(
              asked,
              paper,
              ({ whole }) => `<news:description>${inHtml(whole.join(' '))}</news:description>`,
            ),
          )
        : undefined,
  },
]
