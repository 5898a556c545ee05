// standfirst db: the accounts in one file, made while they are served, and put back while they are not.
import { resolve } from 'node:path'
import { backupAccounts } from '../store/accounts/backup.ts'
import { restoreAccounts } from '../store/accounts/restore.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { type Command, readArguments, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, DATA_USAGE, dataDirOf } from './data-option.ts'

export const db: Command = {
  usage: `standfirst db backup FILE [--data DIR]
standfirst db restore FILE [--data DIR]

backup    writes the accounts, as they are at one moment, to the new file FILE. A server may run
          meanwhile. FILE holds the readers' addresses: keep it where only you can read it.
restore   puts a backup in the place of the accounts, after looking whether it is whole and of a
          version that this Standfirst reads. No server may run on the data folder. What was there
          is kept beside it, and the command says where.

The keys in DIR/keys.json are not in it: copy that file as well, or every reader has to log in anew.

${DATA_USAGE}`,
  async run(args, terminal) {
    const read = readArguments(args, DATA_OPTION, 2)
    if (!read.ok) return refuse(read.detail, terminal)
    const [action, written] = read.value.positionals
    if (action !== 'backup' && action !== 'restore')
      return refuse('Say what to do: standfirst db backup FILE, or db restore FILE.', terminal)
    if (written === undefined)
      return refuse(`Say which file: standfirst db ${action} FILE`, terminal)
    const file = resolve(terminal.folder, written)
    const dataDir = dataDirOf(read.value.values.data, terminal)
    return action === 'backup' ? backup(dataDir, file, terminal) : restore(dataDir, file, terminal)
  },
}

async function backup(dataDir: string, file: string, terminal: Terminal): Promise<number> {
  const made = await backupAccounts(dataDir, file)
  if (!made.ok) return refuse(sentence(made.detail), terminal)
  terminal.out(`The accounts are in ${file}, ${inMegabytes(made.value)}, whole and checked.`)
  return 0
}

async function restore(dataDir: string, file: string, terminal: Terminal): Promise<number> {
  const folder = await openDataFolder(dataDir)
  if (!folder.ok) return refuse(folder.detail, terminal)
  const restored = await restoreAccounts(folder.value.path, file)
  if (!restored.ok) return refuse(sentence(restored.detail), terminal)
  terminal.out(`The accounts of ${folder.value.path} are those of ${file}.`)
  if (restored.value !== undefined)
    terminal.out(
      `What was there is kept in ${restored.value}; delete it, and what begins with its name, when you need it no longer.`,
    )
  terminal.out('Who deleted their account since the backup has one again: delete it anew.')
  return 0
}

function sentence(detail: string): string {
  return /[.?!]$/.test(detail) ? detail : `${detail}.`
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
