// Processes of a server with several workers: the one that was started, and its workers as the kernel knows them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Shell } from './command-line.ts'

export async function processesOf(shell: Shell) {
  const note = await readFile(join(shell.folder, 'data/serving.json'), 'utf8')
  const pid = Number(/"pid": (\d+)/.exec(note)?.[1])
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return { pid, workers: children.trim().split(' ').map(Number) }
}
