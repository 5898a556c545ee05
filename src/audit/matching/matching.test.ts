import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringsIn } from '../texts/script-strings.ts'
import { noticesIn } from '../texts/wall-words.ts'
import { Gated } from './gated.ts'
import { readable } from './readable.ts'
import { RunIndex } from './runs.ts'
import { lettersOf, wordsOf } from './words.ts'

const GATED =
  'The harbourmaster’s ledger names the stranger as “Ludmila”, a puppeteer from Öland; she paid £40 & left <no> address. Nobody at the café had seen the coﬃn, re-entry was refused, and the naïve clerk wrote it all down.'
const WORDS = wordsOf(GATED).written.length

const entities = (text: string) =>
  [...text]
    .map((sign) => (/[a-z ]/i.test(sign) ? sign : `&#x${sign.codePointAt(0)?.toString(16)};`))
    .join('')
const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const json = (text: string) => JSON.stringify(text)
const unicode = (text: string) =>
  text.replace(/[^A-Za-z0-9 ]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
const percent = (text: string) => encodeURIComponent(text)
const base64 = (text: string) => Buffer.from(text).toString('base64')
const hyphened = (text: string) => text.replace(/\w{4}(?=\w)/g, (part) => `${part}\u00ad`)
const spaced = (text: string) => text.replaceAll(' ', '\u00a0\u200b\n ')
const decomposed = (text: string) => text.normalize('NFD')
const loud = (text: string) => text.toUpperCase()
const marked = (text: string) => text.replace(/(\w)(\w+)/g, '$1<em>$2</em>')

describe('a text is found in whatever way it was written', () => {
  test.each([
    ['as it is', (text: string) => text],
    ['entities', entities],
    ['entities of entities', (text: string) => html(entities(text))],
    ['JSON', (text: string) => json(html(text))],
    ['JSON in JSON', (text: string) => json(json(html(text)))],
    ['unicode escapes', unicode],
    ['unicode escapes in JSON', (text: string) => json(unicode(text))],
    ['percent escapes', (text: string) => percent(html(text))],
    ['percent escapes, twice', (text: string) => percent(percent(html(text)))],
    ['base64', (text: string) => base64(html(text))],
    ['base64 of JSON', (text: string) => `x="${base64(json(html(text)))}"`],
    ['soft hyphens', (text: string) => html(hyphened(text))],
    ['other spaces', (text: string) => html(spaced(text))],
    ['decomposed letters', (text: string) => html(decomposed(text))],
    ['marked-up words', (text: string) => marked(text.replace('<no>', 'no'))],
  ])('%s', (_, write) => {
    const written = `before it ${write(GATED)} after it`
    const gated = new Gated(html(GATED))
    const { count } = gated.coverage(lettersOf(written))
    expect([count >= WORDS - 1, written]).toEqual([true, written])
  })

  test('in capitals', () => {
    // ß and ligatures have capitals of their own.
    const gated = new Gated('The quay was closed for eleven days, and nobody in the town said why.')
    expect(
      gated.coverage(lettersOf(loud('the quay was closed for eleven days, and nobody in the town')))
        .count,
    ).toBe(12)
  })
})

const word = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäéñ'),
  minLength: 2,
  maxLength: 11,
})
const text = (least: number) =>
  fc.array(word, { minLength: least, maxLength: 120 }).map((words) => words.join(' '))
const packing = fc.array(fc.constantFrom(html, json, unicode, percent, base64), { maxLength: 2 })

test('of any text every word is found, packed in any two ways and with any text around it', () => {
  fc.assert(
    fc.property(text(12), packing, word, word, (sentence, ways, before, after) => {
      const packed = ways.reduce((inner, way) => way(inner), sentence)
      const { count } = new Gated(sentence).coverage(lettersOf(`${before}. ${packed} .${after}`))
      // Runs that two words share with what stands around them are found as well.
      expect(count).toBe(sentence.split(' ').length)
    }),
    { numRuns: 150 },
  )
})

test('a text that has nothing of it covers nothing, and of it itself no word more than there are', () => {
  const other = fc.array(
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 3, maxLength: 9 }),
    { maxLength: 200 },
  )
  fc.assert(
    fc.property(text(8), other, (sentence, numbers) => {
      const gated = new Gated(sentence)
      expect(gated.coverage(lettersOf(numbers.join(' '))).count).toBe(0)
      expect(gated.coverage(lettersOf(`${sentence} ${sentence}`)).count).toBe(gated.size)
    }),
    { numRuns: 150 },
  )
})

test('every run that two texts share and that is long enough is found, with its length', () => {
  fc.assert(
    fc.property(text(20), text(3), text(3), (shared, before, after) => {
      const letters = lettersOf(shared)
      fc.pre(letters.length >= 33)
      const index = new RunIndex<string>()
      index.add('one', lettersOf(before) + letters, false)
      const runs = index.runsIn(letters + lettersOf(after))
      expect(Math.max(...runs.map(({ length }) => length))).toBeGreaterThanOrEqual(letters.length)
    }),
    { numRuns: 150 },
  )
})

test('seven words in a row are a phrase, eight are not', () => {
  const gated = new Gated(
    'one plank after another gave way beneath the drummers while the bandmaster counted aloud',
  )
  expect(
    gated.coverage(lettersOf('he said that one plank after another gave way beneath us')).count,
  ).toBe(0)
  expect(
    gated.coverage(
      lettersOf('he said that one plank after another gave way beneath the drummers of'),
    ).count,
  ).toBe(9)
})

test('what also stands where everybody may read it does not count, whatever stands around it', () => {
  const quote = 'nobody who was there that night will ever forget the sound it made'
  const gated = new Gated(
    `Then she said: ${quote}. Seventeen witnesses were heard behind closed doors until the judge fell asleep at last.`,
  )
  const before = gated.size
  gated.except(lettersOf(`“${quote}”`))
  expect(before - gated.size).toBe(13)
  expect(gated.coverage(lettersOf(quote)).count).toBe(0)
})

test('languages without spaces are counted in their words', () => {
  const gated = new Gated(
    '港の入り口に立つ古い灯台は、百二十年ぶりに明かりを消した。町議会は昨夜、廃止を決めた。',
  )
  expect(gated.size).toBeGreaterThan(15)
  expect(
    gated.coverage(lettersOf('記事：古い灯台は、百二十年ぶりに明かりを消した。')).count,
  ).toBeGreaterThan(5)
  expect(gated.coverage(lettersOf('新しい橋は来年の春に完成する予定だ。')).count).toBe(0)
})

test('what looks packed and is not is left alone', () => {
  expect(readable('if a < b and c > d then 100 % of it')).toBe(
    'if a   b and c > d then 100 % of it',
  )
  expect(readable(`a hash ${'f'.repeat(64)} stays`)).toContain('f'.repeat(64))
})

test('letters that repeat themselves without end are given up', () => {
  const index = new RunIndex<string>()
  index.add('one', 'ab'.repeat(100_000), false)
  expect(index.runsIn('ba'.repeat(200_000)).length).toBeGreaterThan(0)
})

describe('what was made to be endless comes to an end', () => {
  test('marks that stand upon one letter by the hundred thousand', () => {
    expect(lettersOf(`a${'\u0315\u0300'.repeat(400_000)}b`).length).toBeLessThan(40)
  })

  test('a packed bomb that stands there again and again', () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, 'all work and no play. ')).toString('base64')
    expect(readable(`${bomb} `.repeat(150)).length).toBeLessThan(8_000_000)
  })

  test('a string of a script that has no end', () => {
    expect(stringsIn(`var a = "${'\\"'.repeat(500_000)}`)).toEqual([])
  })

  test('a word that begins a notice, without a space for a million letters', () => {
    expect(noticesIn('aktivier'.repeat(150_000))).toEqual([])
  })
})

const strings = fc.string({ unit: fc.constantFrom('"', "'", '`', '\\', '\n', 'a'), maxLength: 40 })
/** What it means, in time that grows with the square. */
const STRING =
  /"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"|'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'|`[^`\\]*(?:\\[\s\S][^`\\]*)*`/g

test('the strings of a script are found as an expression would find them', () => {
  fc.assert(
    fc.property(strings, (script) => {
      expect(stringsIn(script)).toEqual([...(script.match(STRING) ?? [])])
    }),
    { numRuns: 1000 },
  )
})
