// Chart: requests a second as bars in an SVG that goes with light and dark pages.
import type { Row } from './report.ts'

const WIDTH = 880
const NAMES = 330
const VALUES = 190
const LINE = 26
const BAR = 16
const TOP = 44

const STYLE = `text{font:13px system-ui,sans-serif;fill:#222}.title{font-weight:600;font-size:15px}
.value{font-variant-numeric:tabular-nums}.quiet{fill:#666}.peer{fill:#9aa5b1}.ours{fill:#1f5f8b}
@media(prefers-color-scheme:dark){text{fill:#e6e6e6}.quiet{fill:#a0a0a0}.peer{fill:#6b7682}.ours{fill:#5aa9d6}}`

/** `note`: the line under the title, such as the machine and the day. */
export function chart(rows: readonly Row[], note: string): string {
  const most = Math.max(1, ...rows.map(({ perSecond }) => perSecond))
  const height = TOP + rows.length * LINE + 12
  const room = WIDTH - NAMES - VALUES
  const bars = rows.map((row, at) =>
    bar(row, TOP + at * LINE + LINE / 2, (row.perSecond / most) * room),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Requests a second on one core">
<style>${STYLE}</style>
<text class="title" x="8" y="18">Requests a second on one core</text>
<text class="quiet" x="8" y="36">${escaped(note)}</text>
${bars.join('\n')}
</svg>
`
}

function bar(row: Row, middle: number, width: number): string {
  const side = /^(?:nginx|Varnish|bare)/.test(row.name) ? 'peer' : 'ours'
  const ratio =
    row.ofVarnish === undefined || side === 'peer' ? '' : `, ${row.ofVarnish.toFixed(2)} of Varnish`
  const value = `${Math.round(row.perSecond).toLocaleString('en')}${ratio}`
  return `<text x="${NAMES - 10}" y="${middle + 4.5}" text-anchor="end">${escaped(row.name)}</text>
<rect class="${side}" x="${NAMES}" y="${middle - BAR / 2}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>
<text class="value" x="${(NAMES + width + 8).toFixed(1)}" y="${middle + 4.5}">${escaped(value)}</text>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
