// What is asked for stays on the shelf, what is not goes, and all of it together keeps to its budget.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Page, preparePage } from './prepare.ts'
import { VariantShelf } from './variant-shelf.ts'

const one = await preparePage('A page.', [], 'identity')
const sized = (size: number): Page => ({ ...one, size })

test('an article that is asked for outlives those that are not', () => {
  const shelf = new VariantShelf<string>(300)
  shelf.put('/read', 'full', '1', 'now', sized(100))
  for (let number = 0; number < 20; number++) {
    expect(shelf.current('/read', 'full', 'now')).toBeDefined()
    shelf.put(`/once-${number}`, 'full', '1', 'now', sized(100))
  }
  expect(shelf.paths().toSorted()).toEqual(['/once-18', '/once-19', '/read'])
})

test('the budget holds whatever is put and asked for, and what was just put is there', () => {
  const put = fc.record({
    path: fc.integer({ max: 9, min: 0 }),
    size: fc.nat(120),
    asks: fc.nat(9),
  })
  fc.assert(
    fc.property(fc.array(put), (puts) => {
      const shelf = new VariantShelf<string>(300)
      const sizes = new Map<string, number>()
      for (const { path: name, size, asks } of puts) {
        const path = `/${name}`
        shelf.current(`/${asks}`, 'full', 'now')
        shelf.put(path, 'full', '1', 'now', sized(size))
        sizes.set(path, size)
        expect(shelf.current(path, 'full', 'now')?.size).toBe(size)
        const kept = shelf.paths().map((kept) => sizes.get(kept) ?? 0)
        expect(kept.reduce((sum, other) => sum + other, 0)).toBeLessThanOrEqual(300)
      }
    }),
  )
})

test('what is told first was asked for most, also by a shelf that was filled in that order, however often that is', () => {
  const popular = ['/third', '/first', '/never', '/second']
  const asks = { '/first': 9, '/second': 5, '/third': 1 }
  let shelf = new VariantShelf<string>(1000)
  for (const path of popular) shelf.put(path, 'full', '1', 'now', sized(100))
  shelf.put('/first', 'preview', '1', 'now', sized(100))
  for (const [path, times] of Object.entries(asks))
    for (let ask = 0; ask < times; ask++) shelf.current(path, 'full', 'now')
  for (let generation = 0; generation < 3; generation++) {
    const told = shelf.keys()
    expect(told.map(([path]) => path)).toEqual(['/first', '/second', '/third', '/never'])
    expect(told[0]).toEqual(['/first', ['full', 'preview']])
    shelf = new VariantShelf<string>(1000)
    for (const [path, keys] of told)
      for (const key of keys) shelf.put(path, key, '1', 'now', sized(100))
  }
})

test('each variant is found by its own name alone, however many there are', () => {
  const put = fc.record({ key: fc.nat(60), version: fc.constantFrom('1', '1', '1', '1', '2') })
  fc.assert(
    fc.property(fc.array(put, { maxLength: 200 }), (puts) => {
      const shelf = new VariantShelf<string>(100_000)
      const model = new Map<string, Page>()
      let last = ''
      for (const [at, { key, version }] of puts.entries()) {
        if (version !== last) model.clear()
        last = version
        const page = sized(at)
        shelf.put('/read', `${key}`, version, 'now', page)
        model.set(`${key}`, page)
      }
      for (let key = 0; key <= 60; key++)
        expect(shelf.current('/read', `${key}`, 'now')).toBe(model.get(`${key}`))
      expect(shelf.keys()).toEqual(puts.length === 0 ? [] : [['/read', [...model.keys()]]])
    }),
  )
})
