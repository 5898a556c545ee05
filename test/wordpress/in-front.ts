// In front: what stands between a browser and WordPress. Log-in and administration reach it, editors reach all of it, and
// whoever else asks for a page gets what stands for the gate's answer to readers.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEditors, type Editors } from '../../src/content/origin/editors/editors.ts'
import { openRelay, type Relay } from '../../src/content/origin/pass/relay.ts'
import type { WordPress } from './wordpress.ts'

export interface Front {
  /** Another host than WordPress's own. */
  readonly address: string
  end(): Promise<void>
}

const FOR_READERS = 'what the gate shows to readers'
const OF_SITE = /^\/(?:wp-login\.php|wp-admin(?:\/|$))/
const FILES = /^\/(?:wp-content|wp-includes)\//

export async function standInFront({ address }: WordPress): Promise<Front> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const addresses = { public: `http://localhost:${port}`, own: [address] }
  const settings = {
    url: address,
    host: undefined,
    own: [],
    cms: 'wordpress',
    cookies: [],
  } as const
  const tally = { count() {} }
  const relay = openRelay({
    settings: { ...settings, answerWithinMs: 20_000 },
    ...{ addresses, tally },
    isOurs: (name) => /^(?:__Host-)?standfirst-/.test(name),
    unanswered: (_request, response, why) => response.writeHead(502).end(why),
  })
  const editors = createEditors({
    settings: { cms: 'wordpress', editors: true },
    ...{ ask: relay.ask, now: Date.now, tally },
    report: (line) => process.stderr.write(`${line}\n`),
  })
  server.on('request', (request, response) => void answer(request, response, relay, editors))
  return {
    address: addresses.public,
    end: () => close(server, relay),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  relay: Relay,
  editors: Editors,
): Promise<void> {
  const target = request.url ?? '/'
  const { cookie } = request.headers
  const nonce = [request.headers['x-wp-nonce']].flat()[0]
  const confirmed = editors.confirm(cookie, { nonce, network: undefined })
  const as = OF_SITE.test(target)
    ? 'log-in'
    : FILES.test(target)
      ? 'pass'
      : (await confirmed) === 'editor'
        ? 'editor'
        : undefined
  if (as === undefined) response.writeHead(200, { 'content-type': 'text/plain' }).end(FOR_READERS)
  else relay.listener(request, response, { as, target, client: '127.0.0.1' })
}

async function close(server: Server, relay: Relay): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  relay.close()
  await closed
}
