// Own app: what is Standfirst's own at every publication, whatever stands beside it: account, health, files of its pages.
import { Hono } from 'hono'
import type { Report } from '../core/log.ts'
import type { Cidr } from '../core/network.ts'
import type { Frame } from '../pages/frame.ts'
import type { AccountParts } from './account/parts.ts'
import { accountRoutes } from './account/routes.ts'
import type { AssetFile } from './assets.ts'
import { clientAddress, clientNetwork } from './client-network.ts'
import type { Messages } from './messages.ts'
import { type Metrics, maySeeMetrics } from './metrics.ts'
import { normalPath } from './normal-path.ts'
import { isPrefetch } from './prefetch.ts'
import type { ArticleRequest } from './read-article.ts'
import { type Reply, redirect, toResponse } from './reply.ts'
import type { Telling } from './tell-request.ts'
import { toldPath } from './told-path.ts'

/** What is told of a running publication to whoever watches it. */
export interface Health {
  /** How many articles are out. */
  readonly articles: number
  readonly faults: number
  /** Which orders hold. */
  readonly orders: string
}

export interface OwnParts {
  readonly frame: Frame
  readonly accounts: AccountParts
  readonly messages: Messages
  readonly assets: ReadonlyMap<string, AssetFile>
  /** What every page says of itself: names and values in turn. */
  readonly headers: readonly string[]
  readonly trustedProxies: readonly Cidr[]
  readonly health: () => Health
  /** Whether more is asked than can be done: account pages wait first. */
  readonly isOverloaded: () => boolean
  /** Undefined: nothing is counted. */
  readonly metrics: Metrics | undefined
  readonly report: Report
  /** Undefined: nothing is told of requests. */
  readonly telling: Telling | undefined
}

export interface Env {
  Bindings: { readonly remote: string | undefined }
  Variables: { path: string }
}

/** Paths are in their one normal form from here on. The caller adds the rest, and what answers everything else. */
export function createOwnApp(parts: OwnParts): Hono<Env> {
  const app = new Hono<Env>()
  const { account, standfirst } = parts.frame.site.paths
  app.use(async (context, next) => {
    const url = new URL(context.req.url)
    const normal = normalPath(url.pathname)
    if (normal.kind === 'refused')
      return toResponse(parts.messages('refused', url.pathname), context.req.method)
    if (normal.kind === 'redirect')
      return toResponse(redirect(normal.to + url.search, 308, 'no-cache'), context.req.method)
    if (parts.isOverloaded() && (normal.path === account || normal.path.startsWith(`${account}/`)))
      return toResponse(parts.messages('unavailable', normal.path), context.req.method)
    context.set('path', normal.path)
    return next()
  })
  app.get(`${standfirst}/health`, (context) =>
    toResponse(healthReply(parts.health()), context.req.method),
  )
  app.get(`${standfirst}/metrics`, async (context) => {
    const { metrics, trustedProxies } = parts
    const { req, env } = context
    const client = clientAddress(env.remote, req.header('x-forwarded-for'), trustedProxies)
    if (metrics === undefined || !maySeeMetrics(metrics, client, req.header('authorization')))
      return toResponse(parts.messages('not-found', context.get('path')), req.method)
    const headers = { 'Cache-Control': 'no-store', 'Content-Type': metrics.type }
    return context.body(await metrics.text(), 200, headers)
  })
  app.get(`${standfirst}/assets/:name`, (context) =>
    asset(context.req.param('name'), context.req.raw, parts),
  )
  accountRoutes(app, account, parts.accounts)
  app.onError((error, context) => {
    const { pathname } = new URL(context.req.url)
    const place = `${context.req.method} ${toldPath(pathname, parts.frame.site.paths)}`
    parts.report(`${place} failed: ${error.stack ?? error.message}`, 'error')
    return toResponse(parts.messages('failed', pathname), context.req.method)
  })
  return app
}

/** What readArticle looks at, from a Web Request. */
export function articleRequest(
  request: Request,
  remote: string | undefined,
  parts: Pick<OwnParts, 'trustedProxies'>,
): ArticleRequest {
  const header = (name: string) => request.headers.get(name) ?? undefined
  return {
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    cookie: header('cookie'),
    ifNoneMatch: header('if-none-match'),
    acceptEncoding: header('accept-encoding'),
    prefetch: isPrefetch(header),
    network: () => clientNetwork(remote, header('x-forwarded-for'), parts.trustedProxies),
    client: () => clientAddress(remote, header('x-forwarded-for'), parts.trustedProxies),
    agent: header('user-agent'),
  }
}

function healthReply(health: Health): Reply {
  const body = new TextEncoder().encode(JSON.stringify({ status: 'ok', ...health }))
  const own = ['Content-Type', 'application/json', 'Cache-Control', 'no-store']
  return { status: 200, headers: [...own, 'Content-Length', String(body.length)], body }
}

function asset(name: string, request: Request, parts: OwnParts): Response {
  const file = parts.assets.get(name)
  if (file === undefined) return toResponse(parts.messages('not-found'), request.method)
  return toResponse(file.reply(request), request.method)
}
