// Quick looks: what is passed by because a quick look says that there is nothing in it holds nothing for a slow one either.
import fc from 'fast-check'
import { parse, serialize } from 'parse5'
import { expect, test } from 'vitest'
import type { SiteAddresses } from '../../../core/origin.ts'
import { rewriteText } from '../addresses.ts'
import { rewriteAddresses } from './close-addresses.ts'
import { lettersOf } from './close-readable.ts'
import { GatedRuns } from './close-runs.ts'
import { addressesIn, filesIn, ownAddress } from './cut-page-texts.ts'
import { isElement, nodesIn, parsePage, written } from './parse-page.ts'

const RUNS = { numRuns: 300 }

/** Of pieces that say something to whoever reads them, and a few that do not. */
function textOf(pieces: readonly string[], most = 12) {
  return fc.array(fc.constantFrom(...pieces), { maxLength: most }).map((list) => list.join(''))
}

const MARKUP = [
  ...['<p>', '</p>', '<p', '>', '<div id=a class="b c">', '</div>', '<b>', '</b>', '<a href=x>'],
  ...['<table>', '<td>', '<tr>', '</table>', '<svg>', '<title>', '</title>', '<math>', '<mi>'],
  ...['<script>', '</script>', '<template>', '</template>', '<style>', '</style>', '<!--', '-->'],
  ...['<noscript>', '</noscript>', '<textarea>', '<!doctype html>', '<frameset>', '<select>'],
  ...['<img src=a src=b/>', '<br/>', '</br>', '<li>', '<form>', '<body a=1>', '<html b=2 b=3>'],
  ...['&amp;', '&lt', '\u0000', '\r\n', ' ', 'x', '"', "'", '=', '/', '<?x', '<![CDATA[', ']]>'],
  ...[
    '<pre>\n',
    '<plaintext>',
    '<#a>',
    '<a#b #c>',
    '<foreignObject>',
    '<xmp>',
    '<iframe>',
    '<hr a',
  ],
]

test('a page is read and written as parse5 does it', () => {
  fc.assert(
    fc.property(textOf(MARKUP, 25), (html) => {
      const page = parsePage(html)
      if (page === undefined) throw new TypeError('It is not deep')
      expect(written(page.document)).toBe(serialize(parse(html)))
      expect(written(page.document)).toBe(serialize(page.document))
    }),
    { numRuns: 1000 },
  )
})

test('every node stands where parse5 says', () => {
  const placesIn = (nodes: ReturnType<typeof nodesIn>) =>
    nodes.map((node) => {
      const { startOffset, endOffset, startLine, startCol } = node.sourceCodeLocation ?? {}
      const startTag = isElement(node) ? node.sourceCodeLocation?.startTag : undefined
      return [
        ...[node.nodeName, startOffset, startLine, startCol, endOffset],
        ...[startTag?.startOffset, startTag?.endOffset],
      ]
    })
  fc.assert(
    fc.property(textOf(MARKUP, 25), (html) => {
      const page = parsePage(html)
      if (page === undefined) throw new TypeError('It is not deep')
      const slow = parse(html, { sourceCodeLocationInfo: true })
      const starts = (all: ReturnType<typeof placesIn>) => all.map((one) => one.slice(0, 4))
      expect(starts(placesIn(nodesIn(page.document)))).toEqual(starts(placesIn(nodesIn(slow))))
    }),
    RUNS,
  )
})

const addresses: SiteAddresses = {
  public: 'https://paper.example',
  own: ['https://origin.example:8443', 'http://origin.example'],
}
const COLONS = [':', '\\u003a', '%3A', '%253a', '&colon;', '&#58;', '']
const SLASHES = [
  ...[
    '/',
    '\\/',
    '\\\\/',
    '\\x2f',
    '\\u002F',
    '%2f',
    '%2F',
    '%252F',
    '&#47;',
    '&#x2F;',
    '&amp;sol;',
  ],
]
const address = fc
  .tuple(
    fc.constantFrom('https', 'http', 'wss', ''),
    fc.constantFrom(...COLONS),
    ...[fc.constantFrom(...SLASHES), fc.boolean(), fc.constantFrom(...SLASHES)],
    fc.constantFrom('origin.example', 'ORIGIN.EXAMPLE:8443', 'other.example'),
    fc.constantFrom('', 'a', '/', ' ', '"', '.', '@'),
  )
  .map(([scheme, colon, first, isSame, second, host, end]) =>
    [scheme, colon, first, isSame ? first : second, host, end].join(''),
  )

test('wherever an address would be rewritten, it is', () => {
  fc.assert(
    fc.property(address, fc.nat({ max: 220 }), (said, before) => {
      const text = `${' y'.repeat(before / 2)} ${said}`
      const page = parsePage('<p title="">x<!--x--></p><script>x</script>')
      if (page === undefined) throw new TypeError('It is not deep')
      for (const node of nodesIn(page.document)) {
        if ('value' in node) node.value = text
        if ('data' in node) node.data = text
        if (isElement(node)) for (const one of node.attrs) one.value = text
      }
      rewriteAddresses(page.document, addresses)
      const made = nodesIn(page.document).flatMap((node) =>
        'value' in node ? [node.value] : 'data' in node ? [node.data] : [],
      )
      expect([...new Set(made)]).toEqual([rewriteText(text, addresses)])
    }),
    { numRuns: 2000 },
  )
})

const base = new URL('https://paper.example/a/quay')
const FILE_PARTS = [
  ...[
    '/',
    'a',
    '.jpg',
    '.JPG',
    '.jpeg',
    '.pdf',
    '.mp4',
    '.x',
    '?',
    '#',
    '=',
    '&',
    '%2E',
    'jpg',
    ' ',
  ],
  ...[',', ';', 'url(', ')', '"', "'", '\\/', '\\', '..', '.', ':', 'https:', '//paper.example/'],
  ...['//other.example/', 'w', '1', '_', '-', '\u00e9', '\t', '\u0001', '+', '@', '%20', '2x'],
]
const IS_FILE =
  /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|jxl|mp[34]|m4[av]|aac|og[agv]|opus|wav|flac|webm|mov|m3u8|mpd|vtt|srt|pdf|epub|mobi|docx?|xlsx?|pptx?|od[tsp]|csv|zip)$/i

/** Each address is taken apart. */
function slowFiles(value: string): ReadonlySet<string> {
  const files = new Set<string>()
  for (const address of addressesIn(value)) {
    const url = ownAddress(address, base)
    if (url === undefined) continue
    if (IS_FILE.test(url.pathname)) files.add(url.pathname + url.search)
    for (const inner of url.searchParams.values()) {
      const shown = IS_FILE.test(inner) ? ownAddress(inner, base) : undefined
      if (shown !== undefined) files.add(shown.pathname + shown.search)
    }
  }
  return files
}

test('every file that an attribute names is found', () => {
  fc.assert(
    fc.property(textOf(FILE_PARTS), (value) => {
      const page = parsePage('<p data-x="">x</p>')
      if (page === undefined) throw new TypeError('It is not deep')
      const nodes = nodesIn(page.document)
      for (const node of nodes) if (isElement(node)) for (const one of node.attrs) one.value = value
      expect([value, filesIn(page.document.childNodes, base)]).toEqual([value, slowFiles(value)])
    }),
    { numRuns: 3000, examples: [['/v?f=/a%2Ejpg'], ['?f=b.jpg']] },
  )
})

const GATED =
  'The harbour master had sold the east quay to his own brother long before the council met that night.'

test('every run of so many letters of what is gated is met, whatever stands around it', () => {
  const letters = lettersOf(GATED)
  const runs = new GatedRuns({ gated: [GATED], captions: [], above: ['Open.'], open: [] })
  const around = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(fc.nat({ max: letters.length - 28 }), around, around, (at, before, after) => {
      const run = letters.slice(at, at + 28)
      const text = `${lettersOf(before)}${run}${lettersOf(after)}`
      expect(runs.isIn(text)).toBe(true)
      expect(runs.runsIn(text).length).toBeGreaterThan(0)
    }),
    RUNS,
  )
})
