import { expect, test } from 'vitest'
import { settings } from '../../../test/support/gated-page.ts'
import { paragraphs, wordPressPage } from '../../../test/support/small-site.ts'
import type { ArticlePageReading } from '../../core/origin.ts'
import { isEmptied } from './emptied.ts'
import { readPage } from './page/read-page.ts'

const AROUND =
  '</article><section class="comments"><h2>Comments</h2><p>I was there when it sank, and what a night that was for all of us.</p><p>Nobody asked the harbour office about it, of course, and nobody will.</p></section><footer><p>The Herald is published by the Herald Company Limited.</p></footer>'

function read(body: string, around = ''): ArticlePageReading {
  const page = wordPressPage('', { path: '/quay', title: 'Quay', body })
  const bytes = Buffer.from(page.replace('</article>', around || '</article>'))
  const source = { bytes, type: 'text/html; charset=utf-8', address: '/quay' }
  const reading = readPage(source, { ...settings, cms: 'wordpress' }, Date.UTC(2026, 10, 20))
  if (reading.kind !== 'article') throw new Error(reading.kind)
  return reading
}

const FULL = paragraphs(20, 'quay')
const INTRO = '<p>A video of the night on which the ferry sank at the quay.</p>'
const VIDEO = '<iframe src="https://v.example/1"></iframe>'
const GALLERY = '<figure><img src="/1.jpg"><figcaption>The ferry</figcaption></figure>'

const ONE_COMMENT =
  '</article><section class="comments"><p>I was there when it sank, and what a night that was for all of us.</p></section>'

test.each(['', AROUND, ONE_COMMENT])(
  'a text that is gone is seen, comments beside it or not',
  (around) => {
    const before = read(FULL, around)
    for (const left of [
      '',
      '<p>&nbsp;</p><div class="advertisement"></div>',
      '<div class="share"><a href="/s">Share</a> <a href="/t">Post</a></div>',
    ])
      expect(isEmptied(read(left, around), before), left).toBe(true)
  },
)

test('one paragraph that is gone is seen too', () => {
  expect(isEmptied(read(''), read(INTRO))).toBe(true)
})

test('whatever still stands in its place is another text, or little of one, and no fault', () => {
  const before = read(FULL)
  for (const left of [
    paragraphs(3, 'quay'),
    paragraphs(20, 'other'),
    '<p>This article was taken back after a complaint.</p>',
  ])
    expect(isEmptied(read(left), before), left).toBe(false)
  for (const short of [INTRO, `${INTRO}${VIDEO}`, `${INTRO}${GALLERY}`])
    for (const left of [VIDEO, GALLERY, `<p>Live from eight.</p>${VIDEO}`])
      expect(isEmptied(read(left), read(short)), left).toBe(false)
})

const HEAD = '<h2>Why the ferry sank at the old quay</h2><p class="by">By Ida Quill, 3 November</p>'

test('a headline and a byline that are left in its place are no text, known from before or not', () => {
  for (const before of [
    read(FULL),
    read(`${HEAD}${FULL}`),
    read(`${HEAD}${paragraphs(6, 'quay')}`),
  ])
    for (const left of [HEAD, '<p>By Ida Quill, 3 November 2026</p>', `${HEAD}${VIDEO}`])
      expect(isEmptied(read(left), before), left).toBe(true)
})

test('nor is what its metadata goes on saying', () => {
  const summary = 'Nobody at the harbour office knows why the ferry sank at the quay.'
  const openText = (reading: ArticlePageReading) => `${reading.article.title}\n${summary}`
  const left = read('<p>By Ida Quill</p>')
  expect(isEmptied({ ...left, openText: openText(left) }, read(FULL))).toBe(true)
})

test('nor is what a page has said all along, or a twentieth of the text', () => {
  const ASK = '<p>Read The Herald every morning, at home and wherever you go.</p>'
  expect(isEmptied(read(`${HEAD}${ASK}`), read(`${HEAD}${paragraphs(30, 'quay')}${ASK}`))).toBe(
    true,
  )
  expect(isEmptied(read(paragraphs(1, 'quay')), read(paragraphs(30, 'quay')))).toBe(true)
  expect(isEmptied(read(paragraphs(1, 'quay')), read(paragraphs(15, 'quay')))).toBe(false)
})

test('a sentence that says why it was taken back is an editor’s, and goes out', () => {
  const notice =
    '<p>This article has been withdrawn, for what it said of the harbour office was wrong.</p>'
  for (const left of [notice, `${HEAD}${notice}`])
    expect(isEmptied(read(left), read(`${HEAD}${FULL}`)), left).toBe(false)
})

test('an article that never had a text, or has the same one still, is none', () => {
  for (const body of ['', VIDEO, GALLERY, INTRO, FULL])
    expect(isEmptied(read(body), read(body)), body).toBe(false)
  expect(isEmptied(read(FULL, AROUND), read(VIDEO))).toBe(false)
  expect(isEmptied(read(GALLERY), read(VIDEO))).toBe(false)
})

test('a theme whose text is only guessed may follow one whose text is known', () => {
  const guessed = read(FULL)
  expect(isEmptied({ ...guessed, foundBy: 'readability' }, guessed)).toBe(false)
})
