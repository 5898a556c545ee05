// Serving: a note in the data folder of which edition is being served from it, for the commands beside the server.
import { join } from 'node:path'
import { z } from 'zod'
import { changeFile, isCode, readIfThere } from './whole-file.ts'

const note = z.object({
  edition: z.string(),
  /** Where readers reach it. */
  address: z.string(),
  /** Where this machine reaches its health check, whatever stands between it and readers. */
  health: z.url(),
  pid: z.int(),
})

export type ServingNote = Readonly<z.output<typeof note>>

/** Whom those beside are to ask, and whoever else serves on the same folder. */
const notes = note.extend({ others: z.array(note).default([]) })

/** Leaves the note. Two servers may share a data folder (one takes over from the other): the later one is asked. */
export async function noteServing(dataDir: string, serving: ServingNote): Promise<void> {
  await changeFile(fileIn(dataDir), (text) => written([serving, ...running(text, serving.pid)]))
}

/** The note of a server that still runs; undefined when none does. */
export async function readServing(dataDir: string): Promise<ServingNote | undefined> {
  return running(await readIfThere(fileIn(dataDir)))[0]
}

/** Takes the server's own note away at its end; whoever else still serves on the folder is found then. */
export async function forgetServing(dataDir: string, pid: number): Promise<void> {
  await changeFile(fileIn(dataDir), (text) => written(running(text, pid)))
}

/** The notes of those that still run, without one. A note is a convenience: one that cannot be read is none. */
function running(text: string | undefined, without?: number): readonly ServingNote[] {
  if (text === undefined) return []
  try {
    const read = notes.safeParse(JSON.parse(text)).data
    if (read === undefined) return []
    const { others, ...first } = read
    return [first, ...others].filter(({ pid }) => pid !== without && isRunning(pid))
  } catch {
    return []
  }
}

function written([first, ...others]: readonly ServingNote[]): string | undefined {
  if (first === undefined) return undefined
  const all = others.length === 0 ? first : { ...first, others }
  return `${JSON.stringify(all, undefined, 2)}\n`
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'serving.json')
}
