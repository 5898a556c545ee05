import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Held, Sample } from './soak-crew.ts'
import { type KindTally, Times } from './soak-load.ts'
import { isBad, type Soaked, soakData, soakLines, soakText } from './soak-report.ts'

const SECONDS = 600
const [OWNER, SPARED, REPLACED] = [1, 2, 3]

/** Every two seconds, also in the fifth that comes after the ten minutes. */
function samplesOf(megabytesAt: (at: number) => number): Sample[] {
  const times = Array.from({ length: SECONDS * 0.6 }, (_, look) => look * 2)
  return times.map((at) => ({ at, megabytes: megabytesAt(at) }))
}

function heldOf(what: Held['what'], pid: number, megabytesAt = (_: number) => 200): Held {
  return { what, pid, samples: samplesOf(megabytesAt) }
}

function tallyOf(ms: number, given: Partial<KindTally> = {}): KindTally {
  const times = new Times()
  times.note(ms)
  return { asked: 10, answered: 10, putOff: 0, cut: 0, failed: 0, examples: [], times, ...given }
}

/** One that was passed. */
function soakedOf(given: Partial<Soaked> = {}): Soaked {
  return {
    ...{ minutes: 10, most: 1000, rate: 800, seconds: SECONDS, unsent: 0 },
    kinds: new Map([
      ['article', tallyOf(2)],
      ['feed', tallyOf(4)],
    ]),
    held: [heldOf('owner', OWNER), heldOf('worker', SPARED), heldOf('worker', REPLACED)],
    ...{ spared: SPARED, kills: 2, reloads: 1, logIns: 3, saves: 3, saveDelays: [300, 100, 200] },
    ...{ serverWorked: 1080, loadWorked: 300, wrongs: [] },
    ...given,
  }
}

/** `early` around the second minute, `late` in the tenth, and much besides. */
function grown(early: number, late: number): (at: number) => number {
  return (at) => {
    if (at >= 0.15 * SECONDS && at <= 0.25 * SECONDS) return early
    return at >= 0.9 * SECONDS && at <= SECONDS ? late : 10_000
  }
}

describe('a soak is passed', () => {
  test('where nothing was wrong', () => {
    const soaked = soakedOf()
    expect(isBad(soaked)).toBe(false)
    expect(soakData(soaked)).toMatchObject({ notPassed: [] })
    expect(soakText(soaked).split('\n').at(-1)).toBe('passed')
  })

  test.each<[string, Partial<Soaked>]>([
    ['the server did not end well', { wrongs: ['the server did not end well'] }],
    ['the load was not borne: 7 requests were not sent', { unsent: 7 }],
    ['2 requests failed', { kinds: new Map([['feed', tallyOf(1, { failed: 2 })]]) }],
    ['nobody was killed or nothing reloaded', { kills: 0 }],
    ['nobody was killed or nothing reloaded', { reloads: 0 }],
    ['nobody logged in or saved', { logIns: 0 }],
    ['nobody logged in or saved', { saveDelays: [] }],
    [
      'memory of the owner grew by more than 10 %',
      { held: [heldOf('owner', OWNER, grown(100, 111)), heldOf('worker', SPARED)] },
    ],
    [
      'memory of the worker that was never killed grew by more than 10 %',
      { held: [heldOf('owner', OWNER), heldOf('worker', SPARED, grown(100, 111))] },
    ],
    ['memory was not weighed to the end', { held: [heldOf('owner', OWNER)] }],
    [
      'memory was not weighed to the end',
      { held: [heldOf('owner', OWNER), { what: 'worker', pid: SPARED, samples: [] }] },
    ],
  ])('not where %s (%#)', (why, given) => {
    const soaked = soakedOf(given)
    expect(isBad(soaked)).toBe(true)
    expect(soakData(soaked)).toMatchObject({ notPassed: [why] })
    expect(soakText(soaked).split('\n').at(-1)).toBe(`NOT PASSED: ${why}`)
    expect(soakLines(soaked).join('\n')).toContain(`**Not passed**: ${why}.`)
  })

  test('where memory in the tenth minute is at most a tenth above that around the second', () => {
    const size = fc.integer({ min: 1, max: 10_000 })
    fc.assert(
      fc.property(size, size, fc.constantFrom(9, 10, 30), (early, late, minutes) => {
        const held = [heldOf('owner', OWNER, grown(early, late)), heldOf('worker', SPARED)]
        const soaked = soakedOf({ held, minutes })
        expect(soakData(soaked)).toMatchObject({ memory: [{ what: 'owner', early, late }, {}] })
        expect(isBad(soaked)).toBe(minutes >= 10 && late > early * 1.1)
      }),
      { numRuns: 30 },
    )
  })

  test('by the medians of the half minutes around the second, and of the tenth', () => {
    const held = [heldOf('owner', OWNER, (at) => at)]
    expect(soakData(soakedOf({ held }))).toMatchObject({ memory: [{ early: 120, late: 570 }] })
  })

  test('whatever a worker holds that took the place of a killed one', () => {
    const held = [
      ...[heldOf('owner', OWNER), heldOf('worker', SPARED)],
      heldOf('worker', REPLACED, grown(100, 900)),
    ]
    expect(isBad(soakedOf({ held }))).toBe(false)
  })
})

describe('the report of a soak', () => {
  test('adds the kinds up', () => {
    const one = { asked: 10, answered: 4, putOff: 3, cut: 2, failed: 1 }
    const other = { asked: 90, answered: 60, putOff: 20, cut: 8, failed: 2 }
    const kinds = new Map([
      ['article', tallyOf(2, { ...one, examples: ['500 instead of 200 at /a'] })],
      ['feed', tallyOf(400, other)],
    ])
    const soaked = soakedOf({ kinds })
    const together = { asked: 100, answered: 64, putOff: 23, cut: 10, failed: 3 }
    expect(soakData(soaked)).toMatchObject({ together })
    const lines = soakText(soaked).split('\n')
    expect(lines.find((line) => line.startsWith('together'))).toMatch(
      /^together +100 +64 +23 +10 +3 +2\.\d +4\d\d\.\d +4\d\d\.\d ms$/,
    )
    expect(lines).toContain('  article: 500 instead of 200 at /a')
  })

  test('says for the document what there was', () => {
    const held = [
      heldOf('owner', OWNER, grown(100, 105)),
      heldOf('worker', SPARED, () => 240),
      heldOf('worker', REPLACED, () => 222),
    ]
    const lines = soakLines(soakedOf({ held, wrongs: [] }))
    expect(lines[0]).toMatch(
      /^- 10 minutes and a fifth more on 2 workers: 20 requests of 2 kinds at 800 a second, 80 % of the 1,000 /,
    )
    expect(lines.slice(1)).toEqual([
      '- 2 workers killed, 1 reloads: **0 requests failed**; 0 broke off with a killed worker and were answered when asked again; 0 account pages were put off with 503 and Retry-After.',
      '- Passed. 0 requests were not sent within five seconds of when they were due.',
      '- 3 readers logged in by mail, made a private feed and logged out; 3 articles were saved, and served as saved after 200 ms (median; 300 ms at most).',
      '- Memory of the owner: 100 MB after a fifth of the time, 105 MB at its end (1.05).',
      '- Memory of the worker that was never killed: 240 MB after a fifth of the time, 240 MB at its end (1.00).',
      '- The 1 other workers held 222 MB at most. The server worked 1.80 s a second, the load 0.50.',
    ])
  })
})
