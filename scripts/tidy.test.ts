// Shows that scripts/tidy.ts finds each fault it knows of, and leaves what is in order alone.
// Samples are put together from pieces, because tidy reads this file too.
import { describe, expect, test } from 'vitest'
import { faultsIn } from './tidy.ts'

function faultsOf(path: string, text: string): string[] {
  return faultsIn([{ path, bytes: Buffer.from(text) }]).map((fault) => fault.fault)
}

const lines = (count: number) => 'console.log(1)\n'.repeat(count)
const opening = '// The front door.\n'

test('a file in order has no fault', () => {
  const text = `${opening}export const open = (now: number) => now > 0\n`
  expect(faultsOf('src/core/door.ts', text)).toEqual([])
})

test('a fault names its file and its line, and says what to do', () => {
  const bytes = Buffer.from(`${opening}\n// ${'TO'}${'DO'} later\n`)
  expect(faultsIn([{ path: 'src/door.ts', bytes }])).toEqual([
    {
      path: 'src/door.ts',
      line: 3,
      fault: `a "${'TO'}${'DO'}" left over`,
      instead: 'Do it, or open an issue and take the line out.',
    },
  ])
})

describe('length', () => {
  test('a file of 401 lines', () => {
    expect(faultsOf('bench/run.ts', lines(401))).toEqual(['401 lines; a file has at most 400'])
    expect(faultsOf('bench/run.ts', lines(400))).toEqual([])
  })

  test('a function of 61 lines', () => {
    const long = (inside: number) => `function walk() {\n${lines(inside)}}\n`
    expect(faultsOf('bench/run.ts', long(59))).toEqual(['a function of 61 lines; it may have 60'])
    expect(faultsOf('bench/run.ts', long(58))).toEqual([])
  })

  test('an arrow function and a method', () => {
    expect(faultsOf('bench/run.ts', `const walk = () => {\n${lines(60)}}\n`)).toHaveLength(1)
    expect(faultsOf('bench/run.ts', `class A {\n  walk() {\n${lines(60)}}\n}\n`)).toHaveLength(1)
  })

  test('a suite of tests may be longer, a test may not', () => {
    const long = (word: string) => `${word}('walks', () => {\n${lines(60)}})\n`
    expect(faultsOf('bench/run.test.ts', long('describe'))).toEqual([])
    expect(faultsOf('bench/run.test.ts', long('test'))).toHaveLength(1)
  })
})

describe('names', () => {
  for (const path of ['src/utils/date.ts', 'src/http/helpers.ts', 'docs/misc/a.md', 'src/lib.ts'])
    test(`a drawer: ${path}`, () => {
      expect(faultsOf(path, opening)[0]).toMatch(/^a drawer called/)
    })

  test('a word that only contains one is a name', () => {
    expect(faultsOf('src/library/utility.ts', opening)).toEqual([])
  })
})

describe('tests that do not run', () => {
  for (const call of ['test.skip', 'it.only', 'describe.todo', 'test.concurrent.skip', 'xit'])
    test(call, () => {
      expect(faultsOf('test/a.test.ts', `${call}('reads', () => {})\n`)).toEqual([`\`${call}\``])
    })

  test('a method of the same name elsewhere', () => {
    expect(faultsOf('test/a.test.ts', "page.skip('advert')\n")).toEqual([])
  })
})

describe('the rules are pure', () => {
  test('a clock', () => {
    expect(faultsOf('src/core/a.ts', `${opening}export const now = Date.now()\n`)).toEqual([
      'a clock in the rules',
    ])
    expect(faultsOf('src/http/a.ts', `${opening}export const now = Date.now()\n`)).toEqual([])
  })

  test('chance', () => {
    expect(faultsOf('src/core/a.ts', `${opening}export const die = Math.random()\n`)).toEqual([
      'chance in the rules',
    ])
  })

  test('a test of the rules may name a day', () => {
    expect(faultsOf('src/core/a.test.ts', "Date.parse('2026-11-01')\n")).toEqual([])
  })
})

describe('words', () => {
  for (const word of [`@ts-${'ignore'}`, `@ts-${'expect-error'}`, `biome-${'ignore'} lint: no`])
    test(word, () => {
      expect(faultsOf('scripts/a.ts', `// ${word}\n`)[0]).toMatch(/silences a tool$/)
    })

  test('a path of one machine', () => {
    const path = `/${'home'}/ada/paper`
    expect(faultsOf('docs/a.md', `Open ${path}.\n`)).toHaveLength(1)
    expect(faultsOf('scripts/a.ts', `const at = '${path}'\n`)).toHaveLength(1)
    expect(faultsOf('docs/a.md', `https://paper.example/${'home'}/ada\n`)).toEqual([])
  })

  test('the name of a registry', () => {
    const host = ['registry', 'npmjs', 'org'].join('.')
    expect(faultsOf('README.md', `https://${host}/standfirst\n`)).toEqual([
      `the name of a registry, "${host}"`,
    ])
  })

  test('a comment that repeats a type', () => {
    const comment = '/**\n * @param {string} name of the door\n */\n'
    expect(faultsOf('src/a.ts', comment)).toEqual(['a comment that repeats a type'])
  })
})

test('an address in the lockfile', () => {
  const lock = '{ "packages": { "a": { "resolved": "https://packages.example/a.tgz" } } }\n'
  expect(faultsOf('package-lock.json', lock)).toEqual(['a package address in the lockfile'])
  expect(faultsOf('package-lock.json', '{ "integrity": "sha512-a" }\n')).toEqual([])
})

test('a binary file, unless it is a picture of the documents', () => {
  expect(faultsOf('editions/a.woff2', 'wOF2\0')).toEqual(['a binary file'])
  expect(faultsOf('docs/pictures/front.png', 'PNG\0')).toEqual([])
  expect(faultsOf('docs/front.png', 'PNG\0')).toEqual(['a binary file'])
})

test('a source file without an opening comment', () => {
  expect(faultsOf('src/a.ts', 'export const a = 1\n')).toEqual(['no opening comment'])
  expect(faultsOf('src/cli.ts', `#!/usr/bin/env node\n${opening}`)).toEqual([])
  expect(faultsOf('src/a.test.ts', 'export const a = 1\n')).toEqual([])
})
