// An edition that was amended is the one that would be put together anew from the same files.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf } from '../article-id.ts'
import { type Entry, Shelf } from './shelf.ts'

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
const name = fc.constantFrom(...NAMES)
const path = name.map((one) => `/${one}`)

const entry = fc
  .record({
    name,
    published: fc.nat(3),
    title: fc.nat(2),
    moved: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      fc.uniqueArray(path, { maxLength: 2 }),
    ),
  })
  .map(
    ({ name, published, title, moved }): Entry => ({
      ...{ file: `${name}.md`, stamp: '', broken: false, mentions: [], textAt: 0, faults: [] },
      lines: { moved: 2, image: undefined },
      article: {
        ...{
          id: idOf(moved[0] ?? `/${name}`),
          path: `/${name}`,
          title: String(title),
          summary: '',
        },
        ...{ published, updated: undefined, section: undefined, tags: [], bylines: [], moved },
        ...{ access: undefined, image: undefined, imageAlt: '', correction: undefined },
      },
    }),
  )

const step = fc.oneof(
  { weight: 4, arbitrary: entry.map((put) => ({ put })) },
  { weight: 1, arbitrary: name.map((one) => ({ remove: `${one}.md` })) },
  { weight: 2, arbitrary: fc.constant('publish' as const) },
)

const shown = (shelf: Shelf) => {
  const { byPath, latest, moved, front } = shelf.edition
  const paths = [...byPath.keys()].sort()
  expect(byPath.size).toBe(paths.length)
  expect(NAMES.filter((one) => byPath.has(`/${one}`)).map((one) => `/${one}`)).toEqual(paths)
  const articles = paths.map((one) => byPath.get(one))
  return { articles, latest, moved: new Map([...moved].sort()), front, faults: shelf.faults() }
}

test('step by step or at once, the edition is the same', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.uniqueArray(path), (steps, withdrawn) => {
      const isWithdrawn = (one: string) => withdrawn.length < 3 && withdrawn.includes(one)
      const shelf = new Shelf([], isWithdrawn)
      const present = new Map<string, Entry>()
      for (const one of [...steps, 'publish' as const]) {
        if (one === 'publish') {
          shelf.publish()
          const anew = new Shelf([], isWithdrawn)
          for (const kept of present.values()) anew.put(kept)
          anew.publish()
          expect(shown(shelf)).toEqual(shown(anew))
          for (const article of shelf.edition.latest)
            expect(shelf.versionOf(article)?.article?.path).toBe(article.path)
        } else if ('put' in one) {
          present.set(one.put.file, one.put)
          shelf.put(one.put)
        } else {
          present.delete(one.remove)
          shelf.remove(one.remove)
        }
      }
    }),
    { numRuns: 1000 },
  )
})
