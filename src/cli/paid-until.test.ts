import { expect, test } from 'vitest'
import { paidUntil } from './paid-until.ts'

test.each([
  ['2026-12-31', 'Europe/Berlin', '2027-01-01T00:00:00+01:00'],
  ['31.12.2026', 'Europe/Berlin', '2027-01-01T00:00:00+01:00'],
  ['1.3.2027', 'UTC', '2027-03-02T00:00:00Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-26T00:00:00+01:00'],
  ['2028-02-29', 'UTC', '2028-03-01T00:00:00Z'],
  ['2026-12-31 18:00', 'Europe/Berlin', '2026-12-31T18:00:00+01:00'],
  ['2026-12-31T23:59:59Z', 'Asia/Tokyo', '2026-12-31T23:59:59Z'],
])('%s in %s is paid until %s', (written, timeZone, expected) => {
  expect(paidUntil(timeZone)(written)).toBe(Date.parse(expected))
})

test.each(['', 'soon', '31/12/2026', '12/31/2026', '2026-02-31', '31.13.2026', '31.12.26'])(
  '%j is no day',
  (written) => {
    const until = paidUntil('UTC')
    expect([until(written), until(written)]).toEqual([undefined, undefined])
  },
)
