// standfirst keys: the publication's secrets, listed without being shown, and renewed.
import { openDataFolder } from '../store/data-folder.ts'
import { type KeyInfo, listKeys, rotateKeys } from '../store/key-ring.ts'
import { type Command, readArguments, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, DATA_USAGE, dataDirOf } from './data-option.ts'

export const keys: Command = {
  usage: `standfirst keys list|rotate [--data DIR]

list     names the keys, newest first, and never shows them.
rotate   makes a new key that signs from now on. Older ones go on verifying for 400 days, so that
         nobody loses a meter or is logged out. A running server sees it within a second.

${DATA_USAGE}`,
  async run(args, terminal) {
    const read = readArguments(args, DATA_OPTION, 1)
    if (!read.ok) return refuse(read.detail, terminal)
    const [action] = read.value.positionals
    if (terminal.env['STANDFIRST_KEYS']) {
      terminal.err(
        'The keys come from STANDFIRST_KEYS: put a new one first in it, and keep the others.',
      )
      return 1
    }
    const dataDir = dataDirOf(read.value.values.data, terminal)
    if (action === 'list') return list(dataDir, terminal)
    if (action === 'rotate') return rotate(dataDir, terminal)
    return refuse('Say what to do: standfirst keys list, or standfirst keys rotate.', terminal)
  },
}

async function list(dataDir: string, terminal: Terminal): Promise<number> {
  try {
    const found = await listKeys(dataDir)
    if (found.length === 0)
      terminal.out(`There are no keys in ${dataDir} yet: the first start makes one.`)
    for (const [index, key] of found.entries()) terminal.out(lineOf(key, index))
    return 0
  } catch (error) {
    return unusable(error, dataDir, terminal)
  }
}

async function rotate(dataDir: string, terminal: Terminal): Promise<number> {
  const folder = await openDataFolder(dataDir)
  if (!folder.ok) return refuse(folder.detail, terminal)
  try {
    const left = await rotateKeys(folder.value.path, Date.now())
    for (const [index, key] of left.entries()) terminal.out(lineOf(key, index))
    return 0
  } catch (error) {
    return unusable(error, dataDir, terminal)
  }
}

function lineOf({ id, created }: KeyInfo, index: number): string {
  const role = index === 0 ? 'signs' : 'verifies'
  return `${id}  made ${new Date(created).toISOString().slice(0, 10)}  ${role}`
}

function unusable(error: unknown, dataDir: string, terminal: Terminal): number {
  const why = error instanceof Error ? error.message : String(error)
  return refuse(`The keys in ${dataDir} cannot be used: ${why}`, terminal)
}
