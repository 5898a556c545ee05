// Version: which Standfirst this is, as its package says. An audit puts it into every agent string.
import { readFile } from 'node:fs/promises'

export async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  const { version }: { version: string } = JSON.parse(text)
  return version
}
