// The report as a page: one file that needs nothing else, from a mail, offline and on paper. No script is in it, and
// its own policy forbids whatever a hostile site might smuggle into a title or an excerpt.
import { createHash } from 'node:crypto'
import { html, type Markup, trusted } from '../pages/html.ts'
import type { Report } from './finding.ts'
import { columns } from './report-drawing.ts'
import { type Figures, figuresOf } from './report-figures.ts'
import { matrix } from './report-matrix.ts'
import { closeFirst, details, meetings, method } from './report-sections.ts'
import { STYLE } from './report-style.ts'
import { verdictOf } from './report-words.ts'

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`

/** A whole HTML document as text. */
export function htmlReport(report: Report): string {
  const figures = figuresOf(report)
  const host = hostOf(report.site.origin)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${verdictOf(report, figures).sentences.join(' ')} – audit of ${host}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#start">Skip to the verdict</a>
<header class="head">
<p class="what"><b>${host}</b> Audit of the wall</p>
<p class="when">${whenOf(report)}</p>
</header>
<main id="start" tabindex="-1">
${lead(report, figures)}
${closeFirst(figures, report.site)}
${matrix(figures)}
${details(report, figures)}
${meetings(report)}
${method(report, figures)}
</main>
<footer><p>Made by <code>standfirst audit</code>. It reads what is sent to everybody and changes nothing.</p></footer>
</body>
</html>
`.markup
}

function lead(report: Report, figures: Figures): Markup {
  const { sentences, rest } = verdictOf(report, figures)
  return html`<section class="lead">
<h1>${sentences.map((sentence) => html`<span>${sentence}</span> `)}</h1>
${rest === '' ? undefined : html`<p class="rest">${rest}</p>`}
${columns(figures, report.site)}
</section>`
}

/** The site's name as a reader knows it; the whole of what was written when it is no address. */
function hostOf(origin: string): string {
  return URL.parse(origin)?.host ?? origin
}

function whenOf({ began }: Report): Markup {
  const day = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(new Date(began))
  return html`<time datetime="${began}">${day} UTC</time>`
}
