// However an edition came about, the desk lays the same issue out of it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Article, newestFirst } from '../core/article.ts'
import type { Policy } from '../core/policy.ts'
import type { Content, Edition } from '../core/ports.ts'
import { createDesk, type Issue } from './desk.ts'

const policy: Policy = {
  default: { kind: 'metered' },
  rules: [],
  meter: {
    anonymous: 3,
    registered: 5,
    period: 'month',
    timeZone: 'UTC',
    perNetworkPerHour: 10,
  },
  registrationFirst: false,
  cut: { words: 80 },
}

const article = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    published: fc.nat(9),
    section: fc.constantFrom('town', 'sport', undefined),
    tags: fc.array(fc.constantFrom('Tide', 'tide', 'Board'), { maxLength: 3 }),
    bylines: fc.array(fc.constantFrom('A. Writer', 'a writer', 'B. Writer'), { maxLength: 2 }),
  })
  .map(
    ({ name, ...facts }): Article => ({
      ...facts,
      ...{ id: name, path: `/${name}`, title: name, summary: '', updated: undefined },
      ...{ access: undefined, image: undefined, imageAlt: '', correction: undefined, moved: [] },
    }),
  )

/** Each edition keeps some of the articles of the one before, as they are. */
const editions = fc.array(
  fc.record({
    kept: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    added: fc.array(article, { maxLength: 4 }),
    now: fc.integer({ min: 0, max: 10 }),
  }),
  { maxLength: 8 },
)

function editionOf(articles: readonly Article[], generation: number): Edition {
  const byPath = new Map(articles.map((one) => [one.path, one]))
  const latest = [...byPath.values()].sort(newestFirst)
  return {
    ...{ generation, byPath, latest, moved: new Map() },
    front: { lead: undefined, rail: [], rows: [] },
  }
}

function deskOf(edition: () => Edition): (now: number) => Issue {
  const nothing = () => Promise.reject(new Error('is not asked for'))
  const content: Content = {
    edition,
    text: nothing,
    picture: nothing,
    image: nothing,
    isCrowded: () => false,
  }
  return createDesk(content, policy)
}

const shown = ({ bySection, byTag, byAuthor, latest }: Issue) => ({
  latest,
  lists: [bySection, byTag, byAuthor].map((lists) => new Map([...lists].sort())),
})

test('what is amended is what would be laid anew', () => {
  fc.assert(
    fc.property(editions, (steps) => {
      let edition = editionOf([], 0)
      const desk = deskOf(() => edition)
      for (const { kept, added, now } of steps) {
        const stays = edition.latest.filter((_, index) => kept[index])
        edition = editionOf([...stays, ...added], edition.generation + 1)
        const anew = deskOf(() => edition)(now)
        expect(shown(desk(now))).toEqual(shown(anew))
        expect(desk(now).latest.every(({ published }) => published <= now)).toBe(true)
      }
    }),
  )
})
