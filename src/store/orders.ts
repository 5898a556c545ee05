// Orders: walls lifted for a time and articles taken away for good, as files of the data folder. The command line
// writes them, a running server sees them within a second, and neither needs the other.
import { join } from 'node:path'
import { z } from 'zod'
import type { Opening } from '../core/policy.ts'
import type { Orders } from '../core/ports.ts'
import { ok, type Result } from '../core/result.ts'
import { digestOf, followFile } from './followed-file.ts'
import { changeFile, readIfThere } from './whole-file.ts'

const instant = z.iso.datetime().transform((text) => Date.parse(text))

const openings = z.array(
  z.object({
    scope: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('all') }),
      z.object({ kind: z.literal('section'), section: z.string() }),
      z.object({ kind: z.literal('tag'), tag: z.string() }),
    ]),
    until: instant,
  }),
)

const withdrawals = z.array(z.object({ path: z.string(), at: instant }))

export interface OpenOrders extends Orders {
  close(): void
}

/**
 * Reads the folder's orders and follows them. `report` is told of a file that cannot be understood; what held before
 * holds on. Fails `broken` when that is so at the start: what was withdrawn must not come back by a slip of a pen.
 */
export async function openOrders(
  dataDir: string,
  report: (line: string) => void,
): Promise<Result<OpenOrders, 'broken'>> {
  const opened = await followFile({ file: openingsIn(dataDir), parse: parseOpenings, report })
  if (!opened.ok) return opened
  const withdrawn = await followFile({
    file: withdrawnIn(dataDir),
    parse: (text) => new Set(parseWithdrawn(text).map(({ path }) => path)),
    report,
  })
  if (!withdrawn.ok) {
    opened.value.close()
    return withdrawn
  }
  return ok({
    openings: () => opened.value.value(),
    isWithdrawn: (path) => withdrawn.value.value().has(path),
    withdrawn: () => withdrawn.value.value(),
    generation: () => opened.value.generation() + withdrawn.value.generation(),
    digest: () => `${opened.value.digest()}.${withdrawn.value.digest()}`,
    close: () => {
      opened.value.close()
      withdrawn.value.close()
    },
  })
}

/** What a server says as its orders' `digest` that has taken in all that is on the disk now. Throws like readFile. */
export async function digestOnDisk(dataDir: string): Promise<string> {
  const texts = [openingsIn(dataDir), withdrawnIn(dataDir)].map(readIfThere)
  return (await Promise.all(texts)).map(digestOf).join('.')
}

/** The openings that still hold at `now` (epoch milliseconds). Throws when the file is broken. */
export async function readOpenings(dataDir: string, now: number): Promise<readonly Opening[]> {
  const all = parseOpenings(await readIfThere(openingsIn(dataDir)))
  return all.filter(({ until }) => now < until)
}

/** Lifts a wall; another opening of the same scope gives way, those that are over are forgotten. Throws like changeFile. */
export async function addOpening(dataDir: string, opening: Opening, now: number): Promise<void> {
  const scope = JSON.stringify(opening.scope)
  await changeFile(openingsIn(dataDir), (text) => {
    const others = parseOpenings(text).filter(
      (one) => now < one.until && JSON.stringify(one.scope) !== scope,
    )
    return openingsText([...others, opening])
  })
}

/** Restores every wall and gives the openings that held until `now`. Throws like changeFile. */
export async function closeOpenings(dataDir: string, now: number): Promise<readonly Opening[]> {
  let held: readonly Opening[] = []
  await changeFile(openingsIn(dataDir), (text) => {
    held = parseOpenings(text).filter(({ until }) => now < until)
    return openingsText([])
  })
  return held
}

/** Records that these paths are taken away for good; on the disk when it returns. Throws like changeFile. */
export async function withdraw(
  dataDir: string,
  paths: readonly string[],
  now: number,
): Promise<void> {
  await changeFile(withdrawnIn(dataDir), (text) => {
    const before = parseWithdrawn(text)
    const known = new Set(before.map(({ path }) => path))
    const fresh = [...new Set(paths)]
      .filter((path) => !known.has(path))
      .map((path) => ({ path, at: now }))
    const rows = [...before, ...fresh].map(({ path, at }) => ({
      path,
      at: new Date(at).toISOString(),
    }))
    return `${JSON.stringify(rows, undefined, 2)}\n`
  })
}

/** The paths that were taken away for good. Throws when the file is broken. */
export async function readWithdrawn(dataDir: string): Promise<ReadonlySet<string>> {
  const rows = parseWithdrawn(await readIfThere(withdrawnIn(dataDir)))
  return new Set(rows.map(({ path }) => path))
}

function openingsIn(dataDir: string): string {
  return join(dataDir, 'openings.json')
}

function withdrawnIn(dataDir: string): string {
  return join(dataDir, 'withdrawn.json')
}

function parseOpenings(text: string | undefined): readonly Opening[] {
  if (text === undefined) return []
  const parsed = openings.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error('it is not a list of openings as Standfirst writes them')
  return parsed.data
}

function parseWithdrawn(text: string | undefined): z.output<typeof withdrawals> {
  if (text === undefined) return []
  const parsed = withdrawals.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new Error('it is not a list of withdrawn paths as Standfirst writes them')
  return parsed.data
}

function openingsText(list: readonly Opening[]): string {
  const rows = list.map(({ scope, until }) => ({ scope, until: new Date(until).toISOString() }))
  return `${JSON.stringify(rows, undefined, 2)}\n`
}
