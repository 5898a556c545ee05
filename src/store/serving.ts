// Serving: a note in the data folder of which edition is being served from it, for the commands beside the server.
import { rm } from 'node:fs/promises'
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

/** Leaves the note. Two servers may share a data folder (one takes over from the other): the later note stands. */
export async function noteServing(dataDir: string, serving: ServingNote): Promise<void> {
  await changeFile(fileIn(dataDir), () => `${JSON.stringify(serving, undefined, 2)}\n`)
}

/** The note of a server that still runs; undefined when none does. */
export async function readServing(dataDir: string): Promise<ServingNote | undefined> {
  const written = await readNote(dataDir)
  return written !== undefined && isRunning(written.pid) ? written : undefined
}

/** Takes the note away at the end, unless it is another server's by now. */
export async function forgetServing(dataDir: string, pid: number): Promise<void> {
  const written = await readNote(dataDir)
  if (written?.pid === pid) await rm(fileIn(dataDir), { force: true })
}

async function readNote(dataDir: string): Promise<ServingNote | undefined> {
  const text = await readIfThere(fileIn(dataDir))
  if (text === undefined) return undefined
  try {
    return note.safeParse(JSON.parse(text)).data
  } catch {
    // A note is a convenience: one that cannot be read is none.
    return undefined
  }
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
