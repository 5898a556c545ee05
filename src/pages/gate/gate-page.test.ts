import fc from 'fast-check'
import { parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { article, frameOf, site } from '../../../test/support/newspaper.ts'
import { quickReaderModes } from '../../../test/support/reader-mode.ts'
import type { Piece } from '../../core/origin.ts'
import { allVariants, type Notice, type Variant } from '../../core/variant.ts'
import { type GatePage, gatePage } from './gate-page.ts'

const PIECES: readonly Piece[] = [
  '<!DOCTYPE html><html lang="en"',
  { place: 'html' },
  '><head><title>Quay</title>',
  { place: 'head' },
  '</head><body><div class="entry-content">',
  { place: 'notice' },
  '<p>First block.</p>',
  { place: 'wall' },
  '</div></body></html>',
]

function pageOf(variant: Variant, changed: Partial<GatePage> = {}): GatePage {
  return {
    ...{ pieces: PIECES, article, path: article.path, variant, words: 1240, wordsBefore: 96 },
    ...{ gated: true, ownWall: undefined, ...changed },
  }
}

function made(notice: Notice, changed: Partial<GatePage> & { readonly signedIn?: boolean } = {}) {
  const view = notice.kind === 'wall' ? 'preview' : 'full'
  const variant = { view, notice, signedIn: changed.signedIn ?? false } as const
  return gatePage(frameOf(), pageOf(variant, changed))
}

const WALL: Notice = {
  kind: 'wall',
  wall: 'paywall',
  reason: 'meter-spent',
  spent: { limit: 3, resets: '2026-12-01' },
}

describe('gate page', () => {
  test('at a wall: marks, one style sheet, the wall at the cut and its way back', () => {
    const page = made(WALL)
    expect(page).toContain(
      '<html lang="en" data-standfirst-view="preview" data-standfirst-access="gated" data-standfirst-reader="anonymous" data-standfirst-wall="paywall">',
    )
    expect(page.match(/<link rel="stylesheet" href="\/assets\/wall.css">/g)).toHaveLength(1)
    expect(page).toMatch(
      /<p>First block\.<\/p><div class="standfirst-place"><aside class="standfirst-wall standfirst-gated" id="read-on"/,
    )
    expect(page).toContain('You have read 96 of 1,240 words')
    expect(page).toContain('href="/account/subscribe?return_to=%2Fharbour%2Feast-quay"')
    expect(page).toContain('You have read your 3 free articles this month.')
  })

  test('whole and with nothing to say: the pages of the site and the marks alone', () => {
    const page = made({ kind: 'none' }, { signedIn: true })
    expect(page.replace(/ data-standfirst-[a-z]+="[a-z-]+"/g, '')).toBe(
      PIECES.filter((piece) => typeof piece === 'string').join(''),
    )
    expect(page).toContain(' data-standfirst-view="full"')
    expect(page).toContain(' data-standfirst-reader="registered"')
    expect(page).not.toContain('data-standfirst-wall')
  })

  test('a reader with a plan is told from one without, so that a script can leave out advertisements', () => {
    const page = made({ kind: 'none' }, { signedIn: true, subscribed: true })
    expect(page).toContain(' data-standfirst-reader="subscriber"')
  })

  test('the one line stands before the text, and no wall with it', () => {
    const page = made({ kind: 'left', left: 2, limit: 3, resets: '2026-12-01' })
    expect(page).toMatch(
      /<div class="standfirst-place"><aside class="standfirst-notice" [^>]*><span>2 free articles left this month. You have 3 again from 1 December.<\/span><\/aside><\/div><p>First block/,
    )
    expect(page).not.toContain('standfirst-wall')
  })

  test('the thanks for a payment stand where the wall stood, or where any line does', () => {
    expect(made({ kind: 'thanks' })).toMatch(
      /First block\.<\/p><div class="standfirst-place"><aside class="standfirst-notice" [^>]*><span>Thank you/,
    )
    const pieces = PIECES.filter((piece) => typeof piece === 'string' || piece.place !== 'wall')
    expect(made({ kind: 'thanks' }, { pieces })).toMatch(
      /Thank you[^<]*<\/span><\/aside><\/div><p>First/,
    )
  })

  test('names its language, for the page may be in another', () => {
    const variant = { view: 'preview', notice: WALL, signedIn: false } as const
    const page = gatePage(frameOf({}, 'de-DE'), pageOf(variant))
    expect(page).toMatch(/<aside [^>]*lang="de-DE" dir="ltr">/)
    expect(page).toContain('Mit einem Abo weiterlesen')
  })

  test('in every variant: no script, no style, no id but the cut’s, and as well-formed as the site’s own', () => {
    for (const variant of allVariants(site.policy, '2026-12-01')) {
      const page = gatePage(frameOf(), pageOf(variant))
      expect(page).toBe(gatePage(frameOf(), pageOf(variant)))
      expect(page).not.toMatch(/<script|<style| style=| on[a-z]+=/)
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
      expect(ids).toEqual(variant.notice.kind === 'wall' ? ['read-on'] : [])
      const faults: string[] = []
      parse(page, { onParseError: ({ code }) => faults.push(code) })
      expect(faults).toEqual([])
    }
  })

  test('whatever stands in pieces goes out as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const variant = { view: 'full', notice: { kind: 'none' }, signedIn: false } as const
        expect(gatePage(frameOf(), pageOf(variant, { pieces }))).toBe(pieces.join(''))
      }),
    )
  })
})

const TEXT =
  'The first ferry sails in April, the harbour board said, once surveys are done and paid for.'
const OWN = `<h2>{{title}}</h2><p>{{text}}</p><p>{{note}} {{words-line}}</p><p><a href="{{button}}">{{button-text}}</a></p>`

describe('reader modes', () => {
  const walls: readonly (readonly [string, string | undefined])[] = [
    ['our wall', undefined],
    ['an own wall of paragraphs', OWN],
  ]
  for (const mode of quickReaderModes)
    for (const [name, ownWall] of walls)
      test(`${mode.name} shows the granted blocks and no word of ${name}`, async () => {
        for (const granted of [0, 1, 4]) {
          const pieces: readonly Piece[] = [
            '<!DOCTYPE html><html><head><title>Quay</title></head><body><main><article class="post"><h1>Quay</h1><div class="entry-content">',
            `<p>${TEXT}</p>`.repeat(granted),
            { place: 'wall' },
            '</div></article></main></body></html>',
          ]
          const shown = await mode.read(made(WALL, { pieces, ownWall }), 'https://quay.example/a')
          const text = (shown ?? '').replace(/<[^>]*>/g, ' ')
          expect(text.split(TEXT)).toHaveLength(granted + 1)
          expect(text).not.toMatch(/Read on|You have read|again from|renews|Subscribe|Log in|plans/)
        }
      })
})
