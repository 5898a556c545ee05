import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Case } from './cases.ts'
import type { PacedRun, Run } from './load.ts'
import {
  aimsOf,
  aimsTable,
  doubts,
  type Measured,
  median,
  type Row,
  rowsOf,
  table,
} from './report.ts'

const server = { address: '', pid: 0, startedIn: 0, stop: () => Promise.resolve() }

function caseOf(name: string, against: Case['against'] = 'the page'): Case {
  return { name, server, requests: '', count: 1, against, atHalf: true }
}

function runOf(given: Partial<Run> = {}): Run {
  const watched = { busy: 1, others: 0, megabytes: 100 }
  return { ...watched, perSecond: 1000, p50: 1, p99: 2, failed: 0, perBusySecond: 1000, ...given }
}

function pacedOf(given: Partial<PacedRun> = {}): PacedRun {
  const watched = { busy: 1, others: 0, megabytes: 100 }
  const times = { p50: 1, p99: 2, most: 3, late: 0 }
  return { ...watched, ...times, rate: 500, waited: 0, failed: 0, ...given }
}

function rowOf(name: string, given: Partial<Row> = {}): Row {
  const [run, half] = [runOf(), pacedOf()]
  const { perSecond, perBusySecond, busy, p50, p99, megabytes } = run
  return {
    against: 'the page',
    ...{ name, perSecond, perBusySecond, busy, p50, p99, megabytes },
    ...{ ofNginx: undefined, ofVarnish: undefined, runs: [run], halves: [half], half },
    ...given,
  }
}

const number = fc.double({ min: 0, max: 1e6, noNaN: true })
const calm = fc.double({ min: 0, max: 0.05, noNaN: true })
const disturbed = fc.double({ min: 0.05, max: 1, minExcluded: true, noNaN: true })

function anyRun(others: typeof number) {
  const times = { perSecond: number, p50: number, p99: number, perBusySecond: number }
  return fc.record({ busy: number, others, megabytes: number, failed: fc.nat(), ...times })
}

function anyPaced(others: typeof number) {
  const times = { rate: number, p50: number, p99: number, most: number, late: number }
  const watched = { busy: number, others, megabytes: number }
  return fc.record({ ...watched, ...times, waited: number, failed: fc.nat() })
}

describe('median', () => {
  const values = fc.array(number, { minLength: 1 })

  test('is one of the values, and no more than half of them are on either side of it', () => {
    fc.assert(
      fc.property(values, (all) => {
        const middle = median(all)
        expect(all).toContain(middle)
        expect(all.filter((one) => one < middle).length).toBeLessThanOrEqual((all.length - 1) / 2)
        expect(all.filter((one) => one > middle).length).toBeLessThanOrEqual(all.length / 2)
      }),
    )
  })

  test('is the same in whatever order they come', () => {
    fc.assert(fc.property(values, (all) => void expect(median(all.toReversed())).toBe(median(all))))
  })

  test('is the lower of two in the middle, and 0 of nothing', () => {
    expect(median([10, 9, 100, 8])).toBe(9)
    expect(median([100, 20, 3])).toBe(20)
    expect(median([])).toBe(0)
  })
})

describe('rows', () => {
  const cases = [caseOf('nginx, the page'), caseOf('ours')]
  const figures = (peer: Measured, own: Measured) => {
    const rows = rowsOf(cases, new Map(cases.map(({ name }, at) => [name, [peer, own][at] ?? own])))
    return rows.map((row) => ({ ...row, runs: [], halves: [] }))
  }

  test('a disturbed run counts for nothing while there is a calm one', () => {
    const some = { minLength: 1, maxLength: 4 }
    const measured = fc.record({
      runs: fc.array(anyRun(calm), some),
      halves: fc.array(anyPaced(calm), some),
    })
    const besides = fc.record({
      runs: fc.array(anyRun(disturbed), { maxLength: 4 }),
      halves: fc.array(anyPaced(disturbed), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(measured, measured, besides, (peer, own, noise) => {
        const beside = ({ runs, halves }: typeof peer): Measured => ({
          runs: [...noise.runs, ...runs],
          halves: [...noise.halves, ...halves],
        })
        expect(figures(beside(peer), beside(own))).toEqual(figures(peer, own))
      }),
    )
  })

  test('all runs count where every one was disturbed', () => {
    const runs = [10, 30, 20].map((perSecond) => runOf({ perSecond, others: 0.5 }))
    const halves = [7, 9, 8].map((p99) => pacedOf({ p99, others: 0.5 }))
    const [, row] = figures({ runs, halves }, { runs, halves })
    expect(row?.perSecond).toBe(20)
    expect(row?.half?.p99).toBe(8)
  })

  test('each figure is the median of its own, and half is the whole run with the median p99', () => {
    const runs = [
      runOf({ perSecond: 300, p50: 9, p99: 20, busy: 0.5, megabytes: 7, perBusySecond: 30 }),
      runOf({ perSecond: 100, p50: 7, p99: 30, busy: 0.9, megabytes: 9, perBusySecond: 10 }),
      runOf({ perSecond: 200, p50: 8, p99: 10, busy: 0.7, megabytes: 8, perBusySecond: 20 }),
    ]
    const middle = pacedOf({ p99: 5, late: 0.3, most: 99 })
    const halves = [pacedOf({ p99: 6 }), middle, pacedOf({ p99: 4 })]
    const peer = { runs: [runOf({ perSecond: 400 })], halves: [] }
    expect(figures(peer, { runs, halves })[1]).toEqual({
      ...{ name: 'ours', against: 'the page', perSecond: 200, p50: 8, p99: 20 },
      ...{ busy: 0.7, megabytes: 8, perBusySecond: 20, ofNginx: 0.5, ofVarnish: undefined },
      ...{ runs: [], halves: [], half: middle },
    })
  })

  test('a row is divided by the peer of its own kind, and by none that is missing or answered nothing', () => {
    const all = [
      caseOf('nginx, the page'),
      caseOf('nginx, the wall', 'the wall'),
      caseOf('Varnish, the page'),
      caseOf('page'),
      caseOf('wall', 'the wall'),
      caseOf('304', '304'),
      { ...caseOf('feed'), against: undefined },
    ]
    const speeds = [200, 400, 0, 100, 100, 100, 100]
    const measured = new Map(
      all.map(({ name }, at) => [
        name,
        { runs: [runOf({ perSecond: speeds[at] ?? 0 })], halves: [] },
      ]),
    )
    const rows = rowsOf(all, measured).slice(3)
    expect(rows.map(({ ofNginx }) => ofNginx)).toEqual([0.5, 0.25, undefined, undefined])
    expect(rows.map(({ ofVarnish }) => ofVarnish)).toEqual(Array(4).fill(undefined))
  })
})

const ARTICLE_ROWS = [
  '(a) anonymous, half of them spend a read',
  '(b) at the wall',
  '(c) subscribers, 1,000 passes',
  '(c) subscribers, 100,000 passes',
  '(d) passes renewed from sessions',
  '(e) 10,000 articles, mixed readers',
  '(f) 304',
]
const GATE_ROWS = ['read again on the meter', 'subscribers', 'at the wall'].map(
  (name) => `in front of a site, ${name}`,
)

describe('aims', () => {
  test('are all that documents ask, as the whole run has it', () => {
    const speeds = [72_655, 88_457, 82_714, 81_366, 25_522, 59_809, 90_504, 79_189, 81_500, 75_194]
    const ofNginx = [0.71, 0.83, 0.8, 0.59, 0.25, 0.58, 0.62, 0.77, 0.79, 0.71]
    const ofVarnish = [1.13, 1.31, 1.28, 0.99, 0.4, 0.93, 1.33, 1.23, 1.27, 1.11]
    const p99s = [9.1, 14.9, 4.4, 5.6, 40, 3.8, 7.3]
    const rows = [...ARTICLE_ROWS, ...GATE_ROWS].map((name, at) => {
      const [perSecond = 0, p99] = [speeds[at], p99s[at]]
      const half = p99 === undefined ? undefined : pacedOf({ p99 })
      return rowOf(name, { perSecond, ofNginx: ofNginx[at], ofVarnish: ofVarnish[at], half })
    })
    const lines = aimsOf([rowOf('nginx, the page'), ...rows]).map(
      ({ what, value, aim, reached }) =>
        `${what}: ${Number(value.toFixed(3))}, ${aim}, ${reached ? 'reached' : 'missed'}`,
    )
    expect(lines).toEqual([
      '(a) ÷ Varnish: 1.13, 1, reached',
      '(b) ÷ Varnish: 1.31, 1, reached',
      '(c) subscribers, 1,000 ÷ Varnish: 1.28, 1, reached',
      '(c) subscribers, 100,000 ÷ Varnish: 0.99, 1, missed',
      '(a) ÷ nginx: 0.71, 0.6, reached',
      '(b) ÷ nginx: 0.83, 0.6, reached',
      '(c) subscribers, 1,000 ÷ nginx: 0.8, 0.6, reached',
      '(c) subscribers, 100,000 ÷ nginx: 0.59, 0.6, missed',
      '(d) requests a second: 25522, 10000, reached',
      '(e) ÷ (a): 0.823, 0.8, reached',
      '(f) ÷ (a): 1.246, 1.2, reached',
      'in front of a site, subscribers ÷ (c) 1,000: 0.985, 0.9, reached',
      'in front of a site, at the wall ÷ (b): 0.85, 0.9, missed',
      '(a) anonymous, half of them spend a read: p99 at half of the rate, ms: 9.1, 5, missed',
      '(b) at the wall: p99 at half of the rate, ms: 14.9, 5, missed',
      '(c) subscribers, 1,000 passes: p99 at half of the rate, ms: 4.4, 5, reached',
      '(c) subscribers, 100,000 passes: p99 at half of the rate, ms: 5.6, 5, missed',
      '(e) 10,000 articles, mixed readers: p99 at half of the rate, ms: 3.8, 5, reached',
      '(f) 304: p99 at half of the rate, ms: 7.3, 5, missed',
    ])
  })

  test('are reached exactly from the figure that is aimed at on, times up to it', () => {
    const factor = fc.oneof(
      fc.constantFrom(0.8, 0.9, 1, 1.2),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
    )
    const row = (name: string) =>
      fc.tuple(factor, factor, factor, factor).map(([speed, nginx, varnish, time]) =>
        rowOf(name, {
          perSecond: 10_000 * speed,
          ofNginx: 0.6 * nginx,
          ofVarnish: varnish,
          half: pacedOf({ p99: 5 * time }),
        }),
      )
    const names = [...ARTICLE_ROWS, ...GATE_ROWS]
    fc.assert(
      fc.property(fc.tuple(...names.map(row)), (rows) => {
        const aims = aimsOf(rows)
        expect(aims).toHaveLength(19)
        for (const { what, value, aim, reached } of aims)
          expect(reached, what).toBe(what.endsWith(', ms') ? value <= aim : value >= aim)
      }),
    )
  })

  test('are left out without their rows, and where what they are divided by answered nothing', () => {
    expect(aimsOf(GATE_ROWS.map((name) => rowOf(name)))).toEqual([])
    const half = undefined
    const silent = ['(a)', '(b)', '(c) subscribers, 1,000 passes', '(e)', '(f)'].map((name) =>
      rowOf(name, { perSecond: 0, half }),
    )
    expect(aimsOf([...silent, ...GATE_ROWS.map((name) => rowOf(name))])).toEqual([])
    const [d] = aimsOf([rowOf('(d)', { perSecond: 9999 })])
    expect(d).toEqual({
      ...{ what: '(d) requests a second', value: 9999, aim: 10_000, reached: false },
    })
  })
})

describe('tables', () => {
  test('have their columns under each other, and a dash for what there is not', () => {
    const nginx = rowOf('nginx, the page', {
      ...{ perSecond: 102_846.4, perBusySecond: 101_337, busy: 0.986, p50: 0.6, p99: 1.34 },
      ...{ megabytes: 7.2, ofNginx: 1, half: pacedOf({ p99: 2.6 }) },
    })
    const ours = rowOf('(a) anonymous', {
      ...{ perSecond: 72_655, perBusySecond: 71_706, busy: 1.013, p50: 0.814, p99: 4.8 },
      ...{ megabytes: 438.6, ofNginx: 0.706, ofVarnish: 1.129, half: undefined },
    })
    expect(table([nginx, ours])).toBe(
      `
|                 | Requests/s | ÷ nginx | ÷ Varnish | Core busy | Per CPU s | p50 ms | p99 ms | p99 at half ms |  MB |
| --------------- | ---------: | ------: | --------: | --------: | --------: | -----: | -----: | -------------: | --: |
| nginx, the page |    102,846 |    1.00 |         – |      99 % |   101,337 |   0.60 |    1.3 |            2.6 |   7 |
| (a) anonymous   |     72,655 |    0.71 |      1.13 |     101 % |    71,706 |   0.81 |    4.8 |              – | 439 |
`.trim(),
    )
  })

  test('say of an aim what it is, what it should be, and whether it is reached', () => {
    const aims = [
      { what: '(d) requests a second', value: 25_522.4, aim: 10_000, reached: true },
      { what: '(e) ÷ (a)', value: 0.794, aim: 0.8, reached: false },
    ]
    expect(aimsTable(aims)).toBe(
      `
| Aim                   |     Is | Should be |         |
| --------------------- | -----: | --------: | ------: |
| (d) requests a second | 25,522 |    10,000 | reached |
| (e) ÷ (a)             |   0.79 |      0.80 |  missed |
`.trim(),
    )
  })

  test('are of one width in every line, whatever the figures are', () => {
    const row = fc
      .record({ perSecond: number, busy: number, p99: number, megabytes: number })
      .map((given) => rowOf('(a)', given))
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const widths = table(rows)
          .split('\n')
          .map((line) => line.length)
        expect(widths).toHaveLength(rows.length + 2)
        expect(new Set(widths).size).toBe(1)
      }),
    )
  })
})

describe('doubts', () => {
  const noise = { others: 0.3 }

  test('are none of calm runs by a server that was busy', () => {
    expect(doubts([rowOf('(a)'), rowOf('(b)', { halves: [], half: undefined })], [])).toEqual([])
  })

  test('name what was dropped, what was disturbed, what was slow, what failed and what is missing', () => {
    const half = pacedOf({ late: 1.26, waited: 0.034 })
    const rows = [
      rowOf('(a)', {
        runs: [runOf(), runOf(noise), runOf({ failed: 1200 })],
        halves: [half],
        half,
      }),
      rowOf('(b)', { runs: [runOf(noise), runOf(noise)], busy: 0.2 }),
      rowOf('(c)', { busy: 0.89, halves: [pacedOf(noise)], half: pacedOf(noise) }),
    ]
    expect(doubts(rows, ['Varnish'])).toEqual([
      '1 of 9 runs were disturbed by other work on this machine and do not count.',
      '(a): 1,200 requests failed.',
      '(a): at half, the generator was late itself (p99 1.3 ms).',
      "(a): at half, 3 % had to wait for one of the generator's connections.",
      '(b): every run was disturbed; all count.',
      '(c): wrk was at its limit, not the server.',
      '(c): the run at half of the rate was disturbed.',
      'Varnish was left out, for it is not installed: apt-get install nginx-light varnish',
    ])
  })

  test('name what failed and what is missing also where every run was disturbed', () => {
    const failed = runOf({ ...noise, failed: 3 })
    const half = pacedOf({ ...noise, late: 9, waited: 1 })
    const rows = [rowOf('(a)', { runs: [failed, failed], halves: [half], half, busy: 0.1 })]
    expect(doubts(rows, ['nginx'])).toEqual([
      'Every run was disturbed by other work: compare the column “Per CPU s” alone.',
      '(a): 6 requests failed.',
      'nginx was left out, for it is not installed: apt-get install nginx-light varnish',
    ])
  })

  test('say of exactly those rows that requests failed of which one did in a run that counts', () => {
    const row = fc.record({
      runs: fc.array(anyRun(fc.oneof(calm, disturbed)), { minLength: 1, maxLength: 4 }),
      halves: fc.array(anyPaced(fc.oneof(calm, disturbed)), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (all) => {
        const rows = rowsOf(
          all.map((_, at) => caseOf(`case ${at}`)),
          new Map(all.map((one, at) => [`case ${at}`, one])),
        )
        const said = doubts(rows, []).filter((line) => line.endsWith(' requests failed.'))
        const counted = (some: readonly (Run | PacedRun)[]) => {
          const undisturbed = some.filter(({ others }) => others <= 0.05)
          return undisturbed.length > 0 ? undisturbed : some
        }
        const failing = rows.filter(({ runs, halves }) =>
          [...counted(runs), ...counted(halves)].some(({ failed }) => failed > 0),
        )
        expect(said.map((line) => line.split(':')[0])).toEqual(failing.map(({ name }) => name))
      }),
    )
  })
})
