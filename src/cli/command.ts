// Command: what every command of the command line is, and how it takes its arguments apart.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearest } from '../core/nearest.ts'
import { failed, ok, type Result } from '../core/result.ts'

/** Where a command runs: what it may print to, and what it may know of the machine. */
export interface Terminal {
  /** One line of the answer. */
  out(line: string): void
  /** One line about what went wrong. */
  err(line: string): void
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths begin in. */
  readonly folder: string
}

export interface Command {
  /** What `standfirst help NAME` prints. */
  readonly usage: string
  /** Gives the exit code: 0, or 1 after it has said on `err` what is wrong. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

type Options = NonNullable<ParseArgsConfig['options']>

/** What was written, taken apart; fails `usage` with one line when it is not of the command's form. */
export function readArguments<const Known extends Options>(
  args: readonly string[],
  options: Known,
  most: number,
) {
  try {
    const read = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    const tooMuch = read.positionals[most]
    if (tooMuch !== undefined) return failed('usage', `What is ${tooMuch} for? It is one too many.`)
    return ok(read)
  } catch (error) {
    return failed('usage', usageFault(error, Object.keys(options)))
  }
}

function usageFault(error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error)
  const [, empty] =
    /^Option '.*?(--[\w-]+)[^']*' argument (?:missing|is ambiguous)/.exec(message) ?? []
  if (empty !== undefined) return `${empty} needs a value after it.`
  const [, full] = /^Option '.*?(--[\w-]+)' does not take an argument/.exec(message) ?? []
  if (full !== undefined) return `${full} takes no value.`
  const [, unknown] = /^Unknown option '--?([^']*)'/.exec(message) ?? []
  if (unknown === undefined) return `${message.split('. ')[0] ?? ''}.`.replace('..', '.')
  const meant = nearest(unknown, known)
  return `There is no option --${unknown}${meant === undefined ? '.' : `; did you mean --${meant}?`}`
}

/** A whole number as an option's value. Fails `usage` with one line. */
export function readNumber(option: string, written: string, most: number): Result<number, 'usage'> {
  const number = Number(written)
  return /^\d+$/.test(written) && number <= most
    ? ok(number)
    : failed('usage', `--${option} ${written} is not a whole number from 0 to ${most}.`)
}

/** `1 article`, `18 articles`; for words whose plural is an s. */
export function countOf(count: number, what = 'article'): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** How `standfirst` is called where this one runs: by a script of the repository's, by npx, or by its name. */
export function calledAs({ env }: Pick<Terminal, 'env'>): string {
  const { npm_lifecycle_event: script, npm_package_name: name } = env
  if (script === 'npx') return 'npx standfirst'
  const ofRepository = name === 'standfirst' && (script === 'start' || script === 'standfirst')
  return ofRepository ? 'npm run -s standfirst --' : 'standfirst'
}

/** Says why nothing was done; gives the exit code. */
export function refuse(why: string, { err }: Terminal): number {
  err(why)
  return 1
}
