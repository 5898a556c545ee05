// standfirst serve: serves an edition until it is told to stop, and then stops well.
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { isatty } from 'node:tty'
import { fileURLToPath } from 'node:url'
import type { Result } from '../core/result.ts'
import { formOf, type Log, openLog } from '../log/log.ts'
import { type CrewServing, serveWithWorkers } from '../node/crew/owner.ts'
import { type ServeOptions, type Serving, serve as startServing } from '../node.ts'
import { forgetServing, noteServing, readServing, type ServingNote } from '../store/serving.ts'
import {
  type Command,
  calledAs,
  countOf,
  readArguments,
  readNumber,
  refuse,
  type Terminal,
} from './command.ts'
import { DATA_OPTION, DATA_USAGE, dataDirOf } from './data-option.ts'

const SAMPLE = fileURLToPath(new URL('../../editions/saltmarsh', import.meta.url))

/** A process manager that asked us to end waits about ten seconds; whatever still hangs then is not waited for. */
const END_WITHIN_MS = 5000
const MOST_WORKERS = 64

export const serve: Command = {
  usage: `standfirst serve [EDITION] [--port 4000] [--host 127.0.0.1] [--data DIR] [--workers N]

Serves the edition in the folder EDITION. Without it, the folder you are in if it is an edition,
else the sample publication. An edition holds articles/ and, mostly, standfirst.config.ts, or names
the site to stand in front of in that.

  --port N     the port to listen on; 4000 when left out, 0 for any that is free
  --host H     the address to listen on; 127.0.0.1 when left out, so that only this machine reaches it
${DATA_USAGE}
  --workers N  how many processes serve; 1 when left out. As many as there are cores is enough

With two workers or more SIGHUP reads configuration and code anew without a failed request, and a worker
that dies is replaced. A single process says that it does not reload, and serves on.

SIGTERM and SIGINT (Ctrl+C) finish open requests and end it within five seconds; so does closing the
terminal that it was started in.`,
  async run(args, terminal) {
    const read = readArguments(
      args,
      {
        ...DATA_OPTION,
        port: { type: 'string' },
        host: { type: 'string' },
        workers: { type: 'string' },
      },
      1,
    )
    if (!read.ok) return refuse(read.detail, terminal)
    const { values, positionals } = read.value
    const port = readNumber('port', values.port ?? '4000', 65_535)
    if (!port.ok) return refuse(port.detail, terminal)
    const workers = readNumber('workers', values.workers ?? '1', MOST_WORKERS)
    if (!workers.ok || workers.value === 0)
      return refuse(workers.ok ? '--workers 0 would serve nobody.' : workers.detail, terminal)
    const edition = chooseEdition(positionals[0], terminal)
    const data = dataDirOf(values.data, terminal)
    const other = await anotherHere(data, edition)
    if (other !== undefined) return refuse(other, terminal)
    const log = await openLog(formOf(terminal.env['STANDFIRST_LOG'], process.stdout.isTTY))
    const hangUps = listenForHangUps()
    const started = await start(workers.value, {
      edition,
      port: port.value,
      host: values.host ?? '127.0.0.1',
      data,
      env: terminal.env,
      print: log.print,
      requests: log.requests,
    })
    if (!started.ok) return refuse(started.detail, terminal)
    const serving = started.value
    const end = Promise.race([askedToEnd(), hangUps.terminalGone])
    hangUps.by(() => ('reload' in serving ? void serving.reload() : log.print(NO_RELOAD)))
    const { address, health } = serving
    await leaveNote(data, { edition, address, health, pid: process.pid }, log)
    announce(serving, { edition, workers: workers.value, called: calledAs(terminal) }, log)
    await end
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref()
    log.print('Ending.', { level: 'info' })
    await serving.close()
    // A note that stays behind names a process that is gone, and is read as none.
    await forgetServing(data, process.pid).catch(() => undefined)
    return 0
  },
}

function start(
  workers: number,
  options: ServeOptions,
): Promise<Result<Serving | CrewServing, 'cannot-serve'>> {
  return workers === 1 ? startServing(options) : serveWithWorkers(options, workers)
}

/** Two newspapers must not share readers, keys and orders: why this one may not use the folder, if so. */
async function anotherHere(data: string, edition: string): Promise<string | undefined> {
  // A note that cannot be read is no note; whatever is wrong with the folder is said when it is opened.
  const serving = await readServing(data).catch(() => undefined)
  if (serving === undefined || serving.edition === edition) return undefined
  return `${data} belongs to another newspaper that is being served: ${serving.edition}. Give this one a data folder of its own with --data.`
}

/** Readers are served without it; only the commands beside the server have to be told more. */
async function leaveNote(data: string, note: ServingNote, { print }: Log): Promise<void> {
  try {
    await noteServing(data, note)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    print(`Commands beside this server need --edition: ${data} does not take a note (${why})`)
  }
}

function chooseEdition(written: string | undefined, { folder }: Terminal): string {
  if (written !== undefined) return resolve(folder, written)
  const isEdition = readdirSync(folder).some(
    (name) => name === 'articles' || /^standfirst\.config\.(?:m?[jt]s|json)$/.test(name),
  )
  return isEdition ? folder : SAMPLE
}

function announce(
  serving: Pick<Serving, 'address' | 'articles' | 'origin'>,
  {
    edition,
    workers,
    called,
  }: { readonly edition: string; readonly workers: number; readonly called: string },
  { print }: Log,
): void {
  const out = (line: string) => print(line, { level: 'info' })
  const { address, articles, origin } = serving
  const by = workers === 1 ? '' : ` by ${countOf(workers, 'worker')}`
  if (origin !== undefined) {
    out(`Serving readers${by} at ${address}`)
    out(`The site behind it is ${origin.url}; ${countOf(articles)} of it read so far.`)
    if (origin.mode === 'observe')
      out(
        "Everything passes: content.origin.mode is 'observe', and only counts what 'gate' would do.",
      )
    return
  }
  out(`Serving ${countOf(articles)}${by} at ${address}`)
  if (edition === SAMPLE)
    out(`This is the sample publication. \`${called} init DIR\` begins one of your own.`)
}

const NO_RELOAD =
  'SIGHUP: a single process does not reload. Restart it, or start it with --workers 2, which reloads.'

interface HangUps {
  /** Resolves when the terminal is closed: the system says it by the signal that otherwise asks for a reload. */
  readonly terminalGone: Promise<void>
  by(reload: () => void): void
}

/** SIGHUP would end the process that does not listen for it; one that comes while it starts has nothing to change. */
function listenForHangUps(): HangUps {
  const hadTerminal = hasTerminal()
  const { promise, resolve } = Promise.withResolvers<void>()
  let carryOut = () => {}
  process.on('SIGHUP', () => (hadTerminal && !hasTerminal() ? resolve() : carryOut()))
  return {
    terminalGone: promise,
    by(reload) {
      carryOut = reload
    },
  }
}

function hasTerminal(): boolean {
  return [0, 1, 2].some((descriptor) => isatty(descriptor))
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once, as signals do. */
function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off('SIGTERM', end)
      process.off('SIGINT', end)
      resolve()
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
  })
}
