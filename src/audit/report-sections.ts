// The sections of the report: what to close first, what got out of each article, what readers meet, how it was measured.
import { html, type Markup } from '../pages/html.ts'
import { CONTROL_PATH } from './asking/agent.ts'
import { CHANNELS, type Channel } from './channels.ts'
import { PROOF } from './control.ts'
import type { Leak, Meeting, Note, Problem, Report, SiteFacts } from './finding.ts'
import type { ChannelFigures, Figures, Row } from './report-figures.ts'
import { linked, nameOf, pathOf, shortened } from './report-matrix.ts'
import {
  articlesOf,
  BASIS,
  briefPercent,
  CONTROL,
  PROBLEMS,
  percent,
  personaName,
  SHARE_OF,
  whereOf,
} from './report-words.ts'

/** The channels that leak, the greatest damage first. Nothing when none does. */
export function closeFirst({ channels }: Figures, { basis }: SiteFacts): Markup | undefined {
  const leaking = channels.filter(({ leaks }) => leaks.length > 0)
  if (leaking.length === 0) return undefined
  return html`<section aria-labelledby="first">
<h2 id="first">Close first</h2>
<ol class="channels">
${leaking.map((one) => channelItem(one, SHARE_OF[basis]))}
</ol>
</section>`
}

function channelItem(figures: ChannelFigures, ofWhat: string): Markup {
  const { name, what, how } = CHANNELS[figures.channel]
  const { share } = figures
  return html`<li>
<h3>${name}</h3>
<div class="figure">
<p><b>${share === undefined ? 'Some text' : briefPercent(share)}</b> ${share === undefined ? '' : `${ofWhat}, `}${whereOf(figures)}</p>
${share === undefined ? undefined : bar(share)}
</div>
<div class="text">
<p>${what} ${seenOf(figures.leaks)}</p>
<p class="how"><b>Close it:</b> ${how}</p>
</div>
</li>
`
}

function bar(share: number): Markup {
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.max(0.5, share * 100)}" height="1"/></svg>`
}

const LONGEST_REASON = 400
const LONGEST_REQUEST = 2000

const MOST_REASONS = 3

/** Why it leaks here: all of it when it is little, else the worst that each persona got. */
function seenOf(leaks: readonly Leak[]): Markup {
  const worstFirst = leaks.toSorted((a, b) => b.words - a.words)
  const all = new Set(worstFirst.map(({ why }) => why))
  const byPersona = Map.groupBy(worstFirst, ({ persona }) => persona)
  const examples = new Set([...byPersona.values()].flatMap(([worst]) => worst?.why ?? []))
  const said = [...(all.size > MOST_REASONS ? examples : all)]
    .slice(0, MOST_REASONS)
    .map((why) => shortened(why, LONGEST_REASON))
  return html`<span class="seen">${all.size > said.length ? 'For example: ' : ''}${said.join(' ')}</span>`
}

/** What got out of each article; excerpts and requests only where there is proof of control. */
export function details(report: Report, { rows }: Figures): Markup | undefined {
  const leaking = rows.filter(({ leaks }) => leaks.length > 0)
  const elsewhere = report.leaks.filter(({ article }) => article === undefined)
  if (leaking.length + elsewhere.length === 0) return undefined
  return html`<section aria-labelledby="out">
<h2 id="out">What got out</h2>
<p class="intro">${proofOf(report)}</p>
${leaking.map(articleDetails)}
${elsewhere.length === 0 ? undefined : html`<details><summary><b>Not of one article</b></summary>${leakList(elsewhere)}</details>`}
</section>`
}

function proofOf({ site: { control, origin } }: Report): string {
  return control === undefined
    ? `Excerpts and the exact requests are shown to whoever controls the site: let ${origin}${CONTROL_PATH} hold the line “${PROOF}”, or one of your own that you name with --proof, and audit it again.`
    : `Excerpts and the exact requests are shown because ${CONTROL[control]}.`
}

function articleDetails({ article, share, leaks }: Row): Markup {
  const ways = new Set(leaks.map(({ channel }) => channel)).size
  const said = [
    ...(share === undefined ? [] : [percent(share)]),
    ways === 1 ? 'one way' : `${ways} ways`,
  ]
  return html`<details>
<summary><bdi>${shortened(nameOf(article))}</bdi> <small>${said.join(', ')}</small></summary>
<p class="address">${linked(article.url, article.url)}</p>
${leakList(leaks)}
</details>
`
}

function leakList(leaks: readonly Leak[]): Markup {
  return html`<ul class="leaks">${leaks.map(leakItem)}</ul>`
}

const SEVERITY: Readonly<Record<Leak['severity'], string>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

function leakItem({ channel, persona, words, gatedWords, severity, why, proof }: Leak): Markup {
  return html`<li>
<p><b>${CHANNELS[channel].name}</b> ${grouped(words)} of ${grouped(gatedWords)} paid words. ${shortened(why, LONGEST_REASON)}</p>
<p class="facts">Severity: ${SEVERITY[severity]}. Asked as: ${shortened(personaName(persona))}.</p>
${
  proof === undefined
    ? undefined
    : html`<blockquote>… ${shortened(proof.excerpt)} …</blockquote>
<pre>${shortened(proof.request, LONGEST_REQUEST)}</pre>`
}
</li>
`
}

function grouped(words: number): string {
  return words.toLocaleString('en-GB')
}

/** What readers meet, the most frequent first. Nothing when all is well. */
export function meetings({ meetings: all, articles }: Report): Markup | undefined {
  if (all.length === 0) return undefined
  const problems = [...Map.groupBy(all, ({ problem }) => problem)].sort(
    ([, a], [, b]) => b.length - a.length,
  )
  const titles = new Map(articles.map(({ url, title }) => [url, title]))
  return html`<section aria-labelledby="readers">
<h2 id="readers">What readers meet</h2>
<p class="intro">No paid text gets out by these. They cost readers and subscriptions.</p>
<ul class="problems">
${problems.map(([problem, met]) => problemItem(problem, met, titles))}
</ul>
</section>`
}

function problemItem(
  problem: Problem,
  met: readonly Meeting[],
  titles: ReadonlyMap<string, string | undefined>,
): Markup {
  const { name, what, how } = PROBLEMS[problem]
  return html`<li>
<h3>${name}</h3>
<div class="figure"><p><b>${met.length}</b> of ${articlesOf(titles.size)}</p></div>
<div class="text">
<p>${what}</p>
<p class="how"><b>Mend it:</b> ${how}</p>
<details><summary>Which, and what was seen</summary>
<ul class="met">${met.map(
    ({ article, why }) =>
      html`<li>${linked(article, nameOf({ url: article, title: titles.get(article) }))}: ${shortened(why, LONGEST_REASON)}</li>`,
  )}</ul></details>
</div>
</li>
`
}

/** How it was measured, what is worth knowing besides, and what could not be tried. */
export function method(report: Report, { untried, channels }: Figures): Markup {
  const { site, articles } = report
  const personas = [...new Set(report.leaks.map(({ persona }) => persona))]
  return html`<section aria-labelledby="method">
<h2 id="method">How this was measured</h2>
<div class="prose">
<p>${articlesOf(articles.length)} of ${linked(site.origin, site.origin)}${site.system === undefined ? '' : `, which runs on ${shortened(site.system)}`}, each asked for in ${channels.length === 1 ? 'one way' : `${channels.length} ways`}, as a reader, a feed reader, a program or a search engine would. ${BASIS[site.basis]}</p>
<p>An article’s share is that of the one way that gives most away. Words count when they stand in a run with their neighbours, so a shared quotation is no leak.${personas.length === 0 ? '' : ` Paid text was got as: ${shortened(personas.map(personaName).join(', '), LONGEST_REASON)}.`}</p>
${notes(report.notes.filter(({ channel }) => channel === undefined || !untried.includes(channel)))}
${notTried(untried, report.notes)}
</div>
</section>`
}

function notes(all: readonly Note[]): Markup | undefined {
  if (all.length === 0) return undefined
  const said = [...Map.groupBy(all, ({ text }) => text)]
  return html`<h3>Notes</h3>
<ul class="notes">${said.map(([text, same]) => html`<li>${shortened(text, LONGEST_REASON)}${placesOf(same)}</li>`)}</ul>`
}

/** The channels of which nothing is known, each with the reason where there is one. */
function notTried(untried: readonly Channel[], all: readonly Note[]): Markup | undefined {
  if (untried.length === 0) return undefined
  const reasons = new Map(all.map(({ channel, text }) => [channel, text]))
  const explained = untried.filter((channel) => reasons.has(channel))
  const others = untried.filter((channel) => !reasons.has(channel))
  return html`<h3>Not tried</h3>
<ul class="notes">${explained.map(
    (channel) =>
      html`<li><b>${CHANNELS[channel].name}</b>: ${reasonIn(reasons.get(channel) ?? '')}</li>`,
  )}${others.length === 0 ? undefined : html`<li>There was nothing to try for ${others.map((channel) => CHANNELS[channel].name).join(', ')}.</li>`}</ul>`
}

function reasonIn(text: string): string {
  return shortened(text.replace(/^Not tried: /, ''), LONGEST_REASON)
}

function placesOf(same: readonly Note[]): Markup | undefined {
  const articles = same.flatMap(({ article }) => article ?? [])
  const [only] = articles
  if (only === undefined) return undefined
  return articles.length === 1
    ? html` (${linked(only, pathOf(only))})`
    : html` (${articlesOf(articles.length)})`
}
