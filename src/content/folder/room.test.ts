// Whatever is asked for, never more than there is is given at once, and everybody's turn comes, in order.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Room } from './room.ts'

test('there is never more in it than fits, and nobody is forgotten or overtaken', async () => {
  const asked = fc.array(fc.record({ bytes: fc.nat(15), fails: fc.boolean() }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), asked, async (scheduler, all) => {
      const room = new Room(10)
      const begun: number[] = []
      let inside = 0
      const works = all.map(({ bytes, fails }, number) =>
        room.during(bytes, async () => {
          begun.push(number)
          const own = Math.min(bytes, 10)
          inside += own
          expect(inside).toBeLessThanOrEqual(10)
          await scheduler.schedule(Promise.resolve())
          inside -= own
          if (fails) throw new Error('cannot be read')
        }),
      )
      const ended = Promise.allSettled(works)
      await scheduler.waitFor(ended)
      expect((await ended).filter(({ status }) => status === 'rejected')).toHaveLength(
        all.filter(({ fails }) => fails).length,
      )
      expect(begun).toEqual(all.map((_, number) => number))
    }),
  )
})
