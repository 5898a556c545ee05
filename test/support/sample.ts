// The sample publication's files, as stories publish them.
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import config from '../../editions/saltmarsh/standfirst.config.ts'

const SAMPLE = fileURLToPath(new URL('../../editions/saltmarsh', import.meta.url))

/** Every file of the sample, by its path within the edition; its configuration as JSON, which needs no hooks to load. */
export async function sampleFiles(): Promise<Record<string, Uint8Array | string>> {
  const files: Record<string, Uint8Array | string> = {}
  files['standfirst.config.json'] = JSON.stringify(config)
  for (const entry of await readdir(SAMPLE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'standfirst.config.ts') continue
    const file = join(entry.parentPath, entry.name)
    files[relative(SAMPLE, file).split(sep).join('/')] = new Uint8Array(await readFile(file))
  }
  return files
}
