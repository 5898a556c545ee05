// Init for an origin: a folder whose configuration stands in front of a site that is there already.
import { join } from 'node:path'
import { ownVersion } from '../audit/version.ts'
import { plain } from './audit-lines.ts'
import { refuse, type Terminal } from './command.ts'
import { configText, readmeText } from './origin/config-text.ts'
import { articlesAmong, type FirstLook, lookAtSite } from './origin/first-look.ts'
import { lookLines } from './origin/look-lines.ts'
import { NAME_IT } from './origin/passed-over.ts'
import { IGNORED, put, readItWith } from './written-text.ts'

export interface OriginOrder {
  readonly url: string
  /** Absolute, and as it was written. */
  readonly dir: string
  readonly written: string
  /** The newspaper's name; undefined: what the site calls itself. */
  readonly name: string | undefined
}

export async function initOrigin(order: OriginOrder, terminal: Terminal): Promise<number> {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const agent = `standfirst-init/${await ownVersion()}`
  const looked = await lookAtSite(order.url, { agent, timeZone, now: Date.now() })
  if (!looked.ok) return refuse(plain(looked.detail), terminal)
  const look = looked.value
  // Whoever has read enough (`… | head`) ends the process.
  const files = await writeFolder(order, look, timeZone)
  for (const line of lookLines(look)) terminal.out(plain(line))
  terminal.out('')
  for (const file of files) terminal.out(`  ${join(order.written, file)}`)
  return conclude(order, look, terminal)
}

async function writeFolder(
  { dir, name, url }: OriginOrder,
  look: FirstLook,
  timeZone: string,
): Promise<readonly string[]> {
  const found = {
    ...look,
    name: name ?? look.facts.name,
    timeZone,
    on: new Date().toISOString().slice(0, 10),
    url,
  }
  const files = {
    '.gitignore': IGNORED,
    'README.md': readmeText(found),
    'standfirst.config.ts': configText(found),
  }
  for (const [file, text] of Object.entries(files)) await put(dir, file, text)
  return Object.keys(files)
}

function conclude(
  { written }: OriginOrder,
  { pages, passedOver }: FirstLook,
  terminal: Terminal,
): number {
  const articles = articlesAmong(pages)
  if (articles.length > 0) {
    const gated = articles.filter((one) => one.gated)
    if (gated.length > 0 && gated.every(({ words, wordsBefore }) => words === wordsBefore))
      terminal.out(
        'The site cuts its articles itself, so nobody would get more through Standfirst either. Switch its own paywall off once only Standfirst reaches it.',
      )
    if (gated.length === 0)
      terminal.out(
        'Every article that was read says that it is free, so none would be gated. The rule “all”, which is commented out in the configuration, gates them whatever they say.',
      )
    if (passedOver.length > 0)
      terminal.out(
        plain(`Not gated, though a feed names it: ${passedOver.join(', ')}. For each: ${NAME_IT}.`),
      )
    terminal.out(readItWith(written, terminal))
    return 0
  }
  const isHidden = pages.some(({ reading }) => reading.kind === 'unfindable')
  return refuse(
    isHidden
      ? 'There are articles, and where their text stands was not found, so that nobody would get them: name its element in content.origin.articles.body.'
      : 'None of the pages that were read says that it is an article, so that nothing would be gated: name the addresses of articles in content.origin.articles.paths.',
    terminal,
  )
}
