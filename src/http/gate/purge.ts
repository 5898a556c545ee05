// Purge: the publisher's system says that something has changed. With the secret, what is kept of it is asked for anew.
import type { Hono } from 'hono'
import { bearerOf, isEqual } from '../bearer.ts'
import type { Env, OwnParts } from '../own-app.ts'
import { toResponse } from '../reply.ts'
import { GHOST_SIGNATURE, isSignedByGhost, pathsOfGhost } from './ghost-hook.ts'

const LONGEST = 64 * 1024
/** It sends the whole post. */
const LONGEST_OF_GHOST = 2 * 1024 * 1024

/** `secret` undefined: there is no such address. */
export function purgeRoute(
  app: Hono<Env>,
  parts: OwnParts,
  {
    secret,
    purge,
    now,
  }: {
    readonly secret: string | undefined
    /** Epoch milliseconds. */
    readonly now: () => number
    /** Paths as sent; undefined: everything. Gives how many answers were forgotten. */
    readonly purge: (paths: readonly string[] | undefined) => Promise<number>
  },
): void {
  const { standfirst } = parts.frame.site.paths
  app.post(`${standfirst}/purge`, async (context) => {
    const { raw } = context.req
    const text = secret === undefined ? undefined : await textOf(raw)
    const who = text === undefined ? undefined : whoAsks(raw.headers, { text, secret, now: now() })
    if (text === undefined || who === undefined)
      return toResponse(parts.messages('not-found', context.get('path')), raw.method)
    context.header('Cache-Control', 'no-store')
    const said = jsonOf(text)
    const asked = who === 'ghost' ? ghostAsks(said) : askedFor(said, parts.frame.site.address)
    if (asked === undefined)
      return context.json({ fault: 'Write {"paths": ["/an/address"]} or {"all": true}.' }, 422)
    return context.json({ purged: await purge(asked.paths) })
  })
}

/** Undefined, and not read, where nothing is shown that could open anything. */
async function textOf(request: Request): Promise<string | undefined> {
  if (request.headers.has('authorization')) return shortText(request, LONGEST)
  return request.headers.has(GHOST_SIGNATURE) ? shortText(request, LONGEST_OF_GHOST) : undefined
}

/** The publisher's own program shows the secret; Ghost signs with it. */
function whoAsks(
  headers: Headers,
  {
    text,
    secret,
    now,
  }: { readonly text: string; readonly secret: string | undefined; readonly now: number },
): 'program' | 'ghost' | undefined {
  if (secret === undefined) return undefined
  const shown = bearerOf(headers.get('authorization') ?? undefined)
  if (shown !== undefined) return isEqual(shown, secret) ? 'program' : undefined
  const signature = headers.get(GHOST_SIGNATURE) ?? ''
  return isSignedByGhost(signature, { text, secret, now }) ? 'ghost' : undefined
}

function ghostAsks(said: unknown): { readonly paths: readonly string[] } | undefined {
  const paths = pathsOfGhost(said)
  return paths === undefined ? undefined : { paths }
}

async function shortText(request: Request, most: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? most + 1) > most) return undefined
  const text = await request.text()
  return text.length > most ? undefined : text
}

/** Undefined for what says neither which addresses nor all. Whole addresses are taken as their paths. */
function askedFor(
  said: unknown,
  address: string,
): { readonly paths: readonly string[] | undefined } | undefined {
  if (typeof said !== 'object' || said === null) return undefined
  if ('all' in said && said.all === true) return { paths: undefined }
  if (!('paths' in said) || !Array.isArray(said.paths) || said.paths.length === 0) return undefined
  const paths: string[] = []
  for (const one of said.paths) {
    const url = typeof one === 'string' ? URL.parse(one, address) : null
    if (url === null) return undefined
    paths.push(url.pathname)
  }
  return { paths }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
