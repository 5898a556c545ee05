// Signs: one sign of a text, whatever it is packed in: entities, escapes of JSON and scripts, percents of addresses,
// around each other as often as texts were seen to be packed.
import { decodeHTML } from 'entities'

/** An attribute that holds JSON that holds HTML that holds an entity, in a JSON string; and one more. */
const MOST_LAYERS = 6
const LONGEST_NAME = 32
const MOST_NAMES = 5000

const AMPERSAND = 0x26
const PERCENT = 0x25
const BACKSLASH = 0x5c
const SEMICOLON = 0x3b
const SPACE = 0x20
const HASH = 0x23
const SMALL_U = 0x75
const SMALL_X = 0x78
/** What stands for white space behind a backslash: n, r, t, b, f, v. */
const WHITE = [...'nrtbfv'].map((sign) => sign.charCodeAt(0))

/** Reads signs out of one text. `code` and `end` say what was read last: a code point, and where it ends. */
export class Signs {
  readonly #text: string
  readonly #names: Map<string, number>
  code = 0
  end = 0

  constructor(text: string, names: Map<string, number>) {
    this.#text = text
    this.#names = names
  }

  read(at: number): void {
    this.code = this.#unit(at)
    this.end = at + 1
    for (let layer = 0; layer < MOST_LAYERS; layer++) {
      const before = this.end
      if (this.code === AMPERSAND) this.#entity()
      else if (this.code === BACKSLASH) this.#escape()
      else if (this.code === PERCENT) this.#percent()
      if (this.end === before) return
    }
  }

  #unit(at: number): number {
    return at < this.#text.length ? this.#text.charCodeAt(at) : 0
  }

  #entity(): void {
    if (this.#unit(this.end) === HASH) this.#numeric()
    else this.#named()
  }

  #named(): void {
    let at = this.end
    while (at - this.end < LONGEST_NAME && isNameSign(this.#unit(at))) at++
    const after = this.#pastSemicolon(at)
    if (at === this.end || after === at) return
    const name = this.#text.slice(this.end, at)
    const code = this.#names.get(name) ?? this.#learn(name)
    if (code < 0) return
    this.code = code
    this.end = after
  }

  #learn(name: string): number {
    const whole = `&${name};`
    const decoded = decodeHTML(whole)
    const code = decoded === whole ? -1 : (decoded.codePointAt(0) ?? -1)
    if (this.#names.size >= MOST_NAMES) this.#names.clear()
    this.#names.set(name, code)
    return code
  }

  #numeric(): void {
    const isHex = (this.#unit(this.end + 1) | 0x20) === SMALL_X
    const from = this.end + (isHex ? 2 : 1)
    let at = from
    let code = 0
    for (; at - from < 8; at++) {
      const digit = digitOf(this.#unit(at))
      if (digit < 0 || (!isHex && digit > 9)) break
      code = code * (isHex ? 16 : 10) + digit
    }
    if (at === from) return
    this.code = code > 0x10ffff ? SPACE : code
    this.end = this.#pastSemicolon(at)
  }

  /** The semicolon may be packed itself, in an address. */
  #pastSemicolon(at: number): number {
    if (this.#unit(at) === SEMICOLON) return at + 1
    if (this.#unit(at) !== PERCENT) return at
    const from = this.#past25(at + 1)
    return this.#byteAt(from) === SEMICOLON ? from + 2 : at
  }

  /** However many backslashes: each layer of packing doubles them. */
  #escape(): void {
    let at = this.end
    while (this.#unit(at) === BACKSLASH) at++
    const sign = this.#unit(at)
    const code =
      sign === SMALL_U ? this.#hex(at + 1, 4) : sign === SMALL_X ? this.#byteAt(at + 1) : -1
    if (code >= 0) this.#take(code, at + (sign === SMALL_U ? 5 : 3))
    else if (sign === SMALL_U && this.#unit(at + 1) === 0x7b) this.#braced(at + 2)
    else if (WHITE.includes(sign)) this.#take(SPACE, at + 1)
    else if (sign === 0) this.#take(SPACE, at)
    else this.#take(sign, at + 1)
  }

  #braced(from: number): void {
    let at = from
    let code = 0
    for (; at - from < 6; at++) {
      const digit = digitOf(this.#unit(at))
      if (digit < 0) break
      code = code * 16 + digit
    }
    if (this.#unit(at) === 0x7d) at++
    this.#take(code > 0x10ffff ? SPACE : code, at)
  }

  #take(code: number, end: number): void {
    this.code = code
    this.end = end
  }

  #percent(): void {
    if (this.#unit(this.end) === SMALL_U) {
      const code = this.#hex(this.end + 1, 4)
      if (code >= 0) this.#take(code, this.end + 5)
      return
    }
    const lead = this.#byteAt(this.end)
    if (lead < 0x80) {
      if (lead >= 0) this.#take(lead, this.end + 2)
      return
    }
    const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
    let code = lead & (0x3f >> more)
    let at = this.end + 2
    for (let byte = 0; byte < more; byte++) {
      const from = this.#unit(at) === PERCENT ? this.#past25(at + 1) : at
      const next = from > at ? this.#byteAt(from) : -1
      if (next < 0x80 || next > 0xbf) return
      code = (code << 6) | (next & 0x3f)
      at = from + 2
    }
    this.#take(code > 0x10ffff ? SPACE : code, at)
  }

  /** A percent sign that is packed itself is %25, as often as it is packed. */
  #past25(at: number): number {
    let from = at
    while (
      this.#unit(from) === 0x32 &&
      this.#unit(from + 1) === 0x35 &&
      this.#byteAt(from + 2) >= 0
    )
      from += 2
    return from
  }

  #byteAt(at: number): number {
    return this.#hex(at, 2)
  }

  #hex(at: number, digits: number): number {
    let value = 0
    for (let index = 0; index < digits; index++) {
      const digit = digitOf(this.#unit(at + index))
      if (digit < 0) return -1
      value = value * 16 + digit
    }
    return value
  }
}

function digitOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30
  const lower = unit | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

function isNameSign(unit: number): boolean {
  const lower = unit | 0x20
  return (unit >= 0x30 && unit <= 0x39) || (lower >= 0x61 && lower <= 0x7a)
}
