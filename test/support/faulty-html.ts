// Faulty HTML: texts of articles in random markup with the faults that pages have. Every word of them can be told from
// every other.
import fc from 'fast-check'

type Markup = (words: () => string) => string

const around = ([begin, end]: readonly [string, string], inner: Markup): Markup => {
  return (words) => `${begin}${inner(words)}${end}`
}

const TAGS: readonly (readonly [string, string])[] = [
  ...[
    'p',
    'div',
    'section',
    'article',
    'blockquote',
    'h2',
    'ul',
    'li',
    'b',
    'i',
    'a',
    'span',
    'em',
    'pre',
    'figure',
    'button',
    'table',
    'tr',
    'td',
    'th',
    'tbody',
    'caption',
    'svg',
    'math',
    'select',
    'option',
    'template',
    'details',
    'center',
    'dl',
    'dd',
    'nobr',
    'object',
    'ruby',
  ].map((tag) => [`<${tag}>`, `</${tag}>`] as const),
  ['<svg><foreignObject>', '</foreignObject></svg>'],
  ['<svg><desc>', '</desc></svg>'],
  ['<math><mi>', '</mi></math>'],
  ['<table><tr><td>', '</td></tr></table>'],
  ['<table><caption>', '</caption></table>'],
  ['<a href="#">', '</a>'],
  ['<noscript>', '</noscript>'],
  ['<div><template shadowrootmode="open">', '</template></div>'],
]
/** Alone they are faults; most of them are. */
const STRAY: readonly string[] = [
  ...[
    'p',
    'div',
    'article',
    'section',
    'main',
    'span',
    'b',
    'a',
    'table',
    'td',
    'tr',
    'select',
    'svg',
    'math',
    'template',
    'body',
    'html',
    'ul',
    'li',
    'h1',
    'form',
    'br',
    'head',
    'button',
    'figure',
    'noscript',
  ].map((tag) => `</${tag}>`),
  '<br>',
  '<hr>',
  '<img src="/a.png">',
  '<table>',
  '<tr>',
  '<td>',
  '<select>',
  '<svg>',
  '<math>',
  '<b>',
  '<a href="#">',
  '<nobr>',
  '<p>',
  '<div>',
  '<body class="x">',
  '<html lang="x">',
  '<head>',
  '<frameset>',
  '<input>',
  '<col>',
  '<option>',
  '&',
  '<',
  '<! x>',
  '<?php x ?>',
  '</ x>',
  '\u0000',
]
const ATTRIBUTES: readonly Markup[] = [
  (words) => `<img src="/b.png" alt="${words()}">`,
  (words) => `<div data-x="${words()}"></div>`,
  (words) => `<!-- ${words()} -->`,
  (words) => `<!-- ${words()} --!>`,
  (words) => `<p>${words().replace('e', '&#101;').replace('h', '&#x68;')}</p>`,
  () => '<script>var a = "</p><p>"</script>',
  () => '<style>p { color: red }</style>',
  (words) => `<textarea>${words()}</textarea>`,
  (words) => `<![CDATA[${words()}]]>`,
]

const markup: fc.Arbitrary<Markup> = fc.letrec<{ one: Markup; many: Markup }>((tie) => ({
  many: fc.array(tie('one'), { maxLength: 6 }).map(
    (parts): Markup =>
      (words) =>
        parts.map((part) => part(words)).join(''),
  ),
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Markup>((words) => words()),
    { weight: 2, arbitrary: fc.constant<Markup>((words) => `<p>${words()}</p>`) },
    fc.constantFrom(...STRAY).map(
      (tag): Markup =>
        () =>
          tag,
    ),
    fc.constantFrom(...ATTRIBUTES),
    fc.tuple(fc.constantFrom(...TAGS), tie('many')).map(([tags, inner]) => around(tags, inner)),
  ),
})).many

/** `word` with a number behind it that no other has. */
export function faultyBody(word: string): fc.Arbitrary<string> {
  return fc.array(markup, { minLength: 1, maxLength: 6 }).map((parts) => {
    let count = 0
    const words = () => Array.from({ length: 13 }, () => `${word}${count++}`).join(' ')
    return parts.map((part) => part(words)).join('\n')
  })
}

/** The page of an article, with a mark between its parts where there are two. */
export function sourceOf(open: string, gated: string | undefined): string {
  const body = gated === undefined ? open : `${open}<!--more-->${gated}`
  return `<!doctype html><html><head><title>T</title></head><body><header><a href="/">Paper</a></header><div class="site"><main><article><h1>T</h1><div class="entry-content">${body}</div></article></main></div><footer>The paper</footer></body></html>`
}
