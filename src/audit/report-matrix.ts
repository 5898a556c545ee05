// The matrix of the report: articles down, channels across, and in each cell how much of the paid words got out there.
import { html, type Markup } from '../pages/html.ts'
import { CHANNELS, type Channel } from './channels.ts'
import type { ArticleFacts } from './finding.ts'
import { type ChannelFigures, type Figures, isPaid, type Row } from './report-figures.ts'
import { ACCESS, briefPercent } from './report-words.ts'

/** Nothing when no article was looked at. */
export function matrix(figures: Figures): Markup | undefined {
  const { rows, channels } = figures
  if (rows.length === 0) return undefined
  return html`<section>
<h2 id="articles">Article by article</h2>
<p class="intro">How much of the paid words got out, and where; first the worst of all ways. <b>0</b>: tried, and nothing got out. <b>–</b>: not tried, or nothing to get out. <span class="sideways">The table scrolls sideways.</span></p>
<div class="scroll" role="region" tabindex="0" aria-labelledby="articles">
<table>
<thead><tr><th scope="col">Article</th><th scope="col" class="leaking"><span>Worst</span></th>${channels.map(columnHead)}</tr></thead>
<tbody>
${rows.map((row) => articleRow(row, channels))}
</tbody>
</table>
</div>
</section>`
}

function columnHead({ channel, leaks }: ChannelFigures): Markup {
  return html`<th scope="col"${leaks.length > 0 ? html` class="leaking"` : undefined}><span>${CHANNELS[channel].name}</span></th>`
}

function articleRow(row: Row, channels: readonly ChannelFigures[]): Markup {
  const { article } = row
  const worst = row.share ?? (isPaid(article) ? 0 : undefined)
  return html`<tr><th scope="row">${articleName(article)}</th><td class="most">${worst === undefined ? NONE : briefPercent(worst)}</td>${channels.map(
    ({ channel }) => cell(row, channel),
  )}</tr>
`
}

const NONE = html`<span aria-hidden="true">–</span><span class="spoken">nothing paid for</span>`
const NOT_TRIED = html`<span aria-hidden="true">–</span><span class="spoken">not tried</span>`

function cell({ article, cells }: Row, channel: Channel): Markup {
  const share = cells.get(channel)
  if (share !== undefined) return html`<td class="${toneOf(share)}">${briefPercent(share)}</td>`
  if (article.tried.includes(channel)) return html`<td>0</td>`
  return html`<td>${NOT_TRIED}</td>`
}

function toneOf(share: number): string {
  if (share < 0.1) return 'some'
  if (share < 0.5) return 'much'
  return share < 0.9 ? 'most-of-it' : 'all-of-it'
}

/** The headline, which leads to the article; under it the path, and whether anything of it is paid for. */
function articleName(article: ArticleFacts): Markup {
  const { url, access } = article
  const path = pathOf(url)
  const name = nameOf(article)
  const facts = [
    ...(name === path ? [] : [html`<span class="path">${shortened(path)}</span>`]),
    ...(access === 'gated' ? [] : [html`<span>${ACCESS[access]}</span>`]),
  ]
  return html`${linked(url, name)}<small>${facts.map((fact, index) => (index === 0 ? fact : html`<span class="path"> · </span>${fact}`))}</small>`
}

/** What the article is called: its path where it has no title. */
export function nameOf({ url, title }: Pick<ArticleFacts, 'url' | 'title'>): string {
  return title === undefined || title.trim() === '' ? pathOf(url) : title
}

/** What is no address of the web is never made a link; no text turns the direction of what stands around it. */
export function linked(url: string, text: string): Markup {
  const { protocol } = URL.parse(url) ?? {}
  const name = html`<bdi>${shortened(text)}</bdi>`
  return protocol === 'https:' || protocol === 'http:'
    ? html`<a href="${url}" rel="noreferrer">${name}</a>`
    : name
}

export function pathOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? url : `${parsed.pathname}${parsed.search}`
}

const LONGEST = 200

/** What a site may have made as long as it likes. */
export function shortened(text: string, most = LONGEST): string {
  return text.length > most ? `${text.slice(0, most)} …` : text
}
