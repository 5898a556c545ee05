// The real command line for stories: in a folder of its own, with nothing of this process's environment but what a
// command needs to start. Commands that end by themselves are carried out in this process, which is far quicker and
// differs in nothing that they see; what needs a process (signals, a terminal, a server, the lines of a configuration that
// Node itself loads) gets one.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Terminal } from '../../src/cli/command.ts'
import { runLine } from '../../src/cli/line.ts'

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
/** As `npm start` has it. */
export const RUN_CLI = ['--no-wasm-code-gc', CLI]

/** What Node made of the source once, it need not make again: `npm run standfirst` says the same. */
const CACHE = process.env['NODE_COMPILE_CACHE']
const QUICKER = CACHE === undefined ? {} : { NODE_COMPILE_CACHE: CACHE }

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Shell {
  /** Where commands are started. */
  readonly folder: string
  run(...args: readonly string[]): Promise<Ran>
  /** The same in a process of its own. */
  runAlone(...args: readonly string[]): Promise<Ran>
  /** Starts `serve` on a free port; resolves when it says its address. Ended after the test. */
  serve(...args: readonly string[]): Promise<Served>
}

interface Served {
  readonly address: string
  /** Everything it has printed so far. */
  printed(): string
  /** Sends SIGTERM and gives the exit code. */
  end(): Promise<number | null>
}

/** A shell in a new empty folder, taken away after the test. */
export async function openShell(env: Readonly<Record<string, string>> = {}): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'shell-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const known = { TZ: 'UTC', STANDFIRST_LOG: 'text', PATH: process.env['PATH'] ?? '', ...env }
  const start = (args: readonly string[]) =>
    spawn(process.execPath, [...RUN_CLI, ...args], {
      cwd: folder,
      env: { ...known, ...QUICKER },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  return {
    folder,
    run: (...args) =>
      args[0] === 'serve' ? ranToItsEnd(start(args)) : ranHere(args, { folder, env: known }),
    runAlone: (...args) => ranToItsEnd(start(args)),
    serve: (...args) => served(start(['serve', ...args, '--port', '0'])),
  }
}

/** Writes a file below the shell's folder. */
export async function put(shell: Shell, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(shell.folder, file)), { recursive: true })
  await writeFile(join(shell.folder, file), text)
}

/** A shell with a newspaper in `paper`. */
export async function withPaper(env: Readonly<Record<string, string>> = {}): Promise<Shell> {
  const shell = await openShell(env)
  const { code, err } = await shell.run('init', 'paper')
  if (code !== 0) throw new Error(err)
  return shell
}

async function ranHere(
  args: readonly string[],
  where: Pick<Terminal, 'folder' | 'env'>,
): Promise<Ran> {
  const said: Record<'out' | 'err', string[]> = { out: [], err: [] }
  const code = await runLine(args, {
    ...where,
    out: (line) => void said.out.push(`${line}\n`),
    err: (line) => void said.err.push(`${line}\n`),
  })
  return { code, out: said.out.join(''), err: said.err.join('') }
}

async function ranToItsEnd(child: ChildProcess): Promise<Ran> {
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  await once(child, 'close')
  return { code: child.exitCode, ...said }
}

async function served(child: ChildProcess): Promise<Served> {
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let printed = ''
  const listen = (text: string) => {
    printed += text
    const address = /(?:^|"message":")Serving .* at ([^"\s]+)/m.exec(printed)?.[1]
    if (address !== undefined) resolve(address)
  }
  child.stdout?.setEncoding('utf8').on('data', listen)
  child.stderr?.setEncoding('utf8').on('data', listen)
  const ended = once(child, 'close').then(() => {
    reject(new Error(`It ended with ${child.exitCode}:\n${printed}`))
    return child.exitCode
  })
  return {
    address: await promise,
    printed: () => printed,
    end: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}
