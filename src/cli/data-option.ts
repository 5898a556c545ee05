// The data folder a command works on: --data, else STANDFIRST_DATA, else standfirst-data where it was started.
import { resolve } from 'node:path'
import type { Terminal } from './command.ts'

export const DATA_OPTION = { data: { type: 'string' } } as const

export const DATA_USAGE = dataUsage(15)

/** `column`: where the words of the options beside it begin. */
export function dataUsage(column: number): string {
  return `${'  --data DIR'.padEnd(column)}the folder that Standfirst keeps its own things in
${' '.repeat(column)}(else $STANDFIRST_DATA, else ./standfirst-data)`
}

/** Absolute. */
export function dataDirOf(written: string | undefined, { env, folder }: Terminal): string {
  return resolve(folder, written ?? (env['STANDFIRST_DATA'] || 'standfirst-data'))
}
