// standfirst check: every fault of an edition, with file, line and how to mend it, before a reader meets it.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, loadConfig, practiceFaults } from '../config.ts'
import { checkEdition } from '../content/folder/check.ts'
import { type Fault, faultLine } from '../core/fault.ts'
import type { OriginSettings } from '../core/origin.ts'
import { openEdition } from '../node/open-edition.ts'
import { ownWallFaults } from '../node/own-wall.ts'
import { plain } from './audit-lines.ts'
import {
  type Command,
  countOf,
  readArguments,
  readNumber,
  refuse,
  type Terminal,
} from './command.ts'
import { nearMisses } from './near-misses.ts'

export const check: Command = {
  usage: `standfirst check [EDITION] [--most 50]

Reads the configuration, the front page's order and every article of the edition in the folder
EDITION (without it, the one you are in). Exit code 1 when anything has to be mended.

Where Standfirst stands in front of a site, pages that its feeds, site maps and front page name are
read there, one after the other, and looked at as readers would get them.

  --most N   how many pages of the site at most; 50 when left out`,
  async run(args, terminal) {
    const read = readArguments(args, { most: { type: 'string' } }, 1)
    if (!read.ok) return refuse(read.detail, terminal)
    const most = readNumber('most', read.value.values.most ?? '50', 10_000)
    if (!most.ok) return refuse(most.detail, terminal)
    const edition = resolve(terminal.folder, read.value.positionals[0] ?? '.')
    const config = await loadConfig(edition, terminal.env)
    if (config.ok)
      return config.value.origin === undefined
        ? checkArticles(edition, config.value, terminal)
        : checkOrigin(config.value, config.value.origin, most.value, terminal)
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
    const articles = await checkEdition(content)
    const { latest } = content.edition()
    const ofConfig = [...practiceFaults(config), ...nearMisses(config, latest)]
    const faults = [...ofConfig, ...articles]
    sayFaults(faults, terminal)
    const count = latest.length
    if (faults.length === 0) terminal.out(`${countOf(count)}, no faults.`)
    return faults.length === 0 ? 0 : 1
  } finally {
    await content.close()
  }
}

async function checkOrigin(
  config: Config,
  settings: OriginSettings,
  most: number,
  terminal: Terminal,
): Promise<number> {
  const { checkSite } = await import('./check-origin.ts')
  const checked = await checkSite(config, settings, most)
  if (!checked.ok) return refuse(plain(checked.detail), terminal)
  const { faults: ofSite, notes, counts } = checked.value
  const ofConfig = [...ownWallFaults(config), ...practiceFaults(config)]
  const faults = [...ofConfig, ...ofSite]
  for (const note of notes) terminal.out(plain(note))
  sayFaults(faults, terminal)
  terminal.out(`${counts}${faults.length === 0 ? ', no faults' : ''}.`)
  return faults.length === 0 ? 0 : 1
}

function sayFaults(faults: readonly Fault[], { out }: Terminal): void {
  for (const fault of faults) out(plain(faultLine(fault)))
  if (faults.length > 0) out(faults.length === 1 ? '1 fault.' : `${faults.length} faults.`)
}
