// Ranges: the lists of addresses that search engines publish, fetched, checked and kept in the data folder.
import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Cidr, parseCidr } from '../core/network.ts'
import { failed, ok, type Result } from '../core/result.ts'

export type Fetch = (address: string, init: { readonly signal: AbortSignal }) => Promise<Response>

const MOST_BYTES = 1024 * 1024
const MOST_RANGES = 5000
const WITHIN_MS = 10_000
/** Bits that a range has at least. No engine has wider ones, and a list that had would open the newspaper to anybody. */
const WIDEST = { 4: 12, 6: 28 } as const

const published = z.object({
  prefixes: z
    .array(z.union([z.object({ ipv4Prefix: z.string() }), z.object({ ipv6Prefix: z.string() })]))
    .min(1)
    .max(MOST_RANGES),
})

const kept = z.record(z.string(), z.array(z.string()).max(MOST_RANGES))

/** Fails with why: then what was good before holds on. */
export async function fetchRanges(
  address: string,
  ask: Fetch,
  ended: AbortSignal,
): Promise<Result<readonly string[], 'unusable'>> {
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(WITHIN_MS), ended])
    const response = await ask(address, { signal })
    if (!response.ok) return failed('unusable', `${address} answered ${response.status}`)
    const text = await textOf(response)
    if (text === undefined) return failed('unusable', `${address} sent too much`)
    const list = published.safeParse(JSON.parse(text))
    if (!list.success) return failed('unusable', `${address} sent something else than a list`)
    const written = list.data.prefixes.map((one) =>
      'ipv4Prefix' in one ? one.ipv4Prefix : one.ipv6Prefix,
    )
    const ranges = parseRanges(written)
    return ranges === undefined
      ? failed('unusable', `${address} names a range that is none, or too wide`)
      : ok(written)
  } catch (error) {
    return failed('unusable', `${address}: ${error instanceof Error ? error.message : error}`)
  }
}

/** Undefined when one of them is no range, or wider than any that an engine has. */
export function parseRanges(written: readonly string[]): readonly Cidr[] | undefined {
  const ranges: Cidr[] = []
  for (const one of written) {
    const parsed = parseCidr(one)
    if (!parsed.ok || parsed.value.prefix < WIDEST[parsed.value.version]) return undefined
    ranges.push(parsed.value)
  }
  return ranges
}

/** By the name of the engine. Empty when there is no file, or none that can be read: it is fetched again. */
export async function readKept(file: string): Promise<Readonly<Record<string, readonly string[]>>> {
  try {
    const read = kept.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return read.success ? read.data : {}
  } catch {
    return {}
  }
}

/** Whoever reads sees the old file or the new one. */
export async function keep(
  file: string,
  ranges: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const fresh = `${file}.${randomUUID()}`
  try {
    await writeFile(fresh, JSON.stringify(ranges), { mode: 0o600 })
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

async function textOf(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MOST_BYTES) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
