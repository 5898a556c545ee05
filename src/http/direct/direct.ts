// Direct: articles and public pages without a Request and a Response between. The same readArticle and the same
// PublicPages as the app's.
import { isOwn } from '../../pages/addresses.ts'
import { type AppParts, articleAt, movedTo } from '../app.ts'
import { clientAddress, clientNetwork } from '../client-network.ts'
import type { Issue } from '../desk.ts'
import { normalPath } from '../normal-path.ts'
import { isPrefetch } from '../prefetch.ts'
import { type ArticleRequest, readArticle } from '../read-article.ts'
import { tellReply } from '../tell-request.ts'
import { toldPath } from '../told-path.ts'
import type { Asked, Direct } from './asked.ts'

/** Answers for articles that are out, and for front page, lists, feeds and maps. */
export function createDirect(parts: AppParts): Direct {
  return {
    answer: (asked, remote) => answer(asked, remote, parts),
    failed({ method, target }, error) {
      const path = toldPath(target, parts.frame.site.paths)
      parts.report(`${method} ${path} failed: ${String(error)}`, 'error')
      const [address] = target.split('?', 1)
      const reply = parts.messages('failed', address)
      tellReply(parts.telling, method, target, reply, 0)
      return reply
    },
  }
}

function answer(
  asked: Asked,
  remote: () => string | undefined,
  parts: AppParts,
): ReturnType<Direct['answer']> {
  const { reading, telling } = parts
  const { method, target } = asked
  const query = target.indexOf('?')
  const normal = normalPath(query < 0 ? target : target.slice(0, query))
  if (normal.kind !== 'normal') return undefined
  const { path } = normal
  const now = reading.now()
  const issue = parts.issueAt(now)
  const article = articleAt(path, issue, now)
  if (article === undefined && isOwn(path, parts.frame.site.paths)) return undefined
  if (reading.orders.isWithdrawn(path)) return undefined
  const reply =
    article === undefined
      ? answerPublic(asked, path, { issue, now }, parts)
      : readArticle(articleRequest(asked, remote, parts), article, issue, reading)
  if (reply === undefined) return undefined
  if (!(reply instanceof Promise)) {
    tellReply(telling, method, target, reply, 0)
    return reply
  }
  const began = performance.now()
  return reply.then((made) => {
    tellReply(telling, method, target, made, performance.now() - began)
    return made
  })
}

/** What the app answers otherwise at such a path goes before: its own pages, and redirects. */
function answerPublic(
  asked: Asked,
  path: string,
  { issue, now }: { readonly issue: Issue; readonly now: number },
  { frame, publicPages }: AppParts,
): ReturnType<Direct['answer']> {
  const { site } = frame
  if (path !== path.toLowerCase()) return undefined
  if (movedTo(path, issue, now) !== undefined) return undefined
  const { target } = asked
  const query = target.includes('?') ? new URL(target, site.address).search : ''
  const header = (name: string) => asked.header(name)
  return publicPages.reply({ path, query, header }, issue, now)
}

function articleRequest(
  asked: Asked,
  remote: () => string | undefined,
  { trustedProxies }: Pick<AppParts, 'trustedProxies'>,
): ArticleRequest {
  const header = (name: string) => asked.header(name)
  return {
    method: asked.method,
    cookie: asked.header('cookie'),
    ifNoneMatch: asked.header('if-none-match'),
    acceptEncoding: asked.header('accept-encoding'),
    prefetch: isPrefetch(header),
    network: () => clientNetwork(remote(), asked.header('x-forwarded-for'), trustedProxies),
    client: () => clientAddress(remote(), asked.header('x-forwarded-for'), trustedProxies),
    agent: asked.header('user-agent'),
  }
}
