// Own pages: what every running publication has of Standfirst's own: its frame, its account pages, their files.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Config } from '../config.ts'
import type { Section, Site } from '../core/publication.ts'
import { prepareAssets } from '../http/assets.ts'
import { createMessages, type Messages } from '../http/messages.ts'
import { normalPath } from '../http/normal-path.ts'
import type { Env, Health, OwnParts } from '../http/own-app.ts'
import type { Deciding } from '../http/read-article.ts'
import { writeReply } from '../http/respond.ts'
import { securityHeaders } from '../http/security-headers.ts'
import { tellReply, tellSent } from '../http/tell-request.ts'
import { toldPath } from '../http/told-path.ts'
import type { Frame } from '../pages/frame.ts'
import { letters } from '../pages/letters.ts'
import { wordsFor } from '../pages/words/words.ts'
import { parseReaderAddress } from './accounts.ts'
import { loadAssets } from './assets.ts'
import type { RunningParts } from './deciding.ts'

export interface Framed {
  readonly frame: Frame
  /** What every page of ours says of itself: names and values in turn. */
  readonly headers: readonly string[]
  readonly messages: Messages
  readonly assets: OwnParts['assets']
}

/** What pages of ours are made with. `address`: scheme and authority under which readers come. */
export async function frameOf(
  config: Config,
  sections: readonly Section[],
  address: string,
): Promise<Framed> {
  const loaded = await loadAssets(`${config.site.paths.standfirst}/assets`, config.logo)
  const publication = { ...config.site.publication, sections, logo: loaded.logo }
  const site: Site = { ...config.site, publication, address }
  const frame: Frame = { site, assets: loaded.assets, words: wordsFor(publication.language) }
  return {
    frame,
    headers: securityHeaders(site),
    messages: createMessages(frame),
    assets: await prepareAssets(loaded.sources),
  }
}

export function ownParts(
  { config, accounts, metrics, report, requests, isOverloaded }: RunningParts,
  { frame, headers, messages, assets }: Framed,
  deciding: Deciding,
  health: () => Health,
): OwnParts {
  const { store, payments, passkeys, wake, practiceOutbox } = accounts
  const { trustedProxies } = config
  return {
    frame,
    headers,
    messages,
    assets,
    trustedProxies,
    health,
    metrics,
    isOverloaded: isOverloaded ?? (() => false),
    report,
    telling: requests && {
      log: requests,
      pathOf: (target) => toldPath(target, config.site.paths),
    },
    accounts: {
      ...deciding,
      frame,
      headers,
      scriptHeaders: securityHeaders(frame.site, { withScript: true }),
      store,
      payments,
      passkeys,
      wake,
      practiceOutbox,
      letters: letters(frame),
      parseAddress: parseReaderAddress,
      trustedProxies,
    },
  }
}

/** Request → Response. `remote`: the client's address. */
export function answering(
  app: Hono<Env>,
  { telling }: Pick<OwnParts, 'telling'>,
): (request: Request, remote?: string) => Promise<Response> {
  return async (request, remote) => {
    const began = performance.now()
    const response = await app.fetch(request, { remote })
    if (telling !== undefined) {
      const { status, headers } = response
      const bytes = () => {
        const length = headers.get('content-length')
        return length === null ? undefined : Number(length)
      }
      const sent = { status, bytes }
      tellSent(telling, request.method, request.url, sent, performance.now() - began)
    }
    return response
  }
}

/**
 * The same for sockets. What two servers could read differently is refused as it was written: a Web Request would have
 * tidied it up, and `/a/../b` would be answered as `/b`.
 */
export function asListener(
  fetch: (request: Request, remote?: string) => Promise<Response>,
  messages: Messages,
  telling: OwnParts['telling'],
): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(
    (request, { incoming }) => fetch(request, incoming.socket.remoteAddress),
    { overrideGlobalObjects: false },
  )
  return (request, response) => {
    const { method, url = '' } = request
    const [path = ''] = url.split('?', 1)
    if (normalPath(path).kind === 'refused') {
      const refused = messages('refused', path)
      writeReply(response, refused, method)
      return tellReply(telling, method ?? 'GET', url, refused, 0)
    }
    void listener(request, response)
  }
}
