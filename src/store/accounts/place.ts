// Place: where the accounts are in the data folder, and why they may not be opened.
import { join } from 'node:path'

/** `newer`: written by a later version of Standfirst. `unusable`: cannot be read or written. */
export type Unopened = 'newer' | 'unusable'

export function accountsFile(dataDir: string): string {
  return join(dataDir, 'accounts.sqlite')
}
