import { expect, test } from 'vitest'
import { createClosedWays } from './closed-ways.ts'

const own = { account: '/account', standfirst: '/standfirst' }

function ways(observes: boolean) {
  const lines: string[] = []
  return { lines, say: createClosedWays({ observes, own, report: (line) => lines.push(line) }) }
}

test('each method and place is said once, and nothing that could be of a reader', () => {
  const { lines, say } = ways(true)
  for (const target of ['/login?next=/a', '/login', '/members/ann-lee/notes', '/members/joe'])
    say('POST', target)
  say('PUT', '/login')
  const end = 'name it in content.origin.pass if readers are to send something there.'
  expect(lines).toEqual([
    `POST /login would be closed: ${end}`,
    `POST /members/… would be closed: ${end}`,
    `PUT /login would be closed: ${end}`,
  ])
})

test('whoever tries many addresses fills no log', () => {
  const { lines, say } = ways(false)
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  for (const one of letters) for (const other of letters) say('POST', `/${one}${other}`)
  expect(lines).toHaveLength(101)
  expect(lines[0]).toMatch(/^POST \/aa was closed: /)
  expect(lines[100]).toMatch(/no more is said/)
})
