// Gate: one running publication that stands in front of a site, put together from its parts.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { idOf } from '../content/article-id.ts'
import { isOurs } from '../content/origin/asking.ts'
import { createEditors, type EditorNews } from '../content/origin/editors/editors.ts'
import { partnerOf } from '../content/origin/editors/partner.ts'
import { openRelay, type Relay } from '../content/origin/pass/relay.ts'
import { addressesOf } from '../content/origin/site-addresses.ts'
import { addressPath } from '../core/address-path.ts'
import type { Report } from '../core/log.ts'
import type {
  OriginSettings,
  OriginSite,
  SiteAddresses,
  SiteAnswer,
  Tally,
} from '../core/origin.ts'
import { pathMatches } from '../core/policy.ts'
import { ok, type Result } from '../core/result.ts'
import { clientAddress } from '../http/client-network.ts'
import { countedPages } from '../http/counted-pages.ts'
import { createAnswerPages } from '../http/gate/answer-pages.ts'
import { createClosedWays } from '../http/gate/closed-ways.ts'
import { createGateDirect, createGateReady } from '../http/gate/direct.ts'
import { createGate, type GateParts } from '../http/gate/gate.ts'
import { createGatePages } from '../http/gate/gate-pages.ts'
import { createGatedFiles } from '../http/gate/gated-files.ts'
import { purgeRoute } from '../http/gate/purge.ts'
import { sitePath } from '../http/gate/site-path.ts'
import { createOwnApp, type OwnParts } from '../http/own-app.ts'
import type { Reading } from '../http/read-article.ts'
import { toResponse } from '../http/reply.ts'
import { placeOf, withoutWords } from '../http/told-path.ts'
import { ARTICLE_HEADERS, createDeciding, type RunningParts } from './deciding.ts'
import { answering, asListener, type Framed, frameOf, ownParts } from './own-pages.ts'
import type { Publisher } from './publisher.ts'
import { openSiteOf } from './site.ts'
import { allowSlowBodies, limitSlowBodies } from './slow-bodies.ts'

/** Bytes of rendered articles that are kept. */
const VARIANT_BUDGET = 128 * 1024 * 1024

export interface GateOptions extends RunningParts {
  readonly settings: OriginSettings
  /** The data folder; undefined keeps everything in memory. */
  readonly dataDir: string | undefined
  readonly tally: Tally
  /** Without: it is opened here. */
  readonly site?: OriginSite
  /** Whom other processes have found to be an editor. */
  readonly editors?: EditorNews
}

export interface GatePublisher extends Pick<Publisher, 'direct' | 'listener' | 'articleCount'> {
  readonly site: OriginSite
  /** For a server's `upgrade` event. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Takes away for good what is withdrawn. */
  readonly sweep: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Fails `cannot-serve` when what is kept of the site cannot be kept. */
export async function createGatePublisher(
  given: GateOptions,
): Promise<Result<GatePublisher, 'cannot-serve'>> {
  const report: Report = (line, level) => given.report(withoutWords(line), level)
  const options = { ...given, report }
  const { config, settings, address } = options
  const addresses = addressesOf(settings, address)
  const framed = await frameOf(config, [], address)
  const deciding = createDeciding(options, framed.frame.site, framed.messages)
  const opened =
    given.site === undefined ? await openSiteOf({ ...options, addresses }) : ok(given.site)
  if (!opened.ok) return opened
  const site = opened.value
  const relay = relayOf(options, framed, addresses, site)
  const reading: Reading<SiteAnswer> = {
    ...deciding,
    pages: countedPages(
      createGatePages({
        frame: framed.frame,
        ownWall: settings.wall,
        headers: ARTICLE_HEADERS,
        budget: VARIANT_BUDGET,
        observes: settings.mode === 'observe',
        putOff: options.putOff,
      }),
      options.pageTally,
    ),
    // What an answer was made of is at hand for as long as it is: it is never found changed.
    current: () => undefined,
  }
  const gate: GateParts = {
    ...{ site, reading, messages: framed.messages, tally: options.tally },
    pages: createAnswerPages(),
    sayClosed: createClosedWays({
      ...{ observes: settings.mode === 'observe', own: config.site.paths, report },
    }),
    files: createGatedFiles({ deciding, frame: framed.frame, headers: framed.headers, idOf }),
    editors: editorsOf(options, relay),
    partnerOf: ({ header, method, target }) =>
      partnerOf({ method, authorization: header('authorization'), target }, settings)?.name,
  }
  return ok(publisherOf(options, { framed, deciding, site, relay, gate }))
}

function publisherOf(
  options: GateOptions,
  made: {
    readonly framed: Framed
    readonly deciding: Parameters<typeof ownParts>[2]
    readonly site: OriginSite
    readonly relay: Relay
    readonly gate: GateParts
  },
): GatePublisher {
  const { config, settings, orders, report } = options
  const { framed, deciding, site, relay } = made
  const health = () => ({ articles: site.known(), faults: 0, orders: orders.digest() })
  const own = ownParts(options, framed, deciding, health)
  const app = createOwnApp(own)
  purgeRoute(app, own, {
    secret: settings.purgeSecret,
    purge: (paths) => site.purge(paths),
    now: options.now,
  })
  app.all('*', (context) =>
    toResponse(framed.messages('not-found', context.get('path')), context.req.method),
  )
  const { trustedProxies } = config
  const bodies = limitSlowBodies()
  const parts = {
    ...{ gate: createGate(made.gate), own: config.site.paths, messages: framed.messages },
    ...{ trustedProxies, report, telling: ofSite(own) },
  }
  const listener = createGateDirect({
    ...parts,
    app: asListener(answering(app, own), framed.messages, own.telling),
    pass(request, response, why, client) {
      bodies.release(request)
      relay.listener(request, response, { as: why, target: request.url ?? '/', client })
    },
  })
  return {
    direct: createGateReady(parts),
    listener: bodies.limited(listener),
    articleCount: () => site.known(),
    site,
    upgrade: (request, socket, head) => {
      const client = clientAddress(
        request.socket.remoteAddress,
        single(request.headers['x-forwarded-for']),
        trustedProxies,
      )
      const target = request.url ?? '/'
      if (!opensSocket(target, settings))
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      else relay.upgrade(request, socket, head, { as: 'pass', target, client })
    },
    sweep: () => site.sweep(),
    async close() {
      relay.close()
      await site.close()
    },
  }
}

/** Of the site's addresses less is told than of our own. */
function ofSite({ telling, frame: { site } }: Pick<OwnParts, 'telling' | 'frame'>) {
  return telling && { ...telling, pathOf: (target: string) => placeOf(target, site.paths) }
}

/** Whether the configuration lets sockets through to it. `target`: path and query as sent. */
export function opensSocket(target: string, { pass }: OriginSettings): boolean {
  const place = sitePath(target)
  if (place.kind !== 'normal') return false
  const path = addressPath(place.path)
  return pass.some((one) => one.webSockets && pathMatches(one.path, path))
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}

function relayOf(
  { settings, tally }: GateOptions,
  { messages }: Framed,
  addresses: SiteAddresses,
  site: OriginSite,
): Relay {
  return openRelay({
    clear: (text, target, type) => site.cleared(text, target, type),
    ...{ settings, addresses, tally, isOurs },
    unanswered(_request, response) {
      const reply = messages('unavailable')
      response.writeHead(reply.status, [...reply.headers])
      response.end(reply.body)
    },
  })
}

function editorsOf({ settings, now, report, tally, editors }: GateOptions, relay: Relay) {
  return createEditors({
    ...{ settings, now, report, tally, ask: relay.ask, news: editors },
  })
}

/** Lets sockets through where the configuration says so, and uploads take their time. */
export function answerUpgrades(server: Server, { upgrade }: Pick<GatePublisher, 'upgrade'>): void {
  allowSlowBodies(server)
  server.on('upgrade', upgrade)
}
