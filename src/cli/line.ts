// Line: which command a line of the command line means, and what is said when it means none.
import { ownVersion } from '../audit/version.ts'
import { nearest } from '../core/nearest.ts'
import type { Command, Terminal } from './command.ts'

interface Entry {
  readonly name: string
  /** What it does, in a few words. */
  readonly summary: string
  /** Each command brings its own parts: a mistyped one should not wait for those of the server. */
  readonly load: () => Promise<Command>
}

const COMMANDS: readonly Entry[] = [
  {
    name: 'serve',
    summary: 'serve a newspaper: a folder of articles, or the site that it stands in front of',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'check',
    summary: 'list every fault of an edition, with file, line and how to mend it',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'explain',
    summary: 'say what a reader gets of an article, and why',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'audit',
    summary: 'say where paid text gets out of a site, and how to close it',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'init',
    summary: 'begin a publication of your own in a new folder, or in front of a site',
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'open',
    summary: 'lift the wall for a section, a tag or everything, until a time',
    load: async () => (await import('./open.ts')).open,
  },
  {
    name: 'withdraw',
    summary: 'take an article away for good, from readers and from the disk',
    load: async () => (await import('./withdraw.ts')).withdraw,
  },
  {
    name: 'purge',
    summary: 'forget what is kept of a site behind the gate, so that it is asked for anew',
    load: async () => (await import('./purge.ts')).purge,
  },
  {
    name: 'keys',
    summary: 'list, rotate or drop the secrets that sign cookies and preview addresses',
    load: async () => (await import('./keys.ts')).keys,
  },
  {
    name: 'readers',
    summary: 'bring payers of another system along, from a CSV file',
    load: async () => (await import('./readers.ts')).readers,
  },
  {
    name: 'reader',
    summary: 'help one reader: show, grant, revoke, log out, send a mail to log in',
    load: async () => (await import('./reader.ts')).reader,
  },
  {
    name: 'db',
    summary: 'back up and restore the accounts',
    load: async () => (await import('./db.ts')).db,
  },
  {
    name: 'doctor',
    summary: 'write a report to send with a question, without secrets or readers in it',
    load: async () => (await import('./doctor.ts')).doctor,
  },
]

/** Carries out `standfirst NAME …ARGS`; gives the exit code. */
export async function runLine(
  [name, ...args]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (name === undefined) {
    terminal.err(overview())
    return 1
  }
  if (name === '--version' || name === '-v') return printVersion(terminal)
  if (name === 'help' || name === '--help' || name === '-h') return help(args[0], terminal)
  const command = COMMANDS.find((one) => one.name === name)
  if (command === undefined) return unknownCommand(name, terminal)
  if (args.includes('--help') || args.includes('-h')) return help(name, terminal)
  return (await command.load()).run(args, terminal)
}

async function help(name: string | undefined, terminal: Terminal): Promise<number> {
  const command = COMMANDS.find((one) => one.name === name)
  if (name !== undefined && command === undefined) return unknownCommand(name, terminal)
  terminal.out(command === undefined ? overview() : (await command.load()).usage)
  return 0
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2
  const list = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`)
  return [
    'standfirst COMMAND …',
    '',
    ...list,
    '',
    '`standfirst help COMMAND` says more of one; `standfirst --version` which Standfirst this is.',
  ].join('\n')
}

function unknownCommand(name: string, terminal: Terminal): number {
  const names = COMMANDS.map((one) => one.name)
  const meant = nearest(name, names)
  terminal.err(
    `There is no command ${name}${meant === undefined ? `; there are ${names.join(', ')}.` : `; did you mean ${meant}?`}`,
  )
  return 1
}

async function printVersion(terminal: Terminal): Promise<number> {
  terminal.out(await ownVersion())
  return 0
}
