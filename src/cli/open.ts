// standfirst open: lifts the wall for a time, in storms and on election nights, and restores it.
import { join } from 'node:path'
import { loadConfig } from '../config.ts'
import { nearest } from '../core/nearest.ts'
import type { Opening } from '../core/policy.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { openEdition } from '../node/open-edition.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { addOpening, closeOpenings, readOpenings } from '../store/orders.ts'
import { readServing, type ServingNote } from '../store/serving.ts'
import { notYet, untilTakenIn } from './ask-server.ts'
import { type Command, readArguments, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, dataDirOf, dataUsage } from './data-option.ts'
import { instantInWords, untilOf } from './until.ts'

const OPTIONS = {
  ...DATA_OPTION,
  section: { type: 'string' },
  tag: { type: 'string' },
  all: { type: 'boolean' },
  until: { type: 'string' },
  list: { type: 'boolean' },
  close: { type: 'boolean' },
} as const

export const open: Command = {
  usage: `standfirst open --section S|--tag T|--all --until TIME [--data DIR]
standfirst open --list
standfirst open --close

Everybody reads what is opened, whole and without using up their meter. A running server is asked
whether it has taken it in; without one it holds as soon as a server runs. It ends by itself.

  --until TIME   23:00 (the next time clocks show it), 3h, 90m, 2d, "2026-11-24 06:00", or an
                 instant with its offset. Times without one are the publication's own.
  --list         says what is open now
  --close        restores every wall at once
${dataUsage(17)}`,
  async run(args, terminal) {
    const read = readArguments(args, OPTIONS, 0)
    if (!read.ok) return refuse(read.detail, terminal)
    const folder = await openDataFolder(dataDirOf(read.value.values.data, terminal))
    if (!folder.ok) return refuse(folder.detail, terminal)
    const dataDir = folder.value.path
    try {
      const where = await whereOf(dataDir, terminal)
      const { list, close, ...wish } = read.value.values
      if (list) return await sayWhatIsOpen(dataDir, where, terminal)
      if (close) return await restore(dataDir, where, terminal)
      const opening = openingOf(wish, where)
      if (!opening.ok) return refuse(opening.detail, terminal)
      await addOpening(dataDir, opening.value, Date.now())
      const order = `the wall is lifted for ${inWords(opening.value, where.timeZone)}`
      const code = await sayWhetherItHolds([order], { dataDir, serving: where.serving }, terminal)
      // Afterwards: reading an edition takes a moment, and the storm does not wait.
      if (wish.tag !== undefined) await sayWhoHas(wish.tag, where.serving, terminal)
      return code
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const what = read.value.values.list ? 'read' : 'changed'
      const file = join(dataDir, 'openings.json')
      return refuse(
        `The openings in ${dataDir} cannot be ${what}: ${why}. If ${file} is broken, mend it, or delete it, which restores every wall.`,
        terminal,
      )
    }
  },
}

/** What is known of the publication: all of it while a server runs, else only what this machine's clock shows. */
interface Where {
  readonly serving: ServingNote | undefined
  readonly timeZone: string
  /** Ids; none means that any may be named. */
  readonly sections: readonly string[]
}

async function whereOf(dataDir: string, { env }: Terminal): Promise<Where> {
  const serving = await readServing(dataDir)
  const config = serving && (await loadConfig(serving.edition, env))
  if (config?.ok) {
    const { timeZone, sections } = config.value.site.publication
    return { serving, timeZone, sections: sections.map(({ id }) => id) }
  }
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return { serving, timeZone, sections: [] }
}

function openingOf(
  wish: {
    readonly section?: string | undefined
    readonly tag?: string | undefined
    readonly all?: boolean | undefined
    readonly until?: string | undefined
  },
  { timeZone, sections }: Where,
): Result<Opening, 'usage'> {
  const { section, tag, all, until: written } = wish
  const scopes: Opening['scope'][] = []
  if (section !== undefined) scopes.push({ kind: 'section', section })
  if (tag !== undefined) scopes.push({ kind: 'tag', tag })
  if (all) scopes.push({ kind: 'all' })
  const [scope, second] = scopes
  if (scope === undefined || second !== undefined)
    return failed('usage', 'Say what to open: one of --section S, --tag T and --all.')
  if (section !== undefined && sections.length > 0 && !sections.includes(section)) {
    const meant = nearest(section, sections)
    const mend =
      meant === undefined ? `there are ${sections.join(', ')}.` : `did you mean ${meant}?`
    return failed('usage', `There is no section ${section}; ${mend}`)
  }
  if (written === undefined) return failed('usage', 'Say until when: --until 23:00, --until 3h.')
  const now = Date.now()
  const until = untilOf(written, now, timeZone)
  if (until === undefined)
    return failed('usage', `--until ${written} is no time: write 23:00, 3h or "2026-11-24 06:00".`)
  if (until <= now)
    return failed('usage', `--until ${written} is over: ${instantInWords(until, timeZone)}.`)
  return ok({ scope, until })
}

/** A tag that no article has opens nothing: it may be meant for one to come, or be mistyped. */
async function sayWhoHas(
  tag: string,
  serving: ServingNote | undefined,
  { env, err }: Terminal,
): Promise<void> {
  if (serving === undefined) return
  const config = await loadConfig(serving.edition, env)
  if (!config.ok) return
  const nothing = { isWithdrawn: () => false }
  const opened = await openEdition(serving.edition, config.value, nothing, () => {})
  if (!opened.ok) return
  const tags = opened.value.edition().latest.flatMap((article) => article.tags)
  await opened.value.close()
  if (tags.includes(tag)) return
  const meant = nearest(tag, [...new Set(tags)])
  err(
    `No article has the tag ${tag} yet${meant === undefined ? '.' : `; did you mean ${meant}? \`standfirst open --close\` takes it back.`}`,
  )
}

async function sayWhatIsOpen(
  dataDir: string,
  { timeZone }: Where,
  { out }: Terminal,
): Promise<number> {
  const openings = await readOpenings(dataDir, Date.now())
  if (openings.length === 0) out('No wall is lifted.')
  for (const opening of openings) out(inWords(opening, timeZone))
  return 0
}

async function restore(dataDir: string, where: Where, terminal: Terminal): Promise<number> {
  const openings = await closeOpenings(dataDir, Date.now())
  if (openings.length === 0) terminal.out('No wall was lifted.')
  const restored = openings.map(
    (opening) => `the wall is restored; it was lifted for ${inWords(opening, where.timeZone)}`,
  )
  // Asked also where nothing was open: the server may still hold to what was closed before.
  return sayWhetherItHolds(restored, { dataDir, serving: where.serving }, terminal)
}

/** Says what was ordered, and of a running server only what it says itself; exit code 1 when it does not say so. */
async function sayWhetherItHolds(
  orders: readonly string[],
  { dataDir, serving }: { readonly dataDir: string; readonly serving: ServingNote | undefined },
  { out, err }: Terminal,
): Promise<number> {
  for (const order of orders) out(`Ordered: ${order}.`)
  if (serving === undefined) {
    if (orders.length > 0) out(`No server is running on ${dataDir}; it holds as soon as one is.`)
    return 0
  }
  const objection = await untilTakenIn(serving, dataDir)
  if (objection === undefined) {
    if (orders.length > 0) out(`The server at ${serving.address} has taken it in.`)
    return 0
  }
  err(notYet(serving, objection))
  return 1
}

function inWords({ scope, until }: Opening, timeZone: string): string {
  return `${scopeInWords(scope)} until ${instantInWords(until, timeZone)}`
}

function scopeInWords(scope: Opening['scope']): string {
  switch (scope.kind) {
    case 'all':
      return 'everything'
    case 'section':
      return `the section ${scope.section}`
    case 'tag':
      return `the tag ${scope.tag}`
  }
}
