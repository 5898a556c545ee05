// Bundle: everything that is said goes out once, in its order, at the latest when the turn of the loop ends.
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBundle } from './bundle.ts'

test('what is said in one turn goes out together, and nothing is lost or said twice', async () => {
  const turns = fc.array(fc.array(fc.nat(), { maxLength: 5 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(turns, async (said) => {
      const sent: (readonly number[])[] = []
      const bundle = createBundle<number>((all) => sent.push(all))
      for (const turn of said) {
        for (const one of turn) bundle.add(one)
        await nextTurn()
      }
      expect(sent).toEqual(said.filter((turn) => turn.length > 0))
    }),
  )
})

test('a long turn sends some of it before its end, all in their order', async () => {
  const sent: (readonly number[])[] = []
  const bundle = createBundle<number>((all) => sent.push(all))
  const said = Array.from({ length: 100 }, (_, at) => at)
  for (const one of said) bundle.add(one)
  expect(sent.length).toBeGreaterThan(1)
  await nextTurn()
  expect(sent.flat()).toEqual(said)
})

test('whoever cannot wait for the turn to end sends at once', async () => {
  const sent: (readonly string[])[] = []
  const bundle = createBundle<string>((all) => sent.push(all))
  bundle.add('one')
  bundle.flush()
  bundle.flush()
  bundle.add('two')
  await nextTurn()
  expect(sent).toEqual([['one'], ['two']])
})
