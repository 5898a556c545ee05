// A long answer is looked through part by part, and nothing gets through where two parts meet.
import { expect, test } from 'vitest'
import type { SiteAnswer } from '../../core/origin.ts'
import { type Clearing, cleared, ONE_LOOK } from './cleared.ts'
import { createSentinel } from './sentinel/sentinel.ts'
import { atOnce, inTurns } from './steps.ts'

const SECRET =
  'The harbour master had sold the east quay to his own brother long before the council met that night.'
const sentinel = createSentinel()
sentinel.learn('/quay', [SECRET], '')
const clearing: Clearing = {
  ...{ sentinel, observes: false, report: () => undefined },
  tally: { count: () => undefined },
}

function answerOf(text: string): SiteAnswer {
  return {
    ...{ key: '/a', status: 200, version: '1', headers: [], caching: undefined, cookies: [] },
    reading: { kind: 'text', text },
  }
}

test('wherever it stands in a long text, a gated passage is taken out and all else stays', async () => {
  const filler = '<p>Nothing to see here, as on every other day.</p>\n'
  const long = filler.repeat(Math.ceil((2 * ONE_LOOK) / filler.length))
  const places = [0, ONE_LOOK - 8192, ONE_LOOK - 4096, ONE_LOOK - 50, ONE_LOOK, 2 * ONE_LOOK - 8200]
  for (const place of places) {
    const at = long.indexOf('\n', place) + 1
    const text = `${long.slice(0, at)}<p>${SECRET}</p>${long.slice(at)}`
    const made = await inTurns(cleared(answerOf(text), clearing))
    if (made?.reading.kind !== 'text') throw new TypeError('It was not cleared')
    expect(/harbour|brother|council/.test(made.reading.text)).toBe(false)
    expect(made.reading.text.replace(/<p>The\W*<\/p>/, '') === long).toBe(true)
  }
  const open = answerOf(long)
  expect(atOnce(cleared(open, clearing))).toBe(open)
})
