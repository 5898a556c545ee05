// standfirst doctor: what there is and how it stands, to be sent with a question. It says how many and which kind, never
// who or what: no address, no name, no key, no password, no text.
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { arch, availableParallelism, homedir, release, totalmem, type } from 'node:os'
import { join, resolve } from 'node:path'
import { ownVersion } from '../audit/version.ts'
import { type Config, loadConfig } from '../config.ts'
import { openEdition } from '../node/open-edition.ts'
import { readServing } from '../store/serving.ts'
import { type Command, readArguments, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, DATA_USAGE, dataDirOf } from './data-option.ts'
import { configFacts, type Fact } from './doctor-config.ts'
import { accountFacts, dataFacts } from './doctor-data.ts'

export const doctor: Command = {
  usage: `standfirst doctor [EDITION] [--data DIR]

Prints a report to send with a question: versions, configuration, how many articles, readers and
mails there are, and how the data folder stands. No address, name, key, password or text is in it.
EDITION is the edition's folder; when left out, the one that is being served, else the one you are
in. Nothing is changed.

${DATA_USAGE}`,
  async run(args, terminal) {
    const read = readArguments(args, DATA_OPTION, 1)
    if (!read.ok) return refuse(read.detail, terminal)
    const { values, positionals } = read.value
    const dataDir = dataDirOf(values.data, terminal)
    const serving = await readServing(dataDir).catch(() => undefined)
    const written = positionals[0]
    const edition =
      written === undefined
        ? (serving?.edition ?? terminal.folder)
        : resolve(terminal.folder, written)
    const facts: readonly Fact[] = [
      ...(await machineFacts()),
      [
        'Serving',
        serving === undefined
          ? 'no'
          : `${servedFrom(serving.edition === edition)}, ${await sinceOf(dataDir)}`,
      ],
      ...(await editionFacts(edition, terminal)),
      ...environmentFacts(terminal),
      ...(await dataFacts(dataDir)),
      ...(await accountFacts(dataDir, Date.now())),
    ]
    const withoutPlaces = redaction([dataDir, edition, terminal.folder, homedir()])
    for (const [about, said] of facts) terminal.out(`${about.padEnd(15)}${withoutPlaces(said)}`)
    return 0
  },
}

async function machineFacts(): Promise<readonly Fact[]> {
  const gigabytes = (totalmem() / 2 ** 30).toFixed(1)
  return [
    ['Standfirst', await ownVersion()],
    ['Node', `${process.version}, SQLite ${process.versions.sqlite ?? 'unknown'}`],
    [
      'Machine',
      `${type()} ${release()} ${arch()}, ${availableParallelism()} cores, ${gigabytes} GB`,
    ],
    ['Written', new Date().toISOString()],
  ]
}

/** With another one's data folder, half of the report is about another newspaper. */
function servedFrom(isThisEdition: boolean): string {
  return isThisEdition ? 'yes' : 'yes, but another edition: --data may name the wrong folder'
}

async function sinceOf(dataDir: string): Promise<string> {
  const note = await stat(join(dataDir, 'serving.json')).catch(() => undefined)
  return note === undefined ? 'since an unknown time' : `since ${note.mtime.toISOString()}`
}

async function editionFacts(edition: string, { env }: Terminal): Promise<readonly Fact[]> {
  if (!existsSync(edition)) return [['Edition', 'there is no such folder']]
  const config = await loadConfig(edition, env)
  if (config.ok)
    return [...configFacts(config.value), ['Articles', await articlesIn(edition, config.value)]]
  // What a fault says may repeat what was written; which field it is about does not.
  const fields = config.faults.map(
    ({ file, field, line }) => `${field ?? file} (line ${line ?? '?'})`,
  )
  return [['Configuration', `${config.faults.length} faults: ${fields.join(', ')}`]]
}

async function articlesIn(edition: string, config: Config): Promise<string> {
  if (config.origin !== undefined) return 'on the site behind it'
  const opened = await openEdition(edition, config, { isWithdrawn: () => false }, () => {})
  if (!opened.ok) return `cannot be read: ${opened.detail}`
  const content = opened.value
  try {
    const { latest } = content.edition()
    const out = latest.filter(({ published }) => published <= Date.now()).length
    return `${latest.length}, of which ${out} are out; ${content.faults().length} faults`
  } finally {
    await content.close()
  }
}

/** Which settings come from the environment; what they are set to is not said. */
function environmentFacts({ env }: Terminal): readonly Fact[] {
  const names = Object.keys(env).filter((name) =>
    /^(?:STANDFIRST_|NODE_|DATABASE_URL$|TZ$)/.test(name),
  )
  return [['Environment', names.length === 0 ? 'sets nothing' : `sets ${names.sort().join(', ')}`]]
}

/** Folders may be named after people, and reasons of others may quote an address. */
function redaction(places: readonly string[]): (said: string) => string {
  const longestFirst = places
    .filter((place) => place.length > 1)
    .sort((a, b) => b.length - a.length)
  return (said) =>
    longestFirst.reduce((text, place) => text.replaceAll(place, '…'), said).replace(/\S*@\S*/g, '…')
}
