// Header lines: headers as names and values in turn, and as they go over the wire (RFC 9112 §5).

export interface HeaderLines {
  /** Names and values in turn, as node:http's writeHead takes them. */
  readonly list: readonly string[]
  /** The same as lines, each with its end. */
  readonly text: string
  /** Whether one of them says how long the body is. */
  readonly isSized: boolean
  /** What they go out with, where that was put together once. */
  readonly run?: Run
}

/** Header lines, the empty line behind them and a body, as one run of bytes. */
export interface Run {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What of them is the body; undefined where there is none. */
  readonly body: Uint8Array<ArrayBuffer> | undefined
}

/** Whatever could end a line or is no character of a header: node:http refuses it too. */
const UNFIT = /[^\t -~\x80-\xff]/

export const NO_LINES: HeaderLines = { list: [], text: '', isSized: false }

/** Throws a TypeError for a value that is none. */
export function headerLines(list: readonly string[]): HeaderLines {
  return { list, text: textOf(list), isSized: isSized(list) }
}

export function isSized(list: readonly string[]): boolean {
  return list.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-length')
}

/** `before` and `after`, whose text is not made anew: many begin alike. */
export function joined(before: HeaderLines, after: HeaderLines): HeaderLines {
  return {
    list: [...before.list, ...after.list],
    text: before.text + after.text,
    isSized: before.isSized || after.isSized,
  }
}

/** As `joined`, with their run; what follows them now is `body` and nothing else. */
export function withRun(
  before: HeaderLines,
  after: HeaderLines,
  body: Uint8Array | undefined,
): HeaderLines & { readonly run: Run } {
  const lines = joined(before, after)
  const bodyAt = lines.text.length + 2
  const bytes = new Uint8Array(bodyAt + (body?.length ?? 0))
  // Reading the joined text would make a copy of what many share, and keep it.
  put(before.text, bytes, 0)
  put(after.text, bytes, before.text.length)
  bytes.set([13, 10], bodyAt - 2)
  if (body === undefined) return { ...lines, run: { bytes, body } }
  bytes.set(body, bodyAt)
  return { ...lines, run: { bytes, body: bytes.subarray(bodyAt) } }
}

function put(text: string, bytes: Uint8Array, from: number): void {
  for (let at = 0; at < text.length; at++) bytes[from + at] = text.charCodeAt(at)
}

/** Throws as `headerLines` does. */
export function textOf(list: readonly string[]): string {
  let text = ''
  for (let at = 0; at + 1 < list.length; at += 2) {
    const value = list[at + 1] ?? ''
    if (UNFIT.test(value)) throw new TypeError(`The header ${list[at]} has a value that is none`)
    text += `${list[at]}: ${value}\r\n`
  }
  return text
}
