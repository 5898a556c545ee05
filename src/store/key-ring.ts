// Key ring: the publication's secrets. They are made on the first start, kept in DATA/keys.json and changed by
// `standfirst keys rotate`; STANDFIRST_KEYS in the environment takes their place.
import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { KeyRing } from '../core/ports.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { followFile } from './followed-file.ts'
import { changeFile, readIfThere } from './whole-file.ts'

const SECRET_BYTES = 32

/** A replaced key verifies for so long: longer than the longest period of a meter, which it may have signed. */
const KEPT_MS = 400 * 86_400_000

export interface KeyInfo {
  readonly id: string
  /** Epoch milliseconds. */
  readonly created: number
}

interface StoredKey extends KeyInfo {
  readonly secret: string
}

const ID = /^[a-z0-9]{1,8}$/
const SECRET = /^[A-Za-z0-9_-]{43}$/

const stored = z
  .array(
    z.object({
      id: z.string().regex(ID),
      secret: z.string().regex(SECRET),
      created: z.iso.datetime().transform((text) => Date.parse(text)),
    }),
  )
  .min(1)

export interface OpenKeyRing {
  /** At once, from memory; another one within a second after `standfirst keys rotate`. */
  ring(): KeyRing
  close(): void
}

/**
 * Opens the publication's keys, newest first, and makes the first one where there is none. `report` is told when a
 * change cannot be understood; the keys stay as they were. Fails `unusable` with one sentence.
 */
export async function openKeyRing(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  report: (line: string) => void,
): Promise<Result<OpenKeyRing, 'unusable'>> {
  const written = env['STANDFIRST_KEYS']
  if (written) {
    const ring = ringOfEnvironment(written)
    return ring === undefined
      ? failed('unusable', 'STANDFIRST_KEYS is not id:secret,id:secret with 32 bytes as base64url')
      : ok({ ring: () => ring, close: () => {} })
  }
  const file = fileIn(dataDir)
  try {
    await changeFile(file, (text) => text ?? textOf([freshKey([], Date.now())]))
  } catch (error) {
    return failed('unusable', `${file} cannot be written: ${String(error)}`)
  }
  const followed = await followFile({ file, parse: (text) => ringOf(parse(text)), report })
  if (!followed.ok) return failed('unusable', followed.detail)
  const { value: keys } = followed
  return ok({ ring: () => keys.value(), close: () => keys.close() })
}

/**
 * Adds a new first key at `now` (epoch milliseconds) and drops those that were replaced more than 400 days ago. Gives
 * the keys that are left, newest first. Throws when the file cannot be read or written.
 */
export async function rotateKeys(dataDir: string, now: number): Promise<readonly KeyInfo[]> {
  let keys: readonly StoredKey[] = []
  await changeFile(fileIn(dataDir), (text) => {
    const old = text === undefined ? [] : parse(text)
    keys = [freshKey(old, now), ...old].filter((_, index, all) => {
      const successor = all[index - 1]
      return successor === undefined || now - successor.created < KEPT_MS
    })
    return textOf(keys)
  })
  return keys
}

/**
 * Drops one key: what it signed is worth nothing from then on. Gives the keys that are left, newest first. Fails
 * `unknown` when there is none of this id, `only` when there would be none left. Throws when the file cannot be read or
 * written.
 */
export async function dropKey(
  dataDir: string,
  id: string,
): Promise<Result<readonly KeyInfo[], 'unknown' | 'only'>> {
  const file = fileIn(dataDir)
  // Looked at before anything is written: a folder without keys gets none by this.
  const there = await listKeys(dataDir)
  if (!there.some((key) => key.id === id)) return failed('unknown', `There is no key ${id}`)
  let left: readonly StoredKey[] = []
  await changeFile(file, (text) => {
    const keys = parse(text)
    left = keys.filter((key) => key.id !== id)
    return textOf(left.length === 0 ? keys : left)
  })
  return left.length === 0 ? failed('only', `${id} is the only key`) : ok(left)
}

/** The keys of the folder without their secrets, newest first; empty before the first start. Throws when broken. */
export async function listKeys(dataDir: string): Promise<readonly KeyInfo[]> {
  const text = await readIfThere(fileIn(dataDir))
  return text === undefined ? [] : parse(text).map(({ id, created }) => ({ id, created }))
}

/** The keys as they are now, for a command beside the server; undefined where none were made yet. Throws when broken. */
export async function readKeyRing(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KeyRing | undefined> {
  const written = env['STANDFIRST_KEYS']
  if (written) return ringOfEnvironment(written)
  const text = await readIfThere(fileIn(dataDir))
  return text === undefined ? undefined : ringOf(parse(text))
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'keys.json')
}

function parse(text: string | undefined): readonly StoredKey[] {
  if (text === undefined) throw new Error('it is gone')
  const parsed = stored.safeParse(JSON.parse(text))
  // Never a word of what stands in it: these are secrets, and this sentence goes to a log.
  if (!parsed.success) throw new Error('it is not a list of keys as Standfirst writes them')
  return parsed.data
}

function textOf(keys: readonly StoredKey[]): string {
  const rows = keys.map(({ id, secret, created }) => ({
    id,
    secret,
    created: new Date(created).toISOString(),
  }))
  return `${JSON.stringify(rows, undefined, 2)}\n`
}

function ringOf(keys: readonly { readonly id: string; readonly secret: string }[]): KeyRing {
  return {
    keys: keys.map(({ id, secret }) => ({
      id,
      secret: Uint8Array.from(Buffer.from(secret, 'base64url')),
    })),
  }
}

function ringOfEnvironment(text: string): KeyRing | undefined {
  const keys = text.split(',').map((part) => {
    const [id = '', secret = ''] = part.trim().split(':')
    return { id, secret }
  })
  const ids = new Set(keys.map(({ id }) => id))
  const areSound = keys.every(({ id, secret }) => ID.test(id) && SECRET.test(secret))
  return areSound && ids.size === keys.length ? ringOf(keys) : undefined
}

function freshKey(others: readonly KeyInfo[], now: number): StoredKey {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  let id: string
  do id = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  while (others.some((other) => other.id === id))
  return { id, secret: randomBytes(SECRET_BYTES).toString('base64url'), created: now }
}
