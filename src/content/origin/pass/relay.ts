// Relay: takes a request to the origin and brings the answer back as it comes, both no faster than they are taken. What
// goes this way is not kept and not taken apart: the site's log-in, its editors' work, uploads, partners.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { OriginSettings, SiteAddresses, Tally } from '../../../core/origin.ts'
import { toOrigin } from '../addresses.ts'
import { hasPassed } from '../client/sent-headers.ts'
import type { AskOrigin } from '../editors/asking.ts'
import { selfAddress } from '../site-addresses.ts'
import { answerWith } from './answer.ts'
import { askThrough } from './ask.ts'
import { type Framing, framingOf, sendBody } from './body.ts'
import { headersForOrigin, type Site } from './headers.ts'
import { type Line, openLine } from './line.ts'
import { answerLookedThrough, type Clear, isLookedThrough } from './look-through.ts'
import { openSockets } from './sockets.ts'

/**
 * `log-in`: the site decides for itself, by cookies of its system. `editor`: confirmed, and gets everything for
 * themselves alone. `partner`: the same without cookies, and the secret stays here. `pass`: as configured, no text is
 * touched.
 */
export type As = 'log-in' | 'editor' | 'partner' | 'pass'

interface Manner {
  readonly withCmsCookies: boolean
  readonly withAuthorization: boolean
  readonly isPrivate: boolean
  readonly rewritesTexts: boolean
  /** Nobody has granted anything: the sentinel reads what goes out. */
  readonly looksThrough: boolean
}

const MANNERS: Readonly<Record<As, Manner>> = {
  'log-in': {
    withCmsCookies: true,
    withAuthorization: true,
    isPrivate: false,
    rewritesTexts: true,
    looksThrough: false,
  },
  editor: {
    withCmsCookies: true,
    withAuthorization: true,
    isPrivate: true,
    rewritesTexts: true,
    looksThrough: false,
  },
  partner: {
    withCmsCookies: false,
    withAuthorization: false,
    isPrivate: true,
    rewritesTexts: true,
    looksThrough: false,
  },
  pass: {
    withCmsCookies: false,
    withAuthorization: true,
    isPrivate: false,
    rewritesTexts: false,
    looksThrough: true,
  },
}

interface Passing {
  readonly as: As
  /** Path and query as they were decided; what the request itself says of them is not looked at. */
  readonly target: string
  /** Address of who asks, as it is told to the origin. */
  readonly client: string | undefined
}

type Unanswered = 'unreachable' | 'too-slow' | 'rubbish'

export interface RelayOptions {
  readonly settings: Pick<
    OriginSettings,
    'url' | 'host' | 'secret' | 'own' | 'cms' | 'cookies' | 'answerWithinMs'
  >
  readonly addresses: SiteAddresses
  /** Names of Standfirst's own cookies. */
  readonly isOurs: (name: string) => boolean
  /** Answers in place of the origin. Nothing has been sent yet. */
  readonly unanswered: (request: IncomingMessage, response: ServerResponse, why: Unanswered) => void
  readonly tally: Tally
  /** Reads what is passed on to readers. */
  readonly clear: Clear
  /** For how many milliseconds nobody says anything before nobody waits any more; two minutes where it is left out. */
  readonly silentMs?: number
}

export interface Relay {
  /** At once; whatever happens is answered, or the connection is closed. */
  listener(request: IncomingMessage, response: ServerResponse, how: Passing): void
  /** For a server's `upgrade` event, where the configuration lets sockets pass. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, how: Passing): void
  /** A short question of our own. */
  readonly ask: AskOrigin
  /** Ends what is under way. */
  close(): void
}

/** Without a byte in either direction for this long, nobody waits any more. An editor's work may take a while. */
const SILENT_MS = 120_000

export function openRelay(options: RelayOptions): Relay {
  const site = siteOf(options)
  const line = openLine(options.settings.url, site.host)
  const sockets = openSockets(line, site, options.tally)
  return {
    listener(request, response, how) {
      if (goesRound(request, options.tally)) options.unanswered(request, response, 'unreachable')
      else relay(options, site, line, { request, response, how })
    },
    upgrade(request, socket, head, how) {
      if (goesRound(request, options.tally)) socket.destroy()
      else sockets.pass({ request, socket, head, sender: { ...how, ...MANNERS[how.as] } })
    },
    ask: askThrough(line, site, options.settings.answerWithinMs),
    close() {
      sockets.close()
      line.close()
    },
  }
}

function siteOf({ settings, addresses, isOurs }: RelayOptions): Site {
  const { cms, cookies, url, host, secret } = settings
  const known = selfAddress(settings, addresses.public)
  return { cms, cookies, isOurs, addresses, known, secret, host: host ?? new URL(url).host }
}

/** Whether the origin that is configured leads back here. */
function goesRound({ headers }: IncomingMessage, tally: Tally): boolean {
  const round = hasPassed([['via', headers.via ?? '']])
  if (round) tally.count('relay-unanswered', { why: 'loop' })
  return round
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly how: Passing
}

function relay(options: RelayOptions, site: Site, line: Line, exchange: Exchange): void {
  const { request, response, how } = exchange
  const { silentMs = SILENT_MS } = options
  const manner = MANNERS[how.as]
  const framing = framingOf(request, manner.rewritesTexts)
  const isRepeatable =
    framing.kind === 'none' && /^(?:GET|HEAD|OPTIONS)$/.test(request.method ?? '')
  const headers = framed(
    { framing, coding: manner.looksThrough ? 'identity' : codingFor(request) },
    headersForOrigin(request.headers, site, { ...how, ...manner }),
  )
  const inward = (text: string) => toOrigin(text, site.addresses, site.known)
  const path = inward(how.target)
  const method = request.method ?? 'GET'
  // The server's own patience with a silent connection is shorter. The origin's runs out first: who waits is told so.
  request.socket.setTimeout(2 * silentMs)

  const attempt = (again: boolean) => {
    const outgoing = line.begin({ method, path, headers, shared: again })
    let answered = false
    const fail = (why: Unanswered) => {
      if (answered) return
      answered = true
      options.tally.count('relay-unanswered', { why })
      if (!response.headersSent && !response.destroyed) options.unanswered(request, response, why)
    }
    let left = false
    const gone = () => {
      left = true
      outgoing.destroy()
    }
    response.once('close', gone)
    outgoing.setTimeout(silentMs, () => {
      fail('too-slow')
      outgoing.destroy()
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      response.off('close', gone)
      if (left) return
      if (!answered && again && outgoing.reusedSocket && !response.destroyed) {
        answered = true
        attempt(false)
      } else fail(error.code?.startsWith('HPE_') === true ? 'rubbish' : 'unreachable')
    })
    outgoing.once('response', (answer) => {
      answered = true
      if (!manner.looksThrough || !isLookedThrough(answer))
        return answerWith(answer, request, response, site, manner)
      const { target } = how
      const look = { target, clear: options.clear }
      answerLookedThrough(answer, response, site, look).catch(() => response.destroy())
    })
    sendBody(request, outgoing, framing, inward, gone)
  }
  attempt(isRepeatable)
}

/** With how its body comes, and how that of the answer may be packed: as what is undone and done again here. */
function framed(
  { framing, coding }: { readonly framing: Framing; readonly coding: 'gzip' | 'identity' },
  headers: OutgoingHttpHeaders,
): OutgoingHttpHeaders {
  const { 'content-length': _, ...others } = headers
  const sent = { ...others, 'accept-encoding': coding }
  switch (framing.kind) {
    case 'stream':
      return framing.length === undefined
        ? { ...sent, 'transfer-encoding': 'chunked' }
        : { ...sent, 'content-length': framing.length }
    case 'rewrite':
      return { ...sent, 'transfer-encoding': 'chunked' }
    case 'none':
    case 'whole':
      return sent
  }
}

/** A part of something packed could not be unpacked. */
function codingFor({ headers }: IncomingMessage): 'gzip' | 'identity' {
  if (headers.range !== undefined) return 'identity'
  const codings = String(headers['accept-encoding'] ?? '').split(',')
  const takesGzip = codings.some((coding) => {
    const [name, ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase())
    return name === 'gzip' && !parameters.some((one) => /^q\s*=\s*0(?:\.0*)?$/.test(one))
  })
  return takesGzip ? 'gzip' : 'identity'
}
