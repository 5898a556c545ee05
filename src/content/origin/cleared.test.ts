// A long answer is looked through part by part, and nothing gets through where two parts meet.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ArticlePageReading, SiteAnswer } from '../../core/origin.ts'
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

const OWN =
  'Beneath the loft of the old sail maker nineteen puppets were found, each in a coffin of its own.'
sentinel.learn('/own', [OWN], '')

const same = '<p>Nothing to see here, as on every other day.</p>'

function articleOf(full: string, preview: string): SiteAnswer {
  const reading = {
    ...{ kind: 'article', gated: true, foundBy: 'cms', language: 'en', doubts: [], rented: [] },
    ...{ words: 9, wordsBefore: 3, previewHtml: '', continues: false, listed: [] },
    ...{ article: { path: '/own', title: 'Own' }, gatedTexts: [OWN], openText: '' },
    ...{ gatedFiles: [], openFiles: [], full: [full], preview: [preview] },
  }
  return { ...answerOf(''), reading: reading as unknown as ArticlePageReading }
}

test('what the whole page has and the preview has not is looked through, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 400 }),
      fc.nat({ max: 400 }),
      fc.constantFrom('before', 'behind', 'within'),
      (before, behind, where) => {
        const around = [same.repeat(before), same.repeat(behind)] as const
        const preview = `${around[0]}<p>Wall</p>${around[1]}`
        const own = `${around[0]}<p>${OWN}</p>${around[1]}`
        const secret = `<p>${SECRET}</p>`
        const rest =
          where === 'before'
            ? `${secret}<p>${OWN}</p>`
            : where === 'behind'
              ? `<p>${OWN}</p>${secret}`
              : `<p>${OWN}</p>${secret}<p>${OWN}</p>`
        const whole = atOnce(cleared(articleOf(own, preview), clearing))
        expect(whole?.reading).toMatchObject({ full: [own], preview: [preview] })
        const made = atOnce(cleared(articleOf(around[0] + rest + around[1], preview), clearing))
        if (made?.reading.kind !== 'article') throw new TypeError('It was not cleared')
        expect(/brother|council/.test(made.reading.full.join(''))).toBe(false)
        expect(made.reading.full.join('')).toContain(OWN)
      },
    ),
    { numRuns: 25 },
  )
})

test('a passage of another article that both views hold is taken out of both', () => {
  const text = `<p>One</p><p>${SECRET}</p>`
  const made = atOnce(cleared(articleOf(`${text}<p>${OWN}</p>`, text), clearing))
  if (made?.reading.kind !== 'article') throw new TypeError('It was not cleared')
  expect(/brother/.test(made.reading.full.join('') + made.reading.preview.join(''))).toBe(false)
})

test('a passage that begins where both views are the same, and goes on where they are not, is found', () => {
  for (let at = 20; at < SECRET.length - 20; at++) {
    // Too little of it to be found in the preview, and what is compared at once ends there.
    const begun = `${same.repeat(100).slice(0, 4 * 1024 - 3 - at)}<p>${SECRET.slice(0, at)}`
    const full = `${begun}${SECRET.slice(at)}</p><p>${OWN}</p>`
    const made = atOnce(cleared(articleOf(full, begun), clearing))
    if (made?.reading.kind !== 'article') throw new TypeError('It was not cleared')
    expect(made.reading.full[0], String(at)).not.toContain(SECRET)
  }
})

const HAN =
  '港湾局は昨日東埠頭の改修工事が予定より三週間遅れると発表し漁師たちは冬の前に桟橋が使えなくなることを心配している'
const LONG =
  'Straßenbauverwaltungsdirektorin Hafenbetriebsgesellschaft verschwieg Kaimauersanierungskosten.'
sentinel.learn('/han', [HAN], '')
sentinel.learn('/long', [LONG], '')

test('in a whole page, too, nothing of another article is left that is packed, in few words or in none', () => {
  const packed = Buffer.from(`{"a":"${OWN}","b":"${SECRET}"}`).toString('base64')
  for (const secret of [HAN, LONG, packed]) {
    const preview = '<p>Wall</p>'
    const made = atOnce(
      cleared(articleOf(`<p>${OWN}</p><script>"${secret}"</script>`, preview), clearing),
    )
    if (made?.reading.kind !== 'article') throw new TypeError('It was not cleared')
    expect(made.reading.full.join('')).not.toContain(secret.slice(0, 20))
    expect(made.reading.full.join('')).toContain(OWN)
  }
  const own = `<p>${OWN}</p><script>"${Buffer.from(OWN).toString('base64')}"</script>`
  expect(atOnce(cleared(articleOf(own, ''), clearing))?.reading).toMatchObject({ full: [own] })
})

/** Long ones reach beyond what is looked through around a place where two views part. */
const pieces = fc
  .array(
    fc.oneof(
      fc.nat({ max: 300 }).map((times) => same.repeat(times)),
      fc.nat({ max: SECRET.length }).map((at) => SECRET.slice(0, at)),
      fc.nat({ max: SECRET.length }).map((at) => SECRET.slice(at)),
      fc.constantFrom(
        SECRET,
        OWN,
        '<p title="',
        '">',
        '<!--',
        '-->',
        '<script>"',
        '"</script>',
        '. ',
      ),
    ),
    { maxLength: 6 },
  )
  .map((list) => list.join(''))

test('in whatever way two views part, nothing of another article is left in either', () => {
  const packed = (text: string) =>
    `<script>boot("${Buffer.from(text).toString('base64')}")</script>`
  const said = (text: string, packs: boolean) => (packs ? packed(text) : text)
  fc.assert(
    fc.property(
      fc.array(pieces, { minLength: 4, maxLength: 4 }),
      fc.boolean(),
      ([begin = '', middle = '', other = '', end = ''], packs) => {
        const full = said(begin + middle + end, packs)
        const preview = said(begin + other + end, packs)
        const made = atOnce(cleared(articleOf(full, preview), clearing))
        if (made === undefined) return
        if (made.reading.kind !== 'article') throw new TypeError('It is no article')
        expect(sentinel.look(made.reading.preview.join(''))).toEqual([])
        const foreign = sentinel.look(made.reading.full.join(''), '/own')
        expect(foreign.filter(({ path }) => path !== '/own')).toEqual([])
      },
    ),
    { numRuns: 40 },
  )
})
