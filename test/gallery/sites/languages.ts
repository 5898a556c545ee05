// Gallery: leaks in other languages, written as machines write them.
import { GERMAN, JAPANESE } from '../other-languages.ts'
import { pageOf } from '../page.ts'
import { rss } from '../paper.ts'
import type { Printed, Site } from '../site.ts'
import { paragraphs, scriptJson } from '../writing.ts'

const beyondAscii = /[\u0080-\uffff]/g
const code = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0')

/** The letters of the double bytes of Shift_JIS, by what they decode to. */
function inShiftJis(text: string): Buffer {
  const decoder = new TextDecoder('shift_jis')
  const bytes = new Map<string, readonly number[]>()
  const leads = [...span(0x81, 0x9f), ...span(0xe0, 0xea)]
  for (const lead of leads)
    for (const trail of [...span(0x40, 0x7e), ...span(0x80, 0xfc)]) {
      const letter = decoder.decode(Uint8Array.of(lead, trail))
      if (!bytes.has(letter)) bytes.set(letter, [lead, trail])
    }
  return Buffer.from(
    [...text].flatMap((letter) => bytes.get(letter) ?? [letter.charCodeAt(0) & 0x7f]),
  )
}

const span = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

export const languages: readonly Site[] = [
  {
    name: 'german-state',
    says: 'State in German, with every umlaut as an escape.',
    leak: { channel: 'state' },
    articles: GERMAN,
    language: 'de',
    page: (article, asked, paper) => {
      const state = scriptJson({ beitrag: { text: article.whole } })
      const ascii = state.replace(beyondAscii, (character) => `\\u${code(character)}`)
      return pageOf(article, asked, paper, { foot: `<script>window.__STATE__=${ascii};</script>` })
    },
  },
  {
    name: 'german-comment',
    says: 'A comment in German, with every umlaut as an entity.',
    leak: { channel: 'comment' },
    articles: GERMAN,
    language: 'de',
    page: (article, asked, paper) => {
      const rest = paragraphs(article.rest)
      const entities = rest.replace(beyondAscii, (character) => `&#x${code(character)};`)
      return pageOf(article, asked, paper, { rest: `<!-- plus: ${entities} -->` })
    },
  },
  {
    name: 'german-latin-1',
    says: 'A page in Latin-1, with the rest hidden.',
    leak: { channel: 'hidden-text' },
    articles: GERMAN,
    language: 'de',
    page: (article, asked, paper) => {
      const page = pageOf(article, asked, paper, {
        rest: `<div class="story-rest" style="display: none">${paragraphs(article.rest)}</div>`,
      })
      const body = Buffer.from(page.replace('<meta charset="utf-8">', ''), 'latin1')
      return { headers: { 'content-type': 'text/html; charset=ISO-8859-1' }, body }
    },
  },
  {
    name: 'japanese-feed',
    says: 'A feed with the whole text in Shift_JIS, which only its first line says.',
    leak: { channel: 'feed' },
    articles: JAPANESE,
    language: 'ja',
    answer: (asked, paper) => {
      if (asked.path !== '/feed/') return undefined
      const item = ({ free, rest }: Printed) =>
        free ? '' : `<content:encoded><![CDATA[${paragraphs(rest)}]]></content:encoded>`
      const feed = rss(asked, paper, item).replace('UTF-8', 'Shift_JIS')
      return { headers: { 'content-type': 'application/rss+xml' }, body: inShiftJis(feed) }
    },
  },
  {
    name: 'marked-utf-8',
    says: 'A page in UTF-8, with its mark, that a header calls Latin-1.',
    leak: { channel: 'comment' },
    articles: JAPANESE,
    language: 'ja',
    page: (article, asked, paper) => {
      const page = pageOf(article, asked, paper, { foot: `<!-- ${article.rest.join(' ')} -->` })
      const headers = { 'content-type': 'text/html; charset=ISO-8859-1' }
      return { headers, body: Buffer.from(`\uFEFF${page}`) }
    },
  },
  {
    name: 'japanese-json-ld',
    says: 'Structured data with the article, in a language without spaces between words.',
    leak: { channel: 'structured-data' },
    articles: JAPANESE,
    language: 'ja',
    page: (article, asked, paper) =>
      pageOf(article, asked, paper, { linked: { articleBody: article.whole.join('\n') } }),
  },
  {
    name: 'soft-hyphens',
    says: 'The hidden rest is full of soft hyphens, ligatures and spaces that do not break.',
    leak: { channel: 'hidden-text' },
    page: (article, asked, paper) => {
      const set = (text: string) =>
        text
          .replace(/([aeiou][bcdfglmnprst])([aeiou])/g, '$1\u00ad$2')
          .replaceAll('fi', '\ufb01')
          .replace(/ (?=\w{1,2} )/g, '\u00a0')
      return pageOf(article, asked, paper, {
        rest: `<div class="story-rest" hidden>${paragraphs(article.rest.map(set))}</div>`,
      })
    },
  },
]
