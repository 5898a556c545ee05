// App: Request → Response for everything but the hot path, which direct.ts takes; both call the same readArticle.
import type { Hono } from 'hono'
import type { Article } from '../core/article.ts'
import type { Content } from '../core/ports.ts'
import { faviconSvg } from '../pages/favicon.ts'
import { manifest } from '../pages/manifest.ts'
import { robotsText } from '../pages/sitemaps.ts'
import { setCookie } from './cookies.ts'
import type { Issue } from './desk.ts'
import { feedsPath } from './feed-address.ts'
import { encodePath } from './normal-path.ts'
import { wantedOf } from './outcome.ts'
import { articleRequest, createOwnApp, type Env, type OwnParts } from './own-app.ts'
import { openPreview, PICTURES_SECONDS, sealPreviewPictures } from './preview.ts'
import type { PrivateFeeds } from './private-feeds.ts'
import type { PublicPages } from './public-cache.ts'
import { type Reading, readArticle } from './read-article.ts'
import type { Images } from './read-image.ts'
import { type Reply, redirect, toResponse } from './reply.ts'
import { securityHeaders } from './security-headers.ts'

/** What the parts of a running edition are; node.ts puts them together. */
export interface AppParts extends OwnParts {
  readonly content: Content
  readonly reading: Reading
  readonly issueAt: (now: number) => Issue
  readonly images: Images
  readonly privateFeeds: PrivateFeeds
  readonly publicPages: PublicPages
}

export function createApp(parts: AppParts): Hono<Env> {
  const app = createOwnApp(parts)
  const { standfirst } = parts.frame.site.paths
  app.get(`${standfirst}/images/*`, async (context) => {
    const name = context.get('path').slice(`${standfirst}/images/`.length)
    const request = articleRequest(context.req.raw, context.env.remote, parts)
    return toResponse(await parts.images.read(name, request), context.req.method)
  })
  app.get(`${standfirst}/preview/:seal`, (context) => preview(context.req.raw, parts))
  const feeds = feedsPath(parts.frame.site)
  app.get(`${feeds}/*`, async (context) => {
    const request = articleRequest(context.req.raw, context.env.remote, parts)
    const reply = await parts.privateFeeds.read(context.get('path').slice(feeds.length), request)
    return toResponse(reply, context.req.method)
  })
  for (const [path, type, text] of fixedTexts(parts))
    app.get(path, (context) => fixed(type, text, context.req.method, parts.headers))
  app.get('/favicon.ico', (context) =>
    toResponse(redirect('/favicon.svg', 308, 'public, max-age=3600'), context.req.method),
  )
  app.get('*', async (context) => {
    const request = context.req.raw
    const reply = await publication(context.get('path'), request, context.env.remote, parts)
    return toResponse(reply, request.method)
  })
  app.all('*', (context) =>
    toResponse(parts.messages('not-allowed', context.get('path')), context.req.method),
  )
  return app
}

/** The article that is out at a path, if there is one. */
export function articleAt(path: string, issue: Issue, now: number): Article | undefined {
  const article = issue.edition.byPath.get(path)
  return article !== undefined && article.published <= now ? article : undefined
}

/** Where the article that was once at a path stands now, if it is out. */
export function movedTo(path: string, issue: Issue, now: number): string | undefined {
  const moved = issue.edition.moved.get(path)
  return moved !== undefined && articleAt(moved, issue, now) !== undefined ? moved : undefined
}

async function publication(
  path: string,
  request: Request,
  remote: string | undefined,
  parts: AppParts,
): Promise<Reply> {
  const lower = path.toLowerCase()
  if (path !== lower)
    return redirect(encodePath(lower) + new URL(request.url).search, 308, 'no-cache')
  const now = parts.reading.now()
  const issue = parts.issueAt(now)
  if (parts.reading.orders.isWithdrawn(path)) return parts.messages('gone')
  const article = articleAt(path, issue, now)
  if (article !== undefined)
    return readArticle(articleRequest(request, remote, parts), article, issue, parts.reading)
  const moved = movedTo(path, issue, now)
  if (moved !== undefined) return redirect(encodePath(moved), 301, 'no-cache')
  const header = (name: string) => request.headers.get(name) ?? undefined
  const asked = { path, query: new URL(request.url).search, header }
  return (await parts.publicPages.reply(asked, issue, now)) ?? parts.messages('not-found')
}

/** The whole of an article that is not out yet, for whoever holds its secret address; its pictures by a cookie. */
async function preview(request: Request, parts: AppParts): Promise<Response> {
  const { reading } = parts
  const now = reading.now()
  const issue = parts.issueAt(now)
  const { pathname } = new URL(request.url)
  const seal = pathname.split('/').at(-1) ?? ''
  const path = openPreview(seal, reading.seals)
  const article = path === undefined ? undefined : issue.edition.byPath.get(path)
  if (article === undefined || reading.orders.isWithdrawn(article.path))
    return toResponse(parts.messages('not-found', pathname), request.method)
  if (article.published <= now)
    return toResponse(redirect(encodePath(article.path), 302, 'no-store'), request.method)
  const variant = { view: 'full', notice: { kind: 'none' }, signedIn: false } as const
  const made = await reading.pages.make(article, wantedOf(variant, 'identity'), issue, now)
  if (!made.ok) {
    parts.report(made.detail)
    return toResponse(parts.messages('unavailable', pathname), request.method)
  }
  const bytes = made.value.bytes
  const cookie = setCookie(
    reading.cookies.preview,
    sealPreviewPictures(article.path, now, reading.seals),
    PICTURES_SECONDS,
    reading.secure,
  )
  // The publisher's scripts may tell others at which address they run: here none does.
  const alone = { ...parts.frame.site, thirdParties: [] }
  const headers = [
    ...securityHeaders(alone, { referrer: 'no-referrer' }),
    'Content-Type',
    'text/html; charset=utf-8',
    'Cache-Control',
    'private, no-store',
    'X-Robots-Tag',
    'noindex',
    'Set-Cookie',
    cookie,
    'Content-Length',
    String(bytes.length),
  ]
  return toResponse({ status: 200, headers, body: bytes }, request.method)
}

function fixedTexts({ frame }: AppParts): readonly (readonly [string, string, string])[] {
  return [
    ['/robots.txt', 'text/plain; charset=utf-8', robotsText(frame)],
    ['/favicon.svg', 'image/svg+xml', faviconSvg(frame)],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', manifest(frame)],
  ]
}

function fixed(type: string, text: string, method: string, headers: readonly string[]): Response {
  const body = new TextEncoder().encode(text)
  const own = ['Content-Type', type, 'Cache-Control', 'public, max-age=3600']
  const length = ['Content-Length', String(body.length)]
  return toResponse({ status: 200, headers: [...headers, ...own, ...length], body }, method)
}
