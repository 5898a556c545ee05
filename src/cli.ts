// The command line: which command is meant, and what it says when it cannot be carried out.
import { readFile } from 'node:fs/promises'
import { check } from './cli/check.ts'
import type { Command, Terminal } from './cli/command.ts'
import { explain } from './cli/explain.ts'
import { init } from './cli/init.ts'
import { keys } from './cli/keys.ts'
import { open } from './cli/open.ts'
import { serve } from './cli/serve.ts'
import { withdraw } from './cli/withdraw.ts'
import { nearest } from './core/nearest.ts'

const COMMANDS: readonly Command[] = [serve, check, explain, init, open, withdraw, keys]

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
  return command.run(args, terminal)
}

function help(name: string | undefined): number {
  const command = COMMANDS.find((one) => one.name === name)
  if (name !== undefined && command === undefined) return unknownCommand(name)
  terminal.out(command?.usage ?? overview())
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
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const { version }: { version: string } = JSON.parse(text)
  terminal.out(version)
  return 0
}

process.exitCode = await run(process.argv.slice(2))
