// Asker: asks the audited site, and it alone. It keeps to robots.txt, to the pace and to the site's own origin, and
// follows redirects by hand.
import { createHash } from 'node:crypto'
import { failed, ok, type Result } from '../../core/result.ts'
import { AGENT_NAME, agentSuffix, CONTROL_PATH } from './agent.ts'
import { LIMITS, type Limits } from './limits.ts'
import { Pace } from './pace.ts'
import { type Robots, readRobots } from './robots.ts'
import { Sender, type Sent, type Unsent, type Wire } from './send.ts'

export interface Question {
  /** Absolute path with its query, as it goes on the wire. */
  readonly path: string
  readonly method?: Sent['method']
  readonly headers?: Readonly<Record<string, string>>
  /** The agent string before the audit's own name. */
  readonly agent: string
  /** Cookies that the site itself set, or that the operator handed in. */
  readonly cookie?: string | undefined
}

export interface Answer {
  readonly question: Question
  /** Where it came from in the end. */
  readonly url: string
  readonly status: number
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** Media type without parameters, in lower case; empty when none was said. */
  readonly type: string
  readonly charset: string | undefined
  readonly body: Buffer
  readonly cut: boolean
  /** Equal digests, equal bodies. */
  readonly digest: string
  /** The lines with which cookies were set on the way. */
  readonly cookies: readonly string[]
}

export type Unanswered = Unsent | 'left-site' | 'robots' | 'refused' | 'endless'

export type Asked = Result<Answer, Unanswered>

export interface AskerOptions {
  readonly wire: Wire
  readonly version: string
  readonly contact: string | undefined
  readonly rate: number | undefined
  readonly signal: AbortSignal | undefined
  readonly limits?: Limits | undefined
}

const MOST_REDIRECTS = 5
const AT_ONCE = 4
const MOST_TRIES = 2
/** Of answers that ran into their deadline, as many as this. */
const MOST_LATE = 120

export class Asker {
  readonly origin: URL
  readonly #sender: Sender
  readonly #pace: Pace
  readonly #suffix: string
  readonly #signal: AbortSignal | undefined
  readonly #deadline: number
  #robots: Robots | undefined
  #late = 0

  constructor({ wire, version, contact, rate, signal, limits = LIMITS }: AskerOptions) {
    this.#deadline = limits.totalMs
    this.origin = wire.origin
    this.#sender = new Sender(wire, limits, AT_ONCE)
    this.#pace = new Pace(rate, AT_ONCE)
    this.#suffix = agentSuffix(version, contact ?? new URL(CONTROL_PATH, wire.origin).href)
    this.#signal = signal
  }

  close(): void {
    this.#sender.close()
  }

  /** An agent string with the audit's own name at its end. */
  agentFor(agent: string): string {
    return agent === '' ? this.#suffix : `${agent} ${this.#suffix}`
  }

  /** Reads robots.txt; from then on nothing is asked that it disallows. */
  async obeyRobots(agent: string): Promise<Robots> {
    const url = new URL('/robots.txt', this.origin).href
    const asked = await this.ask({ path: '/robots.txt', agent })
    // What cannot be reached at all is asked no more often than everything else: the pages will say so.
    const robots = asked.ok
      ? readRobots(url, asked.value.status, asked.value.body.toString('utf8'))
      : readRobots(url, 404, '')
    this.#robots = robots
    return robots
  }

  /** Fails with what came instead of an answer. `left-site` carries the address that it was sent to. */
  async ask(question: Question): Promise<Asked> {
    let path = question.path
    const cookies: string[] = []
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      const address = addressOf(this.origin, path)
      if (this.#robots?.allows(address) === false)
        return failed('robots', closedBy(this.#robots, address))
      const sent = await this.#send({ ...question, path })
      if (!sent.ok) return sent
      cookies.push(...(sent.value.headers.get('set-cookie') ?? []))
      const { status, headers } = sent.value
      const location = headers.get('location')?.[0]
      if (status < 300 || status > 399 || location === undefined)
        return ok(answerOf(question, address, sent.value, cookies))
      const target = URL.parse(location, address)
      if (target === null || target.origin !== this.origin.origin)
        return failed('left-site', target === null ? location : target.href)
      path = target.pathname + target.search
    }
    return failed('endless', `It redirects more than ${MOST_REDIRECTS} times.`)
  }

  async #send({ path, method = 'GET', headers, agent, cookie }: Question) {
    const sent: Sent = {
      path,
      method,
      headers: {
        'User-Agent': this.agentFor(agent),
        Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
        'Accept-Language': 'en,*;q=0.5',
        ...(cookie !== undefined && cookie !== '' && { Cookie: cookie }),
        ...headers,
      },
    }
    for (let tries = 1; ; tries++) {
      const received = await this.#inTurn(sent)
      if (!received.ok) return received
      const { status } = received.value
      if (status !== 429 && status !== 503) return received
      const asksFor = received.value.headers.get('retry-after')?.[0]
      // A 503 that names no time is an answer like another, from a site that is broken.
      if (status === 503 && asksFor === undefined) return received
      // A prefetch is refused until the reader really goes there: no plea for fewer requests either.
      if (status === 503 && headers?.['Sec-Purpose'] !== undefined) return received
      if (tries > MOST_TRIES || !this.#pace.pauseFor(asksFor))
        return failed('refused', `It answers ${status} and asks for fewer requests.`)
    }
  }

  async #timed(sent: Sent) {
    const began = performance.now()
    const received = await this.#sender.send(sent, this.#signal)
    if (performance.now() - began >= this.#deadline) this.#late++
    return received
  }

  async #inTurn(sent: Sent) {
    if (this.#pace.isOver || this.#late >= MOST_LATE)
      return failed('refused', 'It has kept the audit waiting too often.')
    try {
      return await this.#pace.run(() => this.#timed(sent), this.#signal)
    } catch {
      return failed('stopped', 'The audit was stopped.')
    }
  }
}

function closedBy({ failing }: Robots, address: string): string {
  return failing
    ? 'robots.txt answers with an error, and then nothing may be read.'
    : `robots.txt closes ${new URL(address).pathname} to audits; “User-agent: ${AGENT_NAME}” and “Allow: /” in it would open it.`
}

/** For robots.txt and for links: odd paths in the form that an address has. */
function addressOf(origin: URL, path: string): string {
  return URL.parse(origin.origin + path)?.href ?? origin.href
}

function answerOf(
  question: Question,
  url: string,
  received: Pick<Answer, 'status' | 'headers' | 'body' | 'cut'>,
  cookies: readonly string[],
): Answer {
  const { status, headers, body, cut } = received
  const written = headers.get('content-type')?.[0] ?? ''
  const type = written.split(';')[0]?.trim().toLowerCase() ?? ''
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(written)?.[1]
  const digest = createHash('sha256').update(body).digest('base64url')
  return { question, url, status, headers, type, charset, body, cut, digest, cookies }
}
