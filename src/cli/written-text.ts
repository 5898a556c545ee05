// Written text: how the commands that begin a publication write its files.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { calledAs, type Terminal } from './command.ts'

/** Serves the publication that was written: with a data folder of its own, for the one here may be another's. */
export function readItWith(dir: string, terminal: Pick<Terminal, 'env'>): string {
  const data = join(dir, 'standfirst-data')
  return `Read it with:  ${calledAs(terminal)} serve ${dir} --data ${data}`
}

/** Not in the package: npm takes files of this name for its own. */
export const IGNORED = `# What Standfirst keeps for itself: keys, orders, logs.
standfirst-data/
.env
`

/** Never writes over anything. */
export async function put(dir: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(dir, file)), { recursive: true })
  await writeFile(join(dir, file), text, { flag: 'wx' })
}

/** As a string of TypeScript, on one line: also behind `//`, where U+2028 would begin another. */
export function quoted(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return `'${plain.replace(/['\\]/g, (mark) => `\\${mark}`)}'`
}
