// Account: the places that log-in, subscribing and the account stand at.
import type { Hono } from 'hono'
import { accountPage } from '../pages/account-pages.ts'
import type { Frame } from '../pages/frame.ts'
import { encodePath, normalPath } from './normal-path.ts'
import { toResponse } from './reply.ts'

const PAGES = [
  ['', 'account'],
  ['/log-in', 'log-in'],
  ['/subscribe', 'subscribe'],
  ['/cancel', 'cancel'],
] as const

/** `path` is the account's configured place. Account pages are kept by nobody. */
export function accountRoutes<Env extends object>(
  app: Hono<Env>,
  path: string,
  parts: { readonly frame: Frame; readonly headers: readonly string[] },
): void {
  for (const [place, kind] of PAGES)
    app.get(path + place, (context) => {
      const returnTo = safeReturn(new URL(context.req.url).searchParams.get('return_to'))
      const body = new TextEncoder().encode(accountPage(parts.frame, { kind, returnTo }))
      const own = ['Content-Type', 'text/html; charset=utf-8', 'Cache-Control', 'no-store']
      const length = ['X-Robots-Tag', 'noindex', 'Content-Length', String(body.length)]
      const headers = [...parts.headers, ...own, ...length]
      return toResponse({ status: 200, headers, body }, context.req.method)
    })
}

/** Only a path of this publication in its normal form leads back; anything else leads nowhere. */
function safeReturn(value: string | null): string | undefined {
  if (value === null) return undefined
  const normal = normalPath(encodePath(value))
  return normal.kind === 'normal' ? normal.path : undefined
}
