// Makes the web fonts of the pages out of the font packages: the letters, weights and optical
// sizes a newspaper in a European language needs, and no more. Run at installation and before
// packing; the results are not kept in git.
//
// A face comes as two files. The first covers Basic Latin, Latin-1 and typographic punctuation;
// the "-ext" one covers Latin Extended-A and is fetched only by pages that use one of its letters,
// when the style sheet gives each file its unicode-range (`latin` and `latinExt` below).
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'

type Face = { name: string; source: string; weights: { min: number; max: number } }

const folder = fileURLToPath(new URL('../src/pages/fonts/', import.meta.url))
const packages = createRequire(import.meta.url)

// No arrows: neither typeface has them, so they come from the reader's own fonts.
const latin =
  'U+0020-007E, U+00A0-00FF, U+0131, U+0152-0153, U+2009, U+2013-2014, U+2018-201A, ' +
  'U+201C-201E, U+2020-2022, U+2026, U+2032-2033, U+2039-203A, U+2044, U+20AC, U+2122, ' +
  'U+2212'
const latinExt = 'U+0100-0130, U+0132-0151, U+0154-017F, U+0218-021B, U+1E9E'

const newsreader = '@fontsource-variable/newsreader/files/newsreader'
const franklin = '@fontsource-variable/libre-franklin/files/libre-franklin'
const text = { min: 400, max: 600 }
const labels = { min: 400, max: 700 }

const faces: (Face & { range: string })[] = [
  {
    name: 'newsreader-roman',
    source: `${newsreader}-latin-opsz-normal.woff2`,
    weights: text,
    range: latin,
  },
  {
    name: 'newsreader-roman-ext',
    source: `${newsreader}-latin-ext-opsz-normal.woff2`,
    weights: text,
    range: latinExt,
  },
  {
    name: 'newsreader-italic',
    source: `${newsreader}-latin-opsz-italic.woff2`,
    weights: text,
    range: latin,
  },
  {
    name: 'newsreader-italic-ext',
    source: `${newsreader}-latin-ext-opsz-italic.woff2`,
    weights: text,
    range: latinExt,
  },
  {
    name: 'libre-franklin',
    source: `${franklin}-latin-wght-normal.woff2`,
    weights: labels,
    range: latin,
  },
  {
    name: 'libre-franklin-ext',
    source: `${franklin}-latin-ext-wght-normal.woff2`,
    weights: labels,
    range: latinExt,
  },
]

/** Every character of a CSS unicode-range. */
function charactersOf(range: string): string {
  const parts = range.split(', ').map((part) => part.replace('U+', '').split('-'))
  return parts
    .flatMap(([from = '', to = from]) => {
      const first = Number.parseInt(from, 16)
      const length = Number.parseInt(to, 16) - first + 1
      return Array.from({ length }, (_, step) => String.fromCodePoint(first + step))
    })
    .join('')
}

async function make(face: Face & { range: string }): Promise<void> {
  const full = await readFile(packages.resolve(face.source))
  // Only the weight is narrowed: the axis of optical size stays whole, and every layout feature
  // (kerning, ligatures, proportional and tabular figures) is kept.
  const subset = await subsetFont(full, charactersOf(face.range), {
    targetFormat: 'woff2',
    variationAxes: { wght: face.weights },
  })
  await writeFile(join(folder, `${face.name}.woff2`), subset)
  const size = `${(subset.length / 1000).toFixed(1)} kB`
  process.stderr.write(`  ${face.name}.woff2  ${size} (of ${basename(face.source)})\n`)
}

/** The Open Font License asks that its text goes wherever the fonts go. */
async function copyLicences(): Promise<void> {
  for (const family of ['newsreader', 'libre-franklin'])
    await copyFile(
      packages.resolve(`@fontsource-variable/${family}/LICENSE`),
      join(folder, `${family}-OFL.txt`),
    )
}

/** What the files are made from: this script and the font packages' versions. */
async function inputs(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(fileURLToPath(import.meta.url)))
  for (const face of faces) hash.update(await readFile(packages.resolve(face.source)))
  return hash.digest('hex')
}

const record = join(folder, '.made-from')
const wanted = await inputs()
const made = await readFile(record, 'utf8').catch(() => '')
if (made !== wanted) {
  process.stderr.write('Making the fonts …\n')
  await mkdir(folder, { recursive: true })
  for (const face of faces) await make(face)
  await copyLicences()
  await writeFile(record, wanted)
}
