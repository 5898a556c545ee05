// Direct: articles without a Request and a Response between. The same readArticle as the app's.
import { type AppParts, articleAt } from '../app.ts'
import { clientAddress, clientNetwork } from '../client-network.ts'
import { normalPath } from '../normal-path.ts'
import { isPrefetch } from '../prefetch.ts'
import { type ArticleRequest, readArticle } from '../read-article.ts'
import { tellReply } from '../tell-request.ts'
import { toldPath } from '../told-path.ts'
import type { Asked, Direct } from './asked.ts'

/** Answers for articles that are out. */
export function createDirect(parts: AppParts): Direct {
  return {
    answer: (asked, remote) => answerArticle(asked, remote, parts),
    failed({ method, target }, error) {
      const path = toldPath(target, parts.frame.site.paths)
      parts.report(`${method} ${path} failed: ${String(error)}`, 'error')
      const reply = parts.messages('failed')
      tellReply(parts.telling, method, target, reply, 0)
      return reply
    },
  }
}

function answerArticle(
  asked: Asked,
  remote: () => string | undefined,
  parts: AppParts,
): ReturnType<Direct['answer']> {
  const { reading, telling } = parts
  const { method, target } = asked
  const query = target.indexOf('?')
  const normal = normalPath(query < 0 ? target : target.slice(0, query))
  if (normal.kind !== 'normal') return undefined
  const now = reading.now()
  const issue = parts.issueAt(now)
  const article = articleAt(normal.path, issue, now)
  if (article === undefined || reading.orders.isWithdrawn(normal.path)) return undefined
  const reply = readArticle(articleRequest(asked, remote, parts), article, issue, reading)
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
