// Asked: a path and a query in the one form in which rules look at them, or nothing where two servers could read them
// differently.

export interface Parameter {
  /** Decoded. */
  readonly name: string
  readonly value: string
  /** As it was sent. */
  readonly raw: string
}

export interface Asked {
  readonly method: string
  /** Decoded, lower case, without a slash at its end. */
  readonly path: string
  /** As it was sent. */
  readonly raw: string
  readonly parameters: readonly Parameter[]
}

/** Undefined for what is refused: `//`, dot segments, `;`, `\`, a percent sign after decoding, control signs. */
export function plainPath(raw: string): string | undefined {
  if (!raw.startsWith('/') || /%(?:2f|5c|00)/i.test(raw)) return undefined
  const decoded = decodeOnce(raw)
  if (decoded === undefined || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD%;\\?#]/u.test(decoded))
    return undefined
  if (/\/\/|\/\.{1,2}(?:\/|$)/.test(decoded)) return undefined
  const path = decoded.normalize('NFC').toLowerCase()
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** `query` with or without its question mark. Undefined where it cannot be decoded or holds control signs. */
export function parametersOf(query: string): readonly Parameter[] | undefined {
  const parameters: Parameter[] = []
  for (const raw of query.replace(/^\?/, '').split('&')) {
    if (raw === '') continue
    const at = raw.indexOf('=')
    const name = decodeOnce(plusses(at < 0 ? raw : raw.slice(0, at)))
    const value = decodeOnce(plusses(at < 0 ? '' : raw.slice(at + 1)))
    if (name === undefined || value === undefined || /\p{Cc}/u.test(name + value)) return undefined
    parameters.push({ name, value, raw })
  }
  return parameters
}

/** A parameter as it is asked for, each in one way of writing. */
export function asSent(name: string, value: string): string {
  return value === ''
    ? encodeURIComponent(name)
    : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
}

function plusses(text: string): string {
  return text.replaceAll('+', ' ')
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
