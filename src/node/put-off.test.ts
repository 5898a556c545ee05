// Put off: each is counted, its begin and its end are said once, whatever comes in between.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openCounts } from '../counts/counts.ts'
import { watchPutOff } from './put-off.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('it is counted by the seats and the reason, and said when it begins and when it is over', async () => {
  const lines: string[] = []
  const counts = openCounts()
  const watch = watchPutOff({
    report: (line, level = 'warn') => void lines.push(`${level} ${line}`),
    count: counts.putOff,
  })
  for (let at = 0; at < 1000; at++) {
    watch.say('texts', at % 4 === 0 ? 'taken' : 'portion')
    vi.advanceTimersByTime(100)
  }
  expect(lines).toEqual([expect.stringMatching(/^warn Put off: .*\(texts\)/)])
  vi.advanceTimersByTime(60_000)
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^info No longer put off: 1000 requests were, 750 of them/),
  ])
  vi.advanceTimersByTime(600_000)
  expect(lines).toHaveLength(2)
  watch.say('pages', 'taken')
  watch.close()
  vi.advanceTimersByTime(600_000)
  expect(lines).toHaveLength(3)

  const text = await counts.text()
  expect(text).toContain('standfirst_put_off_total{seats="texts",why="portion"} 750\n')
  expect(text).toContain('standfirst_put_off_total{seats="pages",why="taken"} 1\n')
})
