// standfirst init: a small publication that works with no editing, copied out of editions/first.
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localDates } from '../core/calendar.ts'
import { type Command, readArguments, refuse } from './command.ts'
import { IGNORED, put, quoted, readItWith } from './written-text.ts'

const FIRST_EDITION = fileURLToPath(new URL('../../editions/first', import.meta.url))

/** The day that the first edition was written for; its articles come out as many days before today as before this. */
const WRITTEN_FOR = Date.parse('2026-01-03')

export const init: Command = {
  usage: `standfirst init DIR [--name NAME]
standfirst init DIR --origin URL [--name NAME]

Writes a small publication into the folder DIR, which must be new or empty: a configuration, three
articles, a front page. It can be served as it is.

  --name NAME    the newspaper's name; made from the folder's, or said by the site, when left out
  --origin URL   stand in front of the site at URL instead: looks at it with some twenty requests, one
                 after the other, shows what it finds and where articles would be cut, and writes the
                 configuration. The site itself is not touched`,
  async run(args, terminal) {
    const read = readArguments(args, { name: { type: 'string' }, origin: { type: 'string' } }, 1)
    if (!read.ok) return refuse(read.detail, terminal)
    const [written] = read.value.positionals
    if (written === undefined) return refuse('Say where: standfirst init my-newspaper', terminal)
    const dir = resolve(terminal.folder, written)
    const { origin: url, name: said } = read.value.values
    const name = said ?? nameOf(basename(dir))
    if (!/^[^\p{Cc}]*\S[^\p{Cc}]*$/u.test(name) || name.length > 100)
      return refuse('A name is one line of at most 100 characters.', terminal)
    try {
      const present = (await readdir(dir).catch(() => [])).filter((one) => one !== '.git')
      if (present.length > 0)
        return refuse(
          `${dir} is not empty: choose a new folder, so that nothing is lost.`,
          terminal,
        )
      if (url !== undefined)
        return (await import('./init-origin.ts')).initOrigin(
          { url, dir, written, name: said },
          terminal,
        )
      const files = await writeEdition(dir, name, Date.now())
      for (const file of files) terminal.out(`  ${join(written, file)}`)
      terminal.out(`${name} is ready. ${readItWith(written, terminal)}`)
      return 0
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return refuse(`${dir} cannot be written: ${why}`, terminal)
    }
  },
}

/** Gives the files it wrote, relative to the folder. */
async function writeEdition(dir: string, name: string, now: number): Promise<string[]> {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const entries = await readdir(FIRST_EDITION, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(FIRST_EDITION, join(entry.parentPath, entry.name)))
    .sort()
  await put(dir, '.gitignore', IGNORED)
  for (const file of files) {
    const text = await readFile(join(FIRST_EDITION, file), 'utf8')
    await put(dir, file, adapt(file, text, { name, timeZone, now }))
  }
  return ['.gitignore', ...files]
}

function adapt(
  file: string,
  text: string,
  { name, timeZone, now }: { name: string; timeZone: string; now: number },
): string {
  if (file.endsWith('.config.ts'))
    return text
      .replace("'My Newspaper'", () => quoted(name))
      .replace("timeZone: 'UTC'", () => `timeZone: ${quoted(timeZone)}`)
  if (file === 'README.md') return text.replace('My Newspaper', () => name)
  if (!file.endsWith('.md')) return text
  return text.replace(/^published: (\S+)$/m, (_, date: string) => {
    const before = WRITTEN_FOR - Date.parse(date)
    return `published: ${localDates(timeZone)(now - before)}`
  })
}

/** `harbour-news` → `Harbour News`. */
function nameOf(folder: string): string {
  const words = folder.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return (
    words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || 'My Newspaper'
  )
}
