// The press: a sheet with two inks that knows its own night. By day ink and tone are printed on
// light paper; by night the uncut block stays dark and only tone and light are printed.
export type Ink = 'paper' | 'ink' | 'tone' | 'deep' | 'wave' | 'lit' | 'edge'
type Tone = 'blue' | 'green' | 'purple'
export type Sheet = { title: string; width: number; height: number; tone: Tone; words?: boolean }
export type Drawing = { sheet: Sheet; draw: () => string[] }
type Light = 'both' | 'night'

/** A flat shape. */
export const cut = (ink: Ink, d: string) => (d === '' ? '' : `<path class="${ink}" d="${d}"/>`)

/** A drawn line of one weight. */
export const rule = (ink: Ink, width: number, d: string) =>
  `<path class="rule ${ink}-rule" stroke-width="${width}" d="${d}"/>`

export const byDay = (...parts: string[]) => `<g class="day">${parts.join('')}</g>`
export const byNight = (...parts: string[]) => `<g class="night">${parts.join('')}</g>`

const day = {
  paper: '#f1ece0',
  ink: '#16130f',
  tones: { blue: '#1f4e79', green: '#1b5e3b', purple: '#6a2c70' },
}

const night = {
  paper: '#1d1b18',
  ink: '#0c0b09',
  light: '#ebe6da',
  tones: { blue: '#8fb8de', green: '#8ac7a2', purple: '#c9a0d0' },
  deeps: { blue: '#44607b', green: '#3f6a52', purple: '#6b4f73' },
}

type Colours = Record<Ink, string>

const dayColours = (tone: Tone): Colours => ({
  paper: day.paper,
  ink: day.ink,
  tone: day.tones[tone],
  deep: day.tones[tone],
  wave: day.ink,
  lit: day.paper,
  edge: day.ink,
})

const nightColours = (tone: Tone): Colours => ({
  paper: night.paper,
  ink: night.ink,
  tone: night.tones[tone],
  deep: night.deeps[tone],
  wave: night.deeps[tone],
  lit: night.light,
  edge: night.light,
})

/** The rules for the inks that a sheet really uses. */
function inkRules(colours: Colours, body: string): string {
  return Object.entries(colours)
    .map(([ink, colour]) => {
      const flat = body.includes(`"${ink}"`) ? `.${ink}{fill:${colour}}` : ''
      return flat + (body.includes(`${ink}-rule`) ? `.${ink}-rule{stroke:${colour}}` : '')
    })
    .join('')
}

const lettering =
  'text{font-family:Georgia,"Times New Roman",serif}.sans{font-family:"Libre Franklin",Helvetica,Arial,sans-serif}'

/** The finished SVG. `night` prints the dark sheet alone, for looking at where no browser is. */
export function print(sheet: Sheet, parts: string[], light: Light): string {
  const { title, width, height, tone } = sheet
  const body = `<rect class="paper" width="${width}" height="${height}"/>${parts.join('')}`
  const byNightOnly = `${inkRules(nightColours(tone), body)}.day{display:none}`
  const style = [
    '.rule{fill:none}',
    sheet.words === true ? lettering : '',
    inkRules(dayColours(tone), body),
    light === 'both'
      ? `.night{display:none}@media (prefers-color-scheme:dark){${byNightOnly}.night{display:inline}}`
      : byNightOnly,
  ]
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><title>${title}</title><style>${style.join('')}</style>${body}</svg>\n`
}
