// standfirst serve: serves an edition until it is told to stop, and then stops well.
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Serving, serve as startServing } from '../node.ts'
import { forgetServing, noteServing, readServing, type ServingNote } from '../store/serving.ts'
import {
  type Command,
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

export const serve: Command = {
  usage: `standfirst serve [EDITION] [--port 4000] [--host 127.0.0.1] [--data DIR]

Serves the edition in the folder EDITION. Without it, the folder you are in if it is an edition,
else the sample publication. An edition holds articles/ and, mostly, standfirst.config.ts, or names
the site to stand in front of in that.

  --port N     the port to listen on; 4000 when left out, 0 for any that is free
  --host H     the address to listen on; 127.0.0.1 when left out, so that only this machine reaches it
${DATA_USAGE}

SIGTERM and SIGINT (Ctrl+C) finish open requests and end it within five seconds.`,
  async run(args, terminal) {
    const read = readArguments(
      args,
      { ...DATA_OPTION, port: { type: 'string' }, host: { type: 'string' } },
      1,
    )
    if (!read.ok) return refuse(read.detail, terminal)
    const { values, positionals } = read.value
    const port = readNumber('port', values.port ?? '4000', 65_535)
    if (!port.ok) return refuse(port.detail, terminal)
    const edition = chooseEdition(positionals[0], terminal)
    const data = dataDirOf(values.data, terminal)
    const other = await anotherHere(data, edition)
    if (other !== undefined) return refuse(other, terminal)
    const started = await startServing({
      edition,
      port: port.value,
      host: values.host ?? '127.0.0.1',
      data,
      env: terminal.env,
      print: (line) => terminal.out(line),
    })
    if (!started.ok) return refuse(started.detail, terminal)
    const serving = started.value
    const end = askedToEnd()
    const { address, health } = serving
    await leaveNote(data, { edition, address, health, pid: process.pid }, terminal)
    announce(serving, edition, terminal)
    await end
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref()
    terminal.out('Ending.')
    await serving.close()
    // A note that stays behind names a process that is gone, and is read as none.
    await forgetServing(data, process.pid).catch(() => undefined)
    return 0
  },
}

/** Two newspapers must not share readers, keys and orders: why this one may not use the folder, if so. */
async function anotherHere(data: string, edition: string): Promise<string | undefined> {
  // A note that cannot be read is no note; whatever is wrong with the folder is said when it is opened.
  const serving = await readServing(data).catch(() => undefined)
  if (serving === undefined || serving.edition === edition) return undefined
  return `${data} belongs to another newspaper that is being served: ${serving.edition}. Give this one a data folder of its own with --data.`
}

/** Readers are served without it; only the commands beside the server have to be told more. */
async function leaveNote(data: string, note: ServingNote, { out }: Terminal): Promise<void> {
  try {
    await noteServing(data, note)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    out(`Commands beside this server need --edition: ${data} does not take a note (${why})`)
  }
}

function chooseEdition(written: string | undefined, { folder }: Terminal): string {
  if (written !== undefined) return resolve(folder, written)
  const isEdition = readdirSync(folder).some(
    (name) => name === 'articles' || /^standfirst\.config\.(?:m?[jt]s|json)$/.test(name),
  )
  return isEdition ? folder : SAMPLE
}

function announce(serving: Serving, edition: string, { out }: Terminal): void {
  const { address, articles, origin } = serving
  if (origin !== undefined) {
    out(`Serving ${origin.url}, ${countOf(articles)} of it read so far, at ${address}`)
    if (origin.mode === 'observe')
      out(
        "Everything passes: content.origin.mode is 'observe', and only counts what 'gate' would do.",
      )
    return
  }
  out(`Serving ${countOf(articles)} at ${address}`)
  if (edition === SAMPLE)
    out('This is the sample publication. `standfirst init DIR` begins one of your own.')
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
