// standfirst keys: the publication's secrets, listed without being shown, renewed, and dropped when they leaked.
import { openDataFolder } from '../store/data-folder.ts'
import { dropKey, type KeyInfo, listKeys, rotateKeys } from '../store/key-ring.ts'
import { type Command, readArguments, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, DATA_USAGE, dataDirOf } from './data-option.ts'

export const keys: Command = {
  usage: `standfirst keys list|rotate [--data DIR]
standfirst keys drop ID [--data DIR]

list     names the keys, newest first, and never shows them.
rotate   makes a new key that signs from now on. Older ones go on verifying for 400 days, so that
         nobody loses a meter or is logged out. A running server sees it within a second.
drop ID  takes a key away that others may know. Readers whose pass it signed are logged out, meters
         it signed begin anew, and its preview addresses end. The only key stays: rotate first.

${DATA_USAGE}`,
  async run(args, terminal) {
    const read = readArguments(args, DATA_OPTION, 2)
    if (!read.ok) return refuse(read.detail, terminal)
    const [action, id] = read.value.positionals
    if (terminal.env['STANDFIRST_KEYS']) {
      terminal.err(
        'The keys come from STANDFIRST_KEYS: put a new one first in it, keep the others but those that leaked, and restart.',
      )
      return 1
    }
    const dataDir = dataDirOf(read.value.values.data, terminal)
    if (action === 'drop') return drop(id, dataDir, terminal)
    if (id !== undefined) return refuse(`What is ${id} for? It is one too many.`, terminal)
    if (action === 'list') return list(dataDir, terminal)
    if (action === 'rotate') return rotate(dataDir, terminal)
    return refuse('Say what to do: standfirst keys list, rotate or drop.', terminal)
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

async function drop(id: string | undefined, dataDir: string, terminal: Terminal): Promise<number> {
  if (id === undefined)
    return refuse('Say which: standfirst keys drop ID; standfirst keys list names them.', terminal)
  const folder = await openDataFolder(dataDir)
  if (!folder.ok) return refuse(folder.detail, terminal)
  try {
    const dropped = await dropKey(folder.value.path, id)
    if (!dropped.ok)
      return refuse(
        dropped.reason === 'only'
          ? `${id} is the only key and signs: standfirst keys rotate first, then drop it.`
          : `There is no key ${id} in ${dataDir}: standfirst keys list names them.`,
        terminal,
      )
    terminal.out(`${id} is dropped. As soon as a running server has read that, readers whose pass`)
    terminal.out(
      'it signed are logged out, meters it signed begin anew, its preview addresses end.',
    )
    for (const [index, key] of dropped.value.entries()) terminal.out(lineOf(key, index))
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
