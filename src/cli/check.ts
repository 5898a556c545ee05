// standfirst check: every fault of an edition, with file, line and how to mend it, before a reader meets it.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, loadConfig, practiceFault } from '../config.ts'
import { checkEdition } from '../content/folder/check.ts'
import { type Fault, faultLine } from '../core/fault.ts'
import { openEdition } from '../node/open-edition.ts'
import { type Command, countOf, readArguments, refuse, type Terminal } from './command.ts'
import { nearMisses } from './near-misses.ts'

export const check: Command = {
  usage: `standfirst check [EDITION]

Reads the configuration, the front page's order and every article of the edition in the folder
EDITION (without it, the one you are in). Exit code 1 when anything has to be mended.`,
  async run(args, terminal) {
    const read = readArguments(args, {}, 1)
    if (!read.ok) return refuse(read.detail, terminal)
    const edition = resolve(terminal.folder, read.value.positionals[0] ?? '.')
    const config = await loadConfig(edition, terminal.env)
    if (config.ok) return checkArticles(edition, config.value, terminal)
    sayFaults(config.faults, terminal)
    // Without the folder there is nothing that depends on anything.
    if (existsSync(edition))
      terminal.out('What stands in the articles depends on the configuration: mend that first.')
    return 1
  },
}

async function checkArticles(edition: string, config: Config, terminal: Terminal): Promise<number> {
  const opened = await openEdition(edition, config, { isWithdrawn: () => false }, () => {})
  if (!opened.ok) return refuse(opened.detail, terminal)
  const content = opened.value
  try {
    const practice = practiceFault(config)
    const articles = await checkEdition(content)
    const { latest } = content.edition()
    const ofConfig = [...(practice === undefined ? [] : [practice]), ...nearMisses(config, latest)]
    const faults = [...ofConfig, ...articles]
    sayFaults(faults, terminal)
    const count = latest.length
    if (faults.length === 0) terminal.out(`${countOf(count)}, no faults.`)
    return faults.length === 0 ? 0 : 1
  } finally {
    await content.close()
  }
}

function sayFaults(faults: readonly Fault[], { out }: Terminal): void {
  for (const fault of faults) out(faultLine(fault))
  if (faults.length > 0) out(faults.length === 1 ? '1 fault.' : `${faults.length} faults.`)
}
