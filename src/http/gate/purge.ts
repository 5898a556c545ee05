// Purge: the publisher's system says that something has changed. With the secret, what is kept of it is asked for anew.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Hono } from 'hono'
import type { Env, OwnParts } from '../own-app.ts'
import { toResponse } from '../reply.ts'

const LONGEST = 64 * 1024

/** `secret` undefined: there is no such address. */
export function purgeRoute(
  app: Hono<Env>,
  parts: OwnParts,
  {
    secret,
    purge,
  }: {
    readonly secret: string | undefined
    /** Paths as sent; undefined: everything. Gives how many answers were forgotten. */
    readonly purge: (paths: readonly string[] | undefined) => Promise<number>
  },
): void {
  const { standfirst } = parts.frame.site.paths
  app.post(`${standfirst}/purge`, async (context) => {
    const { raw } = context.req
    const shown = /^Bearer (\S+)$/i.exec(raw.headers.get('authorization') ?? '')?.[1]
    if (secret === undefined || shown === undefined || !isEqual(shown, secret))
      return toResponse(parts.messages('not-found', context.get('path')), raw.method)
    context.header('Cache-Control', 'no-store')
    const text = await shortText(raw)
    const asked = text === undefined ? undefined : askedFor(text, parts.frame.site.address)
    if (asked === undefined)
      return context.json({ fault: 'Write {"paths": ["/an/address"]} or {"all": true}.' }, 422)
    return context.json({ purged: await purge(asked.paths) })
  })
}

function isEqual(shown: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(shown), digest(secret))
}

async function shortText(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? LONGEST + 1) > LONGEST) return undefined
  const text = await request.text()
  return text.length > LONGEST ? undefined : text
}

/** Undefined for what says neither which addresses nor all. Whole addresses are taken as their paths. */
function askedFor(
  text: string,
  address: string,
): { readonly paths: readonly string[] | undefined } | undefined {
  const said = jsonOf(text)
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
