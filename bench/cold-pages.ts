// Cold pages: what the gate adds to an article that nobody has asked for: each of 200 pages of 100 KB is
// asked for once at the site itself and once through the gate, in turn; with all cores of the machine, and with one.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Prose } from '../test/wordpress/prose.ts'
import { put, writeEdition, writeSite } from './edition.ts'
import { ask } from './exchange.ts'
import { ALL_CORES, type Running } from './process.ts'
import { median } from './report.ts'
import { startOrigin, startStandfirst } from './servers.ts'

const PAGES = 200
/** Until Node has made machine code of what reads pages: a server that has just started is slower. */
const WARM_UP = 300
const PAGE_BYTES = 100 * 1024

/** The table, line by line. */
export async function coldPages(): Promise<readonly string[]> {
  const lines = [`${PAGES} cold pages of ${PAGE_BYTES / 1024} KB`]
  const dir = await mkdtemp(join(tmpdir(), 'standfirst-cold-'))
  const opened: Running[] = []
  try {
    const edition = join(dir, 'edition')
    await writeEdition(edition, PAGES + WARM_UP, proseOf)
    const paper = await startStandfirst(edition, join(dir, 'data'))
    const root = join(dir, 'site')
    const paths = await writePages(edition, root, paper)
    await paper.stop()
    const origin = await startOrigin(root)
    opened.push(origin)
    await writeSite(join(dir, 'gate'), origin.address)
    for (const cores of [ALL_CORES, undefined]) {
      const data = join(dir, `data-of-${cores ?? 'one'}`)
      const gate = await startStandfirst(join(dir, 'gate'), data, {}, cores)
      lines.push(cores === undefined ? 'the gate on one core' : 'the gate on all cores')
      lines.push(...linesOf(await measure(paths, origin, gate)))
      await gate.stop()
    }
    return lines
  } finally {
    await Promise.all(opened.map((server) => server.stop()))
    await rm(dir, { recursive: true, force: true })
  }
}

/** No article says what another says: the sentinel would take it out, and that is not what sites make it do. */
function* proseOf(number: number): Generator<string> {
  const prose = new Prose(number)
  for (;;) yield prose.paragraph(5, prose.name())
}

/** Pages of articles as a site would send them whole, each made as large as pages are. */
async function writePages(
  edition: string,
  root: string,
  paper: Running,
): Promise<readonly string[]> {
  const articles = join(edition, 'articles')
  const files = (await readdir(articles, { recursive: true })).filter((name) =>
    name.endsWith('.md'),
  )
  const paths = files.map((file) => `/${file.slice(0, -'.md'.length)}`)
  for (const path of paths) {
    const { bytes } = await ask(paper.address + path, { 'Accept-Encoding': 'identity' })
    await put(join(root, path, 'index.html'), grown(bytes.toString()))
  }
  await put(join(root, 'index.html'), '<!doctype html><title>The front page</title>')
  return paths
}

/**
 * With as much around the text as makes a page of the usual size, in the parts that pages have: half of it styles and
 * scripts in the page, as block themes write them, half navigation and teasers with pictures.
 */
function grown(html: string): string {
  const missing = Math.max(0, PAGE_BYTES - html.length)
  const style = `<style>${filled(missing * 0.35, rule)}</style>`
  const script = `<script>${filled(missing * 0.15, statement)}</script>`
  const around = `<nav><ul>${filled(missing * 0.15, menuItem)}</ul></nav>${filled(missing * 0.35, teaser)}`
  return html.replace('</head>', `${style}${script}</head>`).replace('</body>', `${around}</body>`)
}

function filled(bytes: number, part: (number: number) => string): string {
  let text = ''
  for (let number = 0; text.length < bytes; number++) text += part(number)
  return text
}

const rule = (number: number) =>
  `.block-${number}{margin:0 0 ${number % 9}px;padding:${number % 7}px;color:var(--ink-${number % 5});font-size:clamp(1rem,${number % 4}vw,2rem)}\n`
const statement = (number: number) =>
  `window.dataLayer=window.dataLayer||[];window.dataLayer.push({event:"part-${number}",at:${number * 17}});\n`
const menuItem = (number: number) =>
  `<li class="menu-item menu-item-${number}"><a href="/topic-${number}">Topic number ${number}</a></li>\n`
const teaser = (number: number) =>
  `<div class="card card-${number}"><a href="/topic-${number}/page"><img src="/images/picture-${number}-300x200.jpg" srcset="/images/picture-${number}.jpg 2x" width="300" height="200" alt="Picture ${number}" loading="lazy"></a><h3><a href="/topic-${number}/page">What stands behind link number ${number}</a></h3></div>\n`

interface Times {
  readonly origin: readonly number[]
  readonly gate: readonly number[]
}

async function measure(paths: readonly string[], origin: Running, gate: Running): Promise<Times> {
  const times = { origin: [] as number[], gate: [] as number[] }
  for (const [index, path] of paths.entries()) {
    const direct = await timeOf(origin.address + path)
    const through = await timeOf(gate.address + path)
    if (index < WARM_UP) continue
    times.origin.push(direct)
    times.gate.push(through)
  }
  return times
}

async function timeOf(url: string): Promise<number> {
  const began = performance.now()
  const { status } = await ask(url, {})
  if (status !== 200) throw new Error(`${url} answered ${status}`)
  return performance.now() - began
}

function linesOf({ origin, gate }: Times): readonly string[] {
  const added = gate.map((time, index) => time - (origin[index] ?? 0))
  const line = (name: string, times: readonly number[]) =>
    `${name.padEnd(16)} p50 ${median(times).toFixed(1).padStart(6)} ms   p95 ${percentile(times, 0.95).toFixed(1).padStart(6)} ms`
  return [line('the site itself', origin), line('through the gate', gate), line('added', added)]
}

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0
}
