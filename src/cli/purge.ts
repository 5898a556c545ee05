// standfirst purge: forgets what is kept of a site's pages, so that they are asked for anew.
import { existsSync } from 'node:fs'
import { loadConfig } from '../config.ts'
import { addressPath } from '../core/address-path.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { readServing, type ServingNote } from '../store/serving.ts'
import { type Command, countOf, readArguments, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, DATA_USAGE, dataDirOf } from './data-option.ts'
import { openKept } from './origin/kept.ts'

const OPTIONS = { ...DATA_OPTION, all: { type: 'boolean' } } as const
const MOST_PATHS = 1000
const WITHIN_MS = 10_000

export const purge: Command = {
  usage: `standfirst purge PATH… [--data DIR]
standfirst purge --all [--data DIR]

Where Standfirst stands in front of a site: forgets what is kept of these addresses, in memory and on
disk, so that the site is asked for them anew. A running server is told so at its address that
purges, with STANDFIRST_PURGE_SECRET of the environment.

  --all        all addresses
${DATA_USAGE}`,
  async run(args, terminal) {
    const read = readArguments(args, OPTIONS, MOST_PATHS)
    if (!read.ok) return refuse(read.detail, terminal)
    const { values, positionals } = read.value
    const asked = askedFor(positionals, values.all === true)
    if (!asked.ok) return refuse(asked.detail, terminal)
    const dataDir = dataDirOf(values.data, terminal)
    const serving = await readServing(dataDir).catch(() => undefined)
    const forgotten =
      serving === undefined
        ? await onDisk(dataDir, asked.value)
        : await byServer(serving, asked.value, terminal)
    if (!forgotten.ok) return refuse(forgotten.detail, terminal)
    terminal.out(`${countOf(forgotten.value, 'answer')} forgotten.`)
    return 0
  },
}

/** Paths, or undefined for all. */
function askedFor(
  written: readonly string[],
  all: boolean,
): Result<readonly string[] | undefined, 'usage'> {
  if (all && written.length > 0)
    return failed('usage', '--all forgets all addresses: name none beside it.')
  if (all) return ok(undefined)
  if (written.length === 0)
    return failed('usage', 'Say which address: standfirst purge /path, or --all.')
  const paths: string[] = []
  for (const one of written) {
    const url = /^(?:\/|https?:\/\/)/.test(one) ? URL.parse(one, 'https://localhost') : null
    if (url === null) return failed('usage', `${one} is no address: write /path.`)
    paths.push(url.pathname)
  }
  return ok(paths)
}

async function onDisk(
  dataDir: string,
  paths: readonly string[] | undefined,
): Promise<Result<number, 'unusable'>> {
  if (!existsSync(dataDir))
    return failed('unusable', `${dataDir} is not there: name the server’s data folder with --data.`)
  const kept = await openKept(dataDir)
  if (!kept.ok) return kept
  try {
    if (paths === undefined) return ok(await kept.value.clear())
    let forgotten = 0
    for (const path of paths) forgotten += await kept.value.remove(addressPath(path))
    return ok(forgotten)
  } finally {
    await kept.value.close()
  }
}

async function byServer(
  { health, edition }: ServingNote,
  paths: readonly string[] | undefined,
  { env }: Terminal,
): Promise<Result<number, 'refused'>> {
  const config = await loadConfig(edition, env)
  if (config.ok && config.value.origin === undefined)
    return failed('refused', `${edition} is a folder of articles: nothing is kept of another site.`)
  const secret = env['STANDFIRST_PURGE_SECRET']
  if (!secret)
    return failed(
      'refused',
      'A running server is told by its secret: set STANDFIRST_PURGE_SECRET as it has it, or stop it first.',
    )
  try {
    const answer = await fetch(new URL('purge', health), {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(paths === undefined ? { all: true } : { paths }),
      redirect: 'manual',
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    if (answer.status === 404)
      return failed(
        'refused',
        'The server was started without STANDFIRST_PURGE_SECRET, or with another one.',
      )
    const said: unknown = await answer.json()
    return typeof said === 'object' && said !== null && 'purged' in said
      ? ok(Number(said.purged))
      : failed('refused', `The server answers ${answer.status}.`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return failed('refused', `The server cannot be asked: ${why}`)
  }
}
