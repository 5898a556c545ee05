// A newspaper that stands in front of a site: a folder with its configuration, and commands that are run in it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Command } from '../../src/cli/command.ts'

export interface Paper {
  readonly folder: string
  run(command: Command, ...args: string[]): Promise<{ code: number; out: string; err: string }>
}

/** Removed after the test. */
export async function paper(origin: object, more: object = {}): Promise<Paper> {
  const folder = await mkdtemp(join(tmpdir(), 'gate-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const config = { publication: { name: 'The Herald' }, content: { origin }, ...more }
  await writeFile(join(folder, 'standfirst.config.json'), JSON.stringify(config))
  return {
    folder,
    async run(command, ...args) {
      const said: { out: string[]; err: string[] } = { out: [], err: [] }
      const code = await command.run(args, {
        out: (line) => said.out.push(line),
        err: (line) => said.err.push(line),
        env: { STANDFIRST_PARTNER_AGENCY: 'a-secret-of-the-agency-long' },
        folder,
      })
      return { code, out: said.out.join('\n'), err: said.err.join('\n') }
    },
  }
}
