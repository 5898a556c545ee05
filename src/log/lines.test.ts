// The log at a terminal: a line that somebody reads, with what is odd about it and no more.
import { expect, test } from 'vitest'
import type { Decision } from '../core/decide.ts'
import { openLines } from './lines.ts'

function written(worker?: number) {
  let text = ''
  const take = (more: string) => {
    text += more
  }
  const writing = openLines({ write: take, gather: take, end: () => undefined }, worker)
  return { ...writing, text: () => text }
}

const wall: Decision = {
  outcome: 'wall',
  wall: 'paywall',
  reason: 'meter-spent',
  rule: 'default',
  meter: undefined,
}

test('what a part says is its line, without what is of a reader', () => {
  const { print, text } = written()
  print('Serving 3 articles at http://127.0.0.1:4000', { level: 'info', part: 'serve' })
  print('550 <ada@example.org> is full')
  expect(text()).toBe('Serving 3 articles at http://127.0.0.1:4000\n550 <(address)> is full\n')
})

test('nothing that others wrote looks like a line of ours, or moves a terminal', () => {
  const { print, text } = written()
  print('550 no\r\nGET /quay 200, 3 ms\u2028\u202eb\u001b[2J\u0007\u009b')
  expect(text()).toBe('550 no\n  GET /quay 200, 3 ms  b [2J  \n')
})

test('a request is told in one line', () => {
  const { telling, text } = written(2)
  const request = { method: 'GET', path: '/quay', status: 200, ms: 3, bytes: 8100 }
  telling.one({ ...request, decided: { decision: wall, reader: 'registered' } }, 1)
  telling.one({ ...request, bytes: undefined, decided: undefined }, 40)
  telling.rest(7)
  expect(text().split('\n')).toEqual([
    'GET /quay 200, 3 ms, 8100 bytes, wall (meter-spent) for registered, worker 2',
    'GET /quay 200, 3 ms, one of 40, worker 2',
    '7 more requests, worker 2',
    '',
  ])
})
