// Look lines: what was found at a site, as its publisher reads it.
import { parseHTML } from 'linkedom'
import type { ArticlePageReading, Cms, FoundBy } from '../../core/origin.ts'
import { countOf } from '../command.ts'
import { articlesAmong, type FirstLook, rentedOn } from './first-look.ts'
import { keptNotes } from './kept-notes.ts'
import { PASSED_OVER } from './passed-over.ts'

const SHOWN_CUTS = 3

export function lookLines(look: FirstLook): readonly string[] {
  const { address, requests, facts, found, notes } = look
  return [
    `Looked at ${address.url} with ${countOf(requests, 'request')}.`,
    ...notes,
    '',
    ...table([
      ['Name', facts.name],
      ['Runs on', cmsInWords(facts.cms, facts.cmsSigns)],
      ['Its own addresses', [address.url, ...facts.own].join(', ')],
      ['Language', facts.language ?? 'not said: en'],
      ['Time zone', facts.timeZone ?? 'not said: this machine’s'],
      ['Articles named by', [...found.feeds, ...found.sitemaps].join(', ') || 'its front page'],
      ...pageRows(look),
      ...look.endpoints.map(
        ({ plugin, namespace, says }): Row => ['', `${plugin || namespace}: ${says}`],
      ),
    ]),
    ...cutLines(look),
  ]
}

type Row = readonly [about: string, said: string]

function table(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([about]) => about.length))
  return rows.map(([about, said]) => `  ${about.padEnd(width)}  ${said}`)
}

function pageRows({
  pages,
  passedOver,
  rented,
  endpoints,
  closedForms,
}: FirstLook): readonly Row[] {
  const articles = articlesAmong(pages)
  const unfindable = pages.flatMap(({ path, reading }) =>
    reading.kind === 'unfindable' ? [`${path}: ${reading.why}`] : [],
  )
  const others = pages.length - articles.length - unfindable.length
  const free = articles.filter(({ gated }) => !gated).length
  const rows: Row[] = [
    [
      'Pages read',
      `${countOf(articles.length)}${free === 0 ? '' : ` (${free} free)`}, ${countOf(others, 'other page')}, ${unfindable.length} whose text was not found`,
    ],
    ...unfindable.map((said): Row => ['', said]),
    ...passedOver.map((path): Row => ['', `${path}: ${PASSED_OVER}`]),
  ]
  const ways = [...new Set(articles.map(({ foundBy }) => foundBy))]
  if (ways.length > 0)
    rows.push(['Their text stands in', ways.map((way) => FOUND_IN[way]).join('; ')])
  if (rented.length > 0) {
    const count = pages.filter(({ reading }) => rentedOn(reading).length > 0).length
    rows.push(['Rented paywalls', `${rented.join(', ')}, on ${countOf(count, 'page')}`])
  }
  for (const note of keptNotes(pages, { cookies: [], dropCookies: [] }))
    rows.push(['Not kept', note])
  for (const note of closedForms) rows.push(['Closed', note])
  if (endpoints.length > 0) rows.push(['Plugins', 'whose endpoints the gate knows or closes:'])
  return rows
}

function cmsInWords(cms: Cms, signs: readonly string[]): string {
  const name = { wordpress: 'WordPress', ghost: 'Ghost', none: 'nothing that is known' }[cms]
  return signs.length === 0 ? name : `${name} (${signs.join(', ')})`
}

export const FOUND_IN: Readonly<Record<FoundBy, string>> = {
  configured: 'the element that the configuration names',
  'has-part': 'the element that its structured data names (hasPart)',
  cms: 'the container of its CMS',
  known: 'a container that many sites have',
  readability: 'what looks like the text (Readability)',
}

function cutLines({ pages }: FirstLook): readonly string[] {
  const gated = articlesAmong(pages).filter((one) => one.gated)
  return gated.slice(0, SHOWN_CUTS).flatMap((one) => ['', ...articleLines(one)])
}

/** Headline, what everybody reads, and how much follows. */
function articleLines(reading: ArticlePageReading): readonly string[] {
  const { article, words, wordsBefore, doubts } = reading
  const after = words - wordsBefore
  return [
    `  “${article.title}”`,
    `  ${article.path}`,
    wordsBefore === 0
      ? '  Everybody reads the headline, and no word of the text.'
      : `  Everybody reads ${wordsBefore} words: ${previewLine(reading)}`,
    after === 0
      ? '  No word follows: the site sends no more than this itself, and what it does not send nobody can read.'
      : `  ${countOf(after, 'word')} ${after === 1 ? 'follows' : 'follow'} for those who may read on.`,
    ...doubts.map((doubt) => `  Doubtful: ${doubt}`),
  ]
}

/** What everybody reads: its first words, and the last sentence before the cut. */
export function previewLine({ previewHtml }: ArticlePageReading): string {
  // Where one block ends another word begins.
  const apart = previewHtml.replace(
    /<\/?(?:p|div|h\d|li|tr|td|th|br|hr|blockquote|figcaption)\b/gi,
    ' $&',
  )
  const { document } = parseHTML(`<!doctype html><html><body>${apart}</body></html>`)
  for (const silent of document.querySelectorAll('script, style, template, noscript'))
    silent.remove()
  return excerpt(document.body.textContent.replace(/\s+/g, ' ').trim())
}

const FIRST_WORDS = 10

function excerpt(text: string): string {
  const sentences = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)]
  const last = sentences.at(-1)?.segment.trim() ?? ''
  const words = text.split(' ')
  const first = words.slice(0, FIRST_WORDS).join(' ')
  if (words.length <= 2 * FIRST_WORDS || text.length - last.length < first.length)
    return `“${text}”`
  return `“${first} … ${last}”`
}
