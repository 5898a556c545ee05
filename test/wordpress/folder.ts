// The folder: where a test's servers have configuration, data, sockets and logs, and what they end and go away with,
// also when the test itself is told to end, or killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { chown, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'

/** Milliseconds. No start on a busy machine comes near this. */
const PATIENCE = 60_000
/** www-data has this number on every Debian. */
const WWW_DATA = 33

const isRoot = process.getuid?.() === 0
/** Servers are never root, and end with this process even if it is killed. */
const LAUNCHER = [
  'setpriv',
  ...['--pdeathsig', 'TERM'],
  ...(isRoot ? [`--reuid=${WWW_DATA}`, `--regid=${WWW_DATA}`, '--clear-groups'] : []),
]

export interface Folder {
  readonly path: string
  write(file: string, text: string | Uint8Array): Promise<string>
  /** Runs a command to its end. Gives what it printed; rejects with what it complained of. */
  run(...command: readonly string[]): Promise<string>
  /** Starts a server; `answers` rejects as long as it does not. Rejects with the server's log when it ends. */
  start(name: string, command: readonly string[], answers: () => Promise<unknown>): Promise<void>
  /** Ends what was started here, and removes the folder. */
  end(): Promise<void>
}

export async function openFolder(): Promise<Folder> {
  // In one step with what removes it, so that there is no moment in which it would stay.
  const path = mkdtempSync(join(tmpdir(), 'standfirst-wordpress-'))
  const running = new Set<ChildProcess>()
  // Nothing here is to be kept: there is no need to ask for an orderly end.
  const kill = () => {
    for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  }
  const letGo = onEnd(() => {
    kill()
    rmSync(path, { recursive: true, force: true, maxRetries: 10 })
  })
  if (isRoot) await chown(path, WWW_DATA, WWW_DATA)
  const launch = async (command: readonly string[], log: string) => {
    const child = await spawnInto(log, command, path)
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }
  return {
    path,
    async write(file, text) {
      const target = join(path, file)
      await writeFile(target, text, { mode: 0o644 })
      return target
    },
    async run(...command) {
      const log = join(path, `${randomUUID()}.log`)
      const child = await launch(command, log)
      const [printed, [status]] = await Promise.all([
        text(child.stdout ?? Readable.from([])),
        once(child, 'exit'),
      ])
      if (status === 0) return printed
      throw new Error(`${command.join(' ')}:\n${printed}\n${await readFile(log, 'utf8')}`)
    },
    async start(name, command, answers) {
      const log = join(path, `${name}.log`)
      const child = await launch(command, log)
      child.stdout?.resume()
      await untilAnswers(child, answers, log)
    },
    async end() {
      const exits = [...running].map((child) => once(child, 'exit'))
      kill()
      await Promise.all(exits)
      await rm(path, { recursive: true, force: true, maxRetries: 10 })
      letGo()
    },
  }
}

/** Has `act` done when this process ends by itself or is told to. Gives what takes that back. */
export function onEnd(act: () => void): () => void {
  const stop = (_: NodeJS.Signals, number: number) => process.exit(128 + number)
  process.on('exit', act).on('SIGINT', stop).on('SIGTERM', stop)
  return () => process.off('exit', act).off('SIGINT', stop).off('SIGTERM', stop)
}

/** In a group of its own, so that its children end with it. What it complains of goes into `log`. */
async function spawnInto(
  log: string,
  command: readonly string[],
  cwd: string,
): Promise<ChildProcess> {
  const [program = '', ...rest] = [...LAUNCHER, ...command]
  // The servers' programs stand where the path of somebody who is not root may not lead.
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }
  await using output = await open(log, 'a')
  if (isRoot) await output.chown(WWW_DATA, WWW_DATA)
  const child = spawn(program, rest, {
    ...{ cwd, env, detached: true },
    stdio: ['ignore', 'pipe', output.fd],
  })
  await once(child, 'spawn')
  return child
}

async function untilAnswers(
  child: ChildProcess,
  answers: () => Promise<unknown>,
  log: string,
): Promise<void> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const refusal = await answers().then(
      () => undefined,
      (error: unknown) => error,
    )
    if (refusal === undefined) return
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      const said = await readFile(log, 'utf8')
      throw new Error(`${child.spawnargs.join(' ')} does not answer:\n${said}`, { cause: refusal })
    }
    await wait(50)
  }
}
