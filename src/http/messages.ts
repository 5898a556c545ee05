// Messages: the pages that say that something is not to be had, made once at the start.
import type { Site } from '../core/publication.ts'
import type { Frame } from '../pages/frame.ts'
import { messagePage } from '../pages/message-page.ts'
import { feedsPath } from './feed-address.ts'
import type { Reply } from './reply.ts'
import { securityHeaders } from './security-headers.ts'

type Message =
  | 'not-found'
  | 'gone'
  | 'failed'
  | 'unavailable'
  | 'refused'
  | 'not-allowed'
  | 'closed'
  | 'unsent'
  | 'unfindable'

/** `at`: the path where it is shown. Left out where no address with a secret is. */
export type Messages = (message: Message, at?: string) => Reply

const STATUS = {
  'not-found': 404,
  gone: 410,
  failed: 500,
  unavailable: 503,
  refused: 400,
  'not-allowed': 405,
  closed: 404,
  unsent: 404,
  unfindable: 503,
} as const

const EXTRA: Partial<Record<Message, readonly string[]>> = {
  unavailable: ['Retry-After', '30'],
  // Somebody has to look at it first.
  unfindable: ['Retry-After', '600'],
  'not-allowed': ['Allow', 'GET, HEAD'],
}

export function createMessages(frame: Frame): Messages {
  const { site } = frame
  const secretPlaces = placesOfSecrets(site)
  const usual = createPages(frame, securityHeaders(site))
  const alone = { ...site, scripts: [], thirdParties: [] }
  const secret = createPages(
    { ...frame, site: alone },
    securityHeaders(alone, { referrer: 'no-referrer' }),
  )
  return (message, at) =>
    at !== undefined && secretPlaces.some((place) => at.startsWith(place))
      ? secret(message)
      : usual(message)
}

/**
 * Whoever holds an address there has what it opens. The publisher's own scripts, which may tell others at which address
 * they run, and their servers are kept off its pages.
 */
function placesOfSecrets(site: Site): readonly string[] {
  const { account, standfirst } = site.paths
  return [`${feedsPath(site)}/`, `${account}/link/`, `${standfirst}/preview/`]
}

/** `headers`: what every page says of itself, names and values in turn. */
function createPages(frame: Frame, headers: readonly string[]): (message: Message) => Reply {
  const made = new Map<Message, Reply>()
  const make = (message: Message): Reply => {
    const body = new TextEncoder().encode(
      messagePage(frame, message === 'not-allowed' ? 'refused' : message),
    )
    const own = [
      'Content-Type',
      'text/html; charset=utf-8',
      'Cache-Control',
      'no-store',
      'Content-Length',
      String(body.length),
      ...(EXTRA[message] ?? []),
    ]
    const reply = { status: STATUS[message], headers: [...headers, ...own], body }
    made.set(message, reply)
    return reply
  }
  return (message) => made.get(message) ?? make(message)
}
