// SQLite errors: what went wrong with the accounts' database, in words that say what to do.

/** What went wrong, for the publisher's log. SQLite's own words name tables and columns, never what stands in them. */
export function sentenceOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const hint = HINTS.get(codeOf(error))
  return hint === undefined ? said : `${hint} (${said})`
}

/** Of SQLite the primary code, which is the last byte of an extended one; of the system its name. */
export function codeOf(error: unknown): number | string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff
  return 'code' in error ? String(error.code) : undefined
}

/**
 * Whether a process that was killed left a change by half, which has to be taken back before anybody can read: who only
 * reads may not do that. SQLITE_READONLY_ROLLBACK and SQLITE_READONLY_RECOVERY, https://sqlite.org/rescode.html.
 */
export function isUnfinished(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && UNFINISHED.has(error.errcode)
}

const UNFINISHED: ReadonlySet<unknown> = new Set([776, 264])

const RIGHTS = 'give the account that runs Standfirst the right to write to it and to its folder'
const ROOM = 'the disk is full: make room'

/** https://sqlite.org/rescode.html */
const HINTS: ReadonlyMap<number | string | undefined, string> = new Map<number | string, string>([
  [5, 'another process is writing to it; try again when that has ended'],
  [8, RIGHTS],
  [10, 'the disk does not read or write: look at its health and its mount'],
  [11, 'it is damaged: restore a backup'],
  [13, ROOM],
  [14, RIGHTS],
  [26, 'it is not a database: restore a backup, or move it away to begin anew'],
  ['EACCES', RIGHTS],
  ['EPERM', RIGHTS],
  ['EROFS', RIGHTS],
  ['ENOSPC', ROOM],
])
