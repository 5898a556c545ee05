import { expect, test } from 'vitest'
import { faultLine } from '../../core/fault.ts'
import { frontMatterReader } from './front-matter.ts'

const read = frontMatterReader({
  sections: [{ id: 'town' }, { id: 'sport' }],
  plans: ['digital', 'weekend'],
  timeZone: 'Europe/London',
  reserved: ['/account/*'],
})

function articleOf(head: string) {
  const reading = read('town/story.md', Buffer.from(`---\n${head}\n---\nText.\n`))
  if (!reading.ok) throw new Error(reading.faults.map(faultLine).join('\n'))
  return reading.value
}

function faultsOf(head: string): readonly string[] {
  const reading = read('town/story.md', Buffer.from(`---\n${head}\n---\nText.\n`))
  return reading.ok ? reading.value.faults.map(faultLine) : reading.faults.map(faultLine)
}

const GOOD = 'title: Tide\npublished: 2026-11-20'

test('reads every key', () => {
  const { article } = articleOf(`title: Tide
summary: High.
byline: [Ann, Bo]
published: 2026-11-20T12:00Z
updated: 2026-11-21
section: town
tags: [sea, tide, sea]
access: { subscribers: [digital] }
image: ../shared/tide.svg
imageAlt: A tide.
correction: It was low.
moved: [/old/tide, /older/tide]`)
  expect(article).toEqual({
    id: expect.stringMatching(/^[\w-]{11}$/),
    path: '/town/story',
    title: 'Tide',
    summary: 'High.',
    bylines: ['Ann', 'Bo'],
    published: Date.UTC(2026, 10, 20, 12),
    updated: Date.UTC(2026, 10, 21),
    section: 'town',
    tags: ['sea', 'tide'],
    access: { kind: 'subscribers', plans: ['digital'] },
    image: 'shared/tide.svg',
    imageAlt: 'A tide.',
    correction: 'It was low.',
    moved: ['/old/tide', '/older/tide'],
  })
})

test('what is left out, or left empty, is not there', () => {
  const { article } = articleOf(`${GOOD}\nsummary:\nbyline: Ann`)
  expect(article).toMatchObject({ summary: '', bylines: ['Ann'], tags: [], moved: [] })
  expect(article.access).toBeUndefined()
})

test('the id follows the first address, wherever the article has gone since', () => {
  const here = articleOf(GOOD).article
  const moved = articleOf(`${GOOD}\nmoved: /town/first`).article
  expect(moved.id).not.toBe(here.id)
  expect(articleOf(`${GOOD}\nmoved: [/town/first, /town/second]`).article.id).toBe(moved.id)
})

test.each([
  [
    '',
    'articles/town/story.md: title is missing: write the headline as text, in quotes where it is a number',
  ],
  [`${GOOD}\nacces: free`, 'articles/town/story.md:4: acces is not known: write access'],
  [
    `${GOOD}\ncolour: red`,
    'articles/town/story.md:4: colour is not known: take it out, or use one of',
  ],
  [
    `${GOOD}\naccess: subscriber`,
    'articles/town/story.md:4: access is "subscriber": write subscribers',
  ],
  [
    `${GOOD}\naccess:\n  subscribers: [gold]`,
    'articles/town/story.md:5: access.subscribers[0] is "gold"',
  ],
  [`${GOOD}\naccess:\n  subscribers: []`, 'articles/town/story.md:5: access.subscribers is []'],
  [`${GOOD}\naccess:`, 'articles/town/story.md:4: access is empty: write one of free, registered'],
  [`${GOOD}\naccess: ~`, 'articles/town/story.md:4: access is empty'],
  [`${GOOD}\naccess: # subscribers`, 'articles/town/story.md:4: access is empty'],
  [`${GOOD}\nsection: twon`, 'articles/town/story.md:4: section is "twon": write town'],
  [
    `${GOOD}\ntags: [1]`,
    'articles/town/story.md:4: tags[0] is 1: write one tag, or a list of tags',
  ],
  [
    'title: 2024\npublished: 2026-11-20',
    'articles/town/story.md:2: title is 2024: write the headline as text',
  ],
  [
    'title: Tide\npublished: soon',
    'articles/town/story.md:3: published is "soon": write a date such as',
  ],
  [`${GOOD}\nmoved: old`, 'articles/town/story.md:4: moved is "old": write old addresses'],
  [`${GOOD}\nmoved: [/account/x]`, 'articles/town/story.md:4: moved[0] is "/account/x"'],
  [`${GOOD}\ntitle: Again`, 'articles/town/story.md:4: is not YAML here (Map keys must be unique)'],
  [`${GOOD}\nsummary: a: b`, 'articles/town/story.md:4: is not YAML here'],
  ['just a line', 'articles/town/story.md:2: has front matter without keys'],
])('%j is a fault that says where, what and how to mend it', (head, line) => {
  const faults = faultsOf(head)
  expect(
    faults.some((fault) => fault.startsWith(line)),
    faults.join('\n'),
  ).toBe(true)
})

test('old addresses are written as addresses are asked for', () => {
  expect(articleOf(`${GOOD}\nmoved: [/Old/Name, /Cafe\u0301/]`).article.moved).toEqual([
    '/old/name',
    '/caf\u00e9',
  ])
})

test('of very many faults the first are said, and how many more there are', () => {
  const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: "1"`).join('\n')
  const faults = faultsOf(`${GOOD}\n${keys}`)
  expect(faults).toHaveLength(21)
  expect(faults.at(-1)).toBe('articles/town/story.md: has 4980 more faults: mend these first')
})

test('lists all faults at once', () => {
  expect(faultsOf('titel: x\npublished: soon\nsection: x')).toHaveLength(4)
})

test('a lead picture without words, or from outside, is left out and reported; the article stays', () => {
  const silent = articleOf(`${GOOD}\nimage: a.svg`)
  expect(silent.article.image).toBeUndefined()
  expect(silent.faults.map(faultLine)).toEqual([
    'articles/town/story.md:4: image has no imageAlt: say under imageAlt what the picture shows',
  ])
  const outside = articleOf(`${GOOD}\nimage: ../../secret.svg\nimageAlt: x`)
  expect(outside.article.image).toBeUndefined()
  expect(outside.faults).toHaveLength(1)
})

test.each([
  ['nothing', Buffer.from('Text only.\n'), 'has no front matter'],
  ['no end', Buffer.from('---\ntitle: x\n'), 'has front matter without an end'],
  ['other bytes', Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe]), 'is not UTF-8'],
])('%s is a fault', (_, bytes, what) => {
  const reading = read('a.md', bytes)
  expect(reading.ok ? [] : reading.faults.map((fault) => fault.what)).toEqual([what])
})

test('a byte order mark and Windows line ends are no fault', () => {
  const reading = read(
    'a.md',
    Buffer.from(`\uFEFF---\r\n${GOOD.replace('\n', '\r\n')}\r\n---\r\nText.`),
  )
  expect(reading).toMatchObject({ ok: true, value: { article: { title: 'Tide' } } })
})

test('YAML that multiplies or nests without end is refused, and quickly', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((name, index) => {
      const above = 'abcdefg'[index]
      return `${name}: &${name} [${`*${above},`.repeat(9)}]`
    })
    .join('\n')}`
  expect(faultsOf(`${GOOD}\n${bomb}`).join()).toContain('cannot be read')
  expect(faultsOf(`${GOOD}\ntags: ${'['.repeat(30_000)}`).length).toBeGreaterThan(0)
})
