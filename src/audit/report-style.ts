// The report's style: paper, ink and one colour for what is to be done, as the pages of a newspaper have them. The faces
// are those of the machine that shows it.

export const STYLE = `
:root {
  --paper: #fdfcf9;
  --ink: #16130f;
  --soft: #5c574e;
  --hair: #d8d2c6;
  --act: #8c1c13;
  --focus: #1f4e79;
  --read: Newsreader, Georgia, "Times New Roman", serif;
  --find: "Libre Franklin", "Helvetica Neue", Arial, sans-serif;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151412;
    --ink: #ebe6da;
    --soft: #a9a296;
    --hair: #37342e;
    --act: #f2937f;
    --focus: #8fb8de;
  }
}
* { box-sizing: border-box; margin: 0; }
html {
  background: var(--paper);
  color: var(--ink);
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
body {
  max-inline-size: 81rem;
  margin-inline: auto;
  padding-inline: clamp(1.25rem, 3vw, 2rem);
  font: 1.0625rem / 1.5 var(--read);
  overflow-wrap: anywhere;
}
main:focus { outline: none; }
a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; }
ul, ol { padding: 0; list-style: none; }
p, li { text-wrap: pretty; }
small { font-size: 0.8125rem; }
code, pre { font: 0.875rem / 1.5 ui-monospace, Menlo, Consolas, monospace; }
.skip {
  position: absolute;
  inset-block-start: -9rem;
  padding: 0.75rem 1rem;
  background: var(--ink);
  color: var(--paper);
  font: 600 1rem var(--find);
}
.skip:focus { inset-block-start: 0; z-index: 3; }
.spoken {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.head {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0 2rem;
  padding-block: 1rem 0.625rem;
  border-block-end: 4px double var(--ink);
  font: 0.8125rem / 1.5 var(--find);
}
.head b { margin-inline-end: 0.75em; }
.head .when { color: var(--soft); }
.lead { padding-block: clamp(1.75rem, 4vw, 3rem) 0; }
h1, h2, h3 { font-weight: 600; text-wrap: balance; }
h1 {
  font-size: clamp(2rem, 1.25rem + 2.5vw, 2.875rem);
  line-height: 1.08;
  letter-spacing: -0.022em;
}
h1 span { display: block; text-wrap: balance; }
.rest {
  max-inline-size: 40rem;
  margin-block-start: 1rem;
  color: var(--soft);
  font-size: clamp(1.125rem, 1rem + 0.5vw, 1.25rem);
  line-height: 1.4;
}
figure { margin-block-start: clamp(1.5rem, 3vw, 2.25rem); }
figure svg { display: block; inline-size: 100%; block-size: 124px; fill: var(--ink); }
@media (min-width: 48rem) { figure svg { block-size: 186px; } }
figure svg #out { fill: var(--act); }
figure svg #shut { fill: var(--soft); }
figcaption { margin-block-start: 0.75rem; color: var(--soft); font: 0.8125rem / 1.4 var(--find); }
figcaption b { color: var(--act); }
main > section + section { margin-block-start: clamp(2.5rem, 5vw, 4rem); border-block-start: 3px solid var(--ink); padding-block-start: 0.75rem; }
h2 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -0.012em; }
h3 { font-size: 1.25rem; line-height: 1.2; letter-spacing: -0.008em; }
.intro { max-inline-size: 40rem; margin-block-start: 0.25rem; color: var(--soft); }
.intro b { color: var(--ink); }
.channels > li, .problems > li {
  display: grid;
  gap: 0.5rem 2rem;
  padding-block: 1.125rem;
  border-block-end: 1px solid var(--hair);
}
.channels > li:last-child, .problems > li:last-child { border-block-end: 0; }
.figure p { font: 0.8125rem / 1.4 var(--find); color: var(--soft); }
.figure b { color: var(--act); font: 600 1.25rem / 1.2 var(--read); font-variant-numeric: lining-nums tabular-nums; }
.problems .figure b { color: var(--ink); }
.bar { display: block; inline-size: 100%; block-size: 4px; margin-block-start: 0.375rem; background: var(--hair); fill: var(--act); }
.text { max-inline-size: 40rem; }
.text p + p { margin-block-start: 0.5rem; }
.seen { color: var(--soft); }
.how b { color: var(--act); font-weight: 600; }
@media (min-width: 60rem) {
  .channels > li, .problems > li { grid-template-columns: 3fr 3fr 6fr; }
}
.scroll { margin-block-start: 1rem; overflow-x: auto; border-block: 1px solid var(--ink); }
table { border-collapse: separate; border-spacing: 0; inline-size: max-content; min-inline-size: 100%; }
table { font: 0.8125rem / 1.3 var(--find); font-variant-numeric: lining-nums tabular-nums; }
th, td { padding: 0.5rem 0.625rem; border-block-end: 1px solid var(--hair); text-align: end; font-weight: 400; }
tbody tr:last-child > * { border-block-end: 0; }
thead th { position: sticky; inset-block-start: 0; z-index: 1; background: var(--paper); vertical-align: bottom; border-block-end: 1px solid var(--ink); color: var(--soft); }
thead th:first-child { z-index: 2; }
@media (min-width: 48rem) and (min-height: 40rem) { .scroll { max-block-size: 88vh; overflow-y: auto; } }
thead th.leaking { color: var(--ink); font-weight: 600; }
thead span { writing-mode: vertical-rl; rotate: 180deg; text-align: start; white-space: nowrap; }
th:first-child {
  position: sticky;
  inset-inline-start: 0;
  z-index: 1;
  inline-size: clamp(9.5rem, 40vw, 22rem);
  min-inline-size: clamp(9.5rem, 40vw, 22rem);
  background: var(--paper);
  border-inline-end: 1px solid var(--ink);
  text-align: start;
}
tbody th { font: 1rem / 1.25 var(--read); }
tbody th a { text-decoration-color: var(--hair); }
tbody th small { display: block; color: var(--soft); font: 0.75rem / 1.4 var(--find); }
td { color: var(--soft); }
td.most { color: var(--ink); font-weight: 600; border-inline-end: 1px solid var(--hair); }
td.some, td.much, td.most-of-it { color: var(--ink); font-weight: 600; }
td.some { background: color-mix(in srgb, var(--act) 10%, var(--paper)); }
td.much { background: color-mix(in srgb, var(--act) 22%, var(--paper)); }
td.most-of-it { background: color-mix(in srgb, var(--act) 38%, var(--paper)); }
td.all-of-it { background: var(--act); color: var(--paper); font-weight: 600; }
@media (max-width: 40rem) {
  th, td { padding-inline: 0.375rem; }
  th:first-child { padding-inline: 0 0.375rem; inline-size: 8.5rem; min-inline-size: 8.5rem; }
  tbody th { font-size: 0.9375rem; }
  tbody th .path { display: none; }
}
details { border-block-end: 1px solid var(--hair); }
summary { padding-block: 0.625rem; cursor: pointer; }
summary :is(bdi, b) { font-weight: 600; }
summary small { color: var(--soft); font-family: var(--find); font-variant-numeric: lining-nums; margin-inline-start: 0.5em; }
.intro + details { margin-block-start: 1rem; border-block-start: 1px solid var(--hair); }
.address a, .met a { display: inline-block; padding-block: 0.25rem; }
.leaks, .address { margin-inline-start: 1rem; }
.address { margin-block-end: 0.5rem; font: 0.8125rem / 1.4 var(--find); color: var(--soft); }
.leaks > li { max-inline-size: 44rem; padding-block: 0.75rem; border-block-start: 1px solid var(--hair); }
.facts { color: var(--soft); font: 0.8125rem / 1.5 var(--find); }
blockquote { margin-block-start: 0.5rem; font-style: italic; }
pre { margin-block-start: 0.5rem; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--hair); white-space: pre-wrap; }
.problems details { border: 0; font: 0.8125rem / 1.5 var(--find); color: var(--soft); }
.problems .text > details > * { padding-block: 0.375rem 0; }
.met li { padding-block: 0.25rem; }
.prose { max-inline-size: 40rem; margin-block-start: 0.75rem; }
.prose > * + * { margin-block-start: 0.75rem; }
.prose h3 { margin-block-start: 1.5rem; }
.notes li + li { margin-block-start: 0.375rem; }
body > footer { margin-block: 4rem 2rem; border-block-start: 1px solid var(--ink); padding-block-start: 0.75rem; color: var(--soft); font: 0.8125rem / 1.5 var(--find); }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #333; --hair: #bbb; --act: #8c1c13; color-scheme: light; }
  body { max-inline-size: none; padding: 0; font-size: 10pt; }
  h1 { font-size: 22pt; }
  .skip, .sideways { display: none; }
  .channels > li, .problems > li { grid-template-columns: 2fr 2fr 5fr; }
  .scroll { overflow: visible; max-block-size: none; }
  thead th { position: static; }
  table { inline-size: 100%; font-size: 6.5pt; }
  th, td { padding: 2pt 1.5pt; }
  tbody th { font-size: 7.5pt; }
  tbody th small { font-size: 6.5pt; }
  th:first-child { position: static; inline-size: 22%; min-inline-size: 0; }
  td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure svg, .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
  tr, .channels > li, .problems > li, .leaks > li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`
