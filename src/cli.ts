// The command line: which command is meant, and what it says when it cannot be carried out.
import { ownVersion } from './audit/version.ts'
import type { Command, Terminal } from './cli/command.ts'
import { nearest } from './core/nearest.ts'

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
    load: async () => (await import('./cli/serve.ts')).serve,
  },
  {
    name: 'check',
    summary: 'list every fault of an edition, with file, line and how to mend it',
    load: async () => (await import('./cli/check.ts')).check,
  },
  {
    name: 'explain',
    summary: 'say what a reader gets of an article, and why',
    load: async () => (await import('./cli/explain.ts')).explain,
  },
  {
    name: 'audit',
    summary: 'say where paid text gets out of a site, and how to close it',
    load: async () => (await import('./cli/audit.ts')).audit,
  },
  {
    name: 'init',
    summary: 'begin a publication of your own in a new folder, or in front of a site',
    load: async () => (await import('./cli/init.ts')).init,
  },
  {
    name: 'open',
    summary: 'lift the wall for a section, a tag or everything, until a time',
    load: async () => (await import('./cli/open.ts')).open,
  },
  {
    name: 'withdraw',
    summary: 'take an article away for good, from readers and from the disk',
    load: async () => (await import('./cli/withdraw.ts')).withdraw,
  },
  {
    name: 'purge',
    summary: 'forget what is kept of a site behind the gate, so that it is asked for anew',
    load: async () => (await import('./cli/purge.ts')).purge,
  },
  {
    name: 'keys',
    summary: 'list, rotate or drop the secrets that sign cookies and preview addresses',
    load: async () => (await import('./cli/keys.ts')).keys,
  },
  {
    name: 'readers',
    summary: 'bring payers of another system along, from a CSV file',
    load: async () => (await import('./cli/readers.ts')).readers,
  },
  {
    name: 'reader',
    summary: 'help one reader: show, grant, revoke, log out, send a mail to log in',
    load: async () => (await import('./cli/reader.ts')).reader,
  },
  {
    name: 'db',
    summary: 'back up and restore the accounts',
    load: async () => (await import('./cli/db.ts')).db,
  },
  {
    name: 'doctor',
    summary: 'write a report to send with a question, without secrets or readers in it',
    load: async () => (await import('./cli/doctor.ts')).doctor,
  },
]

const terminal: Terminal = {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  env: process.env,
  folder: process.cwd(),
}

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined) {
    terminal.err(overview())
    return 1
  }
  if (name === '--version' || name === '-v') return printVersion()
  if (name === 'help' || name === '--help' || name === '-h') return help(args[0])
  const command = COMMANDS.find((one) => one.name === name)
  if (command === undefined) return unknownCommand(name)
  if (args.includes('--help') || args.includes('-h')) return help(name)
  return (await command.load()).run(args, terminal)
}

async function help(name: string | undefined): Promise<number> {
  const command = COMMANDS.find((one) => one.name === name)
  if (name !== undefined && command === undefined) return unknownCommand(name)
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

function unknownCommand(name: string): number {
  const names = COMMANDS.map((one) => one.name)
  const meant = nearest(name, names)
  terminal.err(
    `There is no command ${name}${meant === undefined ? `; there are ${names.join(', ')}.` : `; did you mean ${meant}?`}`,
  )
  return 1
}

async function printVersion(): Promise<number> {
  terminal.out(await ownVersion())
  return 0
}

// Whoever reads the answer has seen enough (`… | head`).
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  // Nothing a publisher did wrong ends here: whoever reads this needs the place in the code.
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
}
