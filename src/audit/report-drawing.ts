// The drawing under the verdict: every article as a column of ruled lines, those that can be read without paying in
// heavy ones. Weight makes the tone, so it says the same without colour and on paper.
import { html, type Markup } from '../pages/html.ts'
import type { SiteFacts } from './finding.ts'
import type { Figures, Row } from './report-figures.ts'
import { percent } from './report-words.ts'

/** Drawn 186 pixels high, and two thirds of that on a phone: lines fall on whole pixels. */
const LINE = 6
const LINES = 28
/** A headline of two lines stands above each text. */
const TOP = 18
const HEIGHT = TOP + LINE * LINES
/** Column and the space after it. */
const STEP = 25
const WIDTH = 20
const MOST = 40
/** Fewer columns are drawn no wider, and leave the rest of the line empty. */
const FEWEST = 8

interface Column {
  readonly share: number
  readonly articles: number
}

/** Undefined when nothing is paid for. */
export function columns(figures: Figures, { basis }: SiteFacts): Markup | undefined {
  const paid = figures.rows.filter((row): row is Row & { share: number } => row.share !== undefined)
  if (paid.length === 0) return undefined
  const each = Math.ceil(paid.length / MOST)
  const drawn = grouped(
    paid.map(({ share }) => share),
    each,
  )
  const width = Math.max(FEWEST, drawn.length) * STEP - (STEP - WIDTH)
  const label = drawn.map(({ share }) => percent(share)).join(', ')
  return html`<figure>
<svg viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Share of each article’s paid words that can be read without paying: ${label}" data-columns="${drawn.length}">
<defs>${pattern('shut')}${pattern('out')}</defs>
${drawn.map(({ share }, index) => column(share, index * STEP))}
</svg>
<figcaption>${captionOf(each)}${basis === 'truth' ? '.' : ', as far as it was seen.'} ${drawn.some(({ share }) => share > 0) ? HEAVY : 'Not one line is heavy: none can be read without paying.'}</figcaption>
</figure>`
}

const HEAVY = html`<b>Heavy lines</b> can be read without paying.`

function captionOf(each: number): string {
  return each === 1
    ? 'Each column is an article’s paid text'
    : `Each column is the paid text of ${each} articles`
}

function grouped(shares: readonly number[], each: number): Column[] {
  const groups = Map.groupBy(shares.entries(), ([index]) => Math.floor(index / each))
  return [...groups.values()].map((members) => ({
    share: members.reduce((total, [, share]) => total + share, 0) / members.length,
    articles: members.length,
  }))
}

/** Paragraphs of different length: the last line of each is short. */
function pattern(id: string): Markup {
  const ends = [12, 7, 16]
  const lines = ends.flatMap((end, index) =>
    [WIDTH, WIDTH, WIDTH, WIDTH, end].map((length, line) => {
      const y = (index * 5 + line) * LINE
      return html`<rect y="${y}" width="${length}" height="${id === 'out' ? 4 : 1}"/>`
    }),
  )
  return html`<pattern id="${id}" y="${TOP}" width="${STEP}" height="${LINE * 15}" patternUnits="userSpaceOnUse">${lines}</pattern>`
}

function column(share: number, x: number): Markup {
  // Whatever got out is to be seen, be it one line.
  const lines = share === 0 ? 0 : Math.max(1, Math.round(share * LINES))
  const out = lines * LINE
  return html`<rect class="headline" x="${x}" width="${WIDTH}" height="5"/><rect class="headline" x="${x}" y="7" width="13" height="5"/>${
    out > 0
      ? html`<rect x="${x}" y="${TOP}" width="${WIDTH}" height="${out}" fill="url(#out)"/>`
      : undefined
  }${
    lines < LINES
      ? html`<rect x="${x}" y="${TOP + out}" width="${WIDTH}" height="${HEIGHT - TOP - out}" fill="url(#shut)"/>`
      : undefined
  }`
}
