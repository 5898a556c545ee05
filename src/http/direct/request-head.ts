// Request head: a request as it came, read without Node's parser where nobody could read it in two ways.

/**
 * Names of headers with which more follows than a head, or another protocol, or nothing where one server takes it for
 * `Connection` and another does not: Node's parser has them.
 */
const FOR_NODE: ReadonlySet<string> = new Set([
  ...['content-length', 'transfer-encoding', 'upgrade', 'expect', 'trailer', 'http2-settings'],
  'proxy-connection',
])
const LENGTHS_FOR_NODE: ReadonlySet<number> = new Set([...FOR_NODE].map(({ length }) => length))
/** As src/node/listen.ts limits it for Node's parser. */
const LONGEST = 16_384
const FINAL = 4
/** Three numbers a line. Each is compared with all before it, and Node forgets those after its thousandth. */
const MOST_LINES = 100 * 3

/**
 * GET or HEAD of a path, HTTP/1.1, header lines as RFC 9112 §2.1, §3 and §5 have them, and the empty line: nothing else,
 * nothing behind it. Names are tokens without space before the colon, values have no control characters and are not
 * folded over lines. No part of it can match in two ways, so it takes one look.
 */
const PLAIN =
  /^(?:GET|HEAD) \/[!-~]* HTTP\/1\.1\r\n(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -~\x80-\xff]*\r\n)+\r\n$/
/** The same with any method behind which HTTP goes on. */
const WITH_BODY =
  /^(?!CONNECT )[A-Z]+ \/[!-~]* HTTP\/1\.1\r\n(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -~\x80-\xff]*\r\n)+\r\n$/

export class RequestHead {
  readonly method: 'GET' | 'HEAD'
  /** The raw request target: path and query as sent. */
  readonly target: string
  /** Whether the connection ends with the answer. */
  readonly isLast: boolean
  readonly #text: string
  /** Where each line begins, where its colon stands and where it ends, one after the other. */
  readonly #lines: readonly number[]

  private constructor(
    method: 'GET' | 'HEAD',
    target: string,
    text: string,
    lines: readonly number[],
    isLast: boolean,
  ) {
    this.method = method
    this.target = target
    this.#text = text
    this.#lines = lines
    this.isLast = isLast
  }

  /**
   * What came at once on a connection, if it is one whole request without a body that every server reads alike.
   * Undefined for anything else, however little it differs: it is for Node's parser to read or to refuse.
   */
  static read(bytes: Buffer): RequestHead | undefined {
    if (bytes.length > LONGEST) return undefined
    const text = bytes.toString('latin1')
    if (!PLAIN.test(text)) return undefined
    const method = text.startsWith('G') ? 'GET' : 'HEAD'
    const end = text.indexOf('\r\n')
    const lines = linesOf(text, end + 2)
    const connection = lines && headerIn('connection', text, lines)?.toLowerCase()
    const isKept = connection === undefined || connection === 'keep-alive'
    if (lines === undefined || !(isKept || connection === 'close')) return undefined
    // RFC 9112 §3.2: exactly one.
    if (headerIn('host', text, lines) === undefined) return undefined
    const target = text.slice(method.length + 1, end - ' HTTP/1.1'.length)
    return new RequestHead(method, target, text, lines, !isKept)
  }

  /** The value of a header by its lower-case name, as it came, without the space around it. */
  header(name: string): string | undefined {
    return headerIn(name, this.#text, this.#lines)
  }
}

/**
 * How many bytes the request has in all that begins with these, where every server agrees on how long its body is
 * (RFC 9112 §6.3). Undefined where only Node's parser can say.
 */
export function lengthWithBody(bytes: Buffer): number | undefined {
  const end = bytes.subarray(0, LONGEST).indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const text = bytes.toString('latin1', 0, end + FINAL)
  if (!WITH_BODY.test(text)) return undefined
  const lines = linesOf(text, text.indexOf('\r\n') + 2, 'content-length')
  if (lines === undefined) return undefined
  const length = headerIn('content-length', text, lines) ?? '0'
  const connection = headerIn('connection', text, lines)?.toLowerCase()
  if (!/^\d{1,15}$/.test(length)) return undefined
  if (connection !== undefined && connection !== 'keep-alive') return undefined
  return text.length + Number(length)
}

/**
 * Undefined where a name comes twice, for servers differ in what that means, where one is for Node and not `but`, or
 * where there are more than anybody sends.
 */
function linesOf(text: string, from: number, but?: string): readonly number[] | undefined {
  const lines: number[] = []
  for (let at = from; at < text.length - 2; ) {
    const colon = text.indexOf(':', at)
    const end = text.indexOf('\r\n', colon)
    if (lines.length === MOST_LINES) return undefined
    if (isForNode(text, at, colon, but) || isThere(text, at, colon, lines)) return undefined
    lines.push(at, colon, end)
    at = end + 2
  }
  return lines
}

function isForNode(text: string, at: number, colon: number, but: string | undefined): boolean {
  if (!LENGTHS_FOR_NODE.has(colon - at)) return false
  const name = text.slice(at, colon).toLowerCase()
  return name !== but && FOR_NODE.has(name)
}

function isThere(text: string, at: number, colon: number, lines: readonly number[]): boolean {
  const first = text.charCodeAt(at) | 32
  for (let place = 0; place < lines.length; place += 3) {
    const other = lines[place] ?? 0
    const otherColon = lines[place + 1] ?? 0
    if (otherColon - other !== colon - at || (text.charCodeAt(other) | 32) !== first) continue
    if (text.slice(at, colon).toLowerCase() === text.slice(other, otherColon).toLowerCase())
      return true
  }
  return false
}

function headerIn(name: string, text: string, lines: readonly number[]): string | undefined {
  for (let place = 0; place < lines.length; place += 3) {
    const at = lines[place] ?? 0
    const colon = lines[place + 1] ?? 0
    if (colon - at === name.length && isNameAt(name, text, at))
      return trimmed(text, colon + 1, lines[place + 2] ?? 0)
  }
  return undefined
}

/** Whether this lower-case name stands there, in whatever case. Nothing is made for it: each request is asked for nine. */
function isNameAt(name: string, text: string, at: number): boolean {
  for (let place = 0; place < name.length; place++)
    if (small(text.charCodeAt(at + place)) !== name.charCodeAt(place)) return false
  return true
}

function small(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}

/** Without spaces and tabs around it, and no other space: RFC 9110 §5.5. */
function trimmed(text: string, from: number, to: number): string {
  let begin = from
  let end = to
  while (begin < end && isSpace(text.charCodeAt(begin))) begin++
  while (end > begin && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(begin, end)
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9
}
