import { expect, test } from 'vitest'
import { instants } from './instant.ts'

const london = instants('Europe/London')

test.each([
  ['2026-11-23', '2026-11-23T00:00:00Z'],
  ['2026-07-01', '2026-06-30T23:00:00Z'],
  ['2026-07-01 07:30', '2026-07-01T06:30:00Z'],
  ['2026-11-23T07:30:15', '2026-11-23T07:30:15Z'],
  ['2026-11-23T07:30:15.250Z', '2026-11-23T07:30:15.250Z'],
  ['2026-11-23T07:30+01:00', '2026-11-23T06:30:00Z'],
  ['2026-11-23 07:30 -0500', '2026-11-23T12:30:00Z'],
  // An hour that the clocks leap over is taken after the leap; one that comes twice, the second time: never too early.
  ['2026-03-29 01:30', '2026-03-29T01:30:00Z'],
  ['2026-10-25 01:30', '2026-10-25T01:30:00Z'],
])('%s is %s in London', (written, meant) => {
  expect(london(written)).toBe(Date.parse(meant))
})

test.each(['next week', '2026-02-30', '2026-13-01', '2026-11-23T25:00', '23.11.2026', ''])(
  '%j is no date',
  (written) => {
    expect(london(written)).toBeUndefined()
  },
)
