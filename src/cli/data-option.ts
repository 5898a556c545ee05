// The data folder a command works on: --data, else STANDFIRST_DATA, else standfirst-data where it was started.
import { resolve } from 'node:path'
import type { Terminal } from './command.ts'

export const DATA_OPTION = { data: { type: 'string' } } as const

export const DATA_USAGE = `  --data DIR   the folder that Standfirst keeps its own things in
               (else $STANDFIRST_DATA, else ./standfirst-data)`

/** Absolute. */
export function dataDirOf(written: string | undefined, { env, folder }: Terminal): string {
  return resolve(folder, written ?? (env['STANDFIRST_DATA'] || 'standfirst-data'))
}
