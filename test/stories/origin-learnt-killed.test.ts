// A server that is killed while it learns: what it knew of articles by then is known after the next start, and met.
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openLearnt } from '../support/learnt.ts'

const writer = fileURLToPath(new URL('../support/learnt-writer.ts', import.meta.url))
/** By then fingerprints are being written. */
const FEWEST = 1100

test('killed in the middle of its writes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'learnt-killed-'))
  const lives = new Map<string, number>()
  try {
    for (const life of ['first', 'second']) {
      lives.set(life, await livedUntil(folder, life))
      const { known, learnt, meets, said } = await openLearnt(folder)
      for (const [name, last] of lives)
        for (let at = 0; at <= last; at++) expect(meets(`/${name}/${at}`)).toBe(true)
      expect(said).toEqual([])
      await known.written()
      await learnt.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** Gives the number of the last article of which it said that it is on the disk. */
async function livedUntil(folder: string, life: string): Promise<number> {
  const child = spawn(process.execPath, [writer, folder, life], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const most = FEWEST + randomInt(1200)
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes
    if (lastOf(said) >= most && existsSync(join(folder, 'fingerprints'))) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  return lastOf(said)
}

function lastOf(said: string): number {
  return Number(said.split('\n').at(-2) ?? -1)
}
