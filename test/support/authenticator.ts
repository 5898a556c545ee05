// Authenticator: a device that keeps passkeys, in software, with real keys and real signatures (WebAuthn §6). It does what
// an honest one does, and whatever else it is told to.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What a browser is asked, as JSON. */
export interface Options {
  readonly challenge: string
  readonly rpId?: string
  readonly rp?: { readonly id: string }
  readonly user?: { readonly id: string }
}

/** What is done otherwise than an honest device and browser would. */
export interface Lies {
  readonly origin?: string
  readonly host?: string
  readonly challenge?: string
  readonly type?: string
  readonly reader?: string
  readonly id?: string
  readonly flags?: number
  readonly count?: number
  readonly format?: string
  /** Somebody speaks for the device, with a certificate. */
  readonly certificate?: boolean
}

const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

export class Authenticator {
  /** Where the browser is, as it says. */
  readonly origin: string
  readonly #key: KeyObject
  readonly #publicKey: KeyObject
  readonly id = base64url(randomBytes(16))
  reader = ''
  /** 0 for one that does not count. */
  count: number

  constructor(origin: string, count = 0) {
    this.origin = origin
    this.count = count
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    this.#publicKey = publicKey
  }

  /** Makes its passkey; gives what the page's script would post. */
  create(options: Options, lies: Lies = {}): string {
    this.reader = options.user?.id ?? ''
    const flags = lies.flags ?? PRESENT | VERIFIED | ATTESTED
    const id = Buffer.from(lies.id ?? this.id, 'base64url')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(id.length)
    const authData = Buffer.concat([
      this.#head(lies.host ?? options.rp?.id ?? '', flags, lies),
      Buffer.alloc(16),
      length,
      id,
      this.#coseKey(),
    ])
    const clientDataJSON = this.#clientData('webauthn.create', options, lies)
    const object = cborMap([
      [cborText('fmt'), cborText(lies.format ?? 'none')],
      [cborText('attStmt'), this.#statement(authData, clientDataJSON, lies)],
      [cborText('authData'), cborBytes(authData)],
    ])
    return this.#answer(lies, { clientDataJSON, attestationObject: base64url(object) })
  }

  /** `packed`: what the device says of itself, signed with the very key it is about (WebAuthn §8.2). */
  #statement(authData: Buffer, clientDataJSON: string, { format, certificate }: Lies): Buffer {
    if (format !== 'packed') return cborMap([])
    const signed = this.#signature(authData, clientDataJSON)
    return cborMap([
      [cborText('alg'), cborNumber(-7)],
      [cborText('sig'), cborBytes(signed)],
      ...(certificate ? [[cborText('x5c'), cborList([cborBytes(authData)])] as const] : []),
    ])
  }

  #signature(authData: Buffer, clientDataJSON: string): Buffer {
    const clientData = Buffer.from(clientDataJSON, 'base64url')
    return sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#key)
  }

  /** Uses its passkey. */
  get(options: Options, lies: Lies = {}): string {
    if (this.count > 0) this.count++
    const authData = this.#head(
      lies.host ?? options.rpId ?? '',
      lies.flags ?? PRESENT | VERIFIED,
      lies,
    )
    const clientDataJSON = this.#clientData('webauthn.get', options, lies)
    return this.#answer(lies, {
      clientDataJSON,
      authenticatorData: base64url(authData),
      signature: base64url(this.#signature(authData, clientDataJSON)),
      userHandle: lies.reader ?? this.reader,
    })
  }

  #answer({ id = this.id }: Lies, response: object): string {
    const rest = {
      type: 'public-key',
      clientExtensionResults: {},
      authenticatorAttachment: 'platform',
    }
    return JSON.stringify({ id, rawId: id, response, ...rest })
  }

  #clientData(type: string, { challenge }: Options, lies: Lies): string {
    const data = { type, challenge, origin: this.origin, crossOrigin: false }
    const { origin, challenge: another, type: other } = lies
    const lied = { ...(origin && { origin }), ...(another && { challenge: another }) }
    return base64url(
      Buffer.from(JSON.stringify({ ...data, ...lied, ...(other && { type: other }) })),
    )
  }

  #head(host: string, flags: number, { count = this.count }: Lies): Buffer {
    const counted = Buffer.alloc(4)
    counted.writeUInt32BE(count)
    return Buffer.concat([sha256(host), Buffer.of(flags), counted])
  }

  /** EC2, ES256, P-256 (RFC 9053 §7.1). */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#publicKey.export({ format: 'jwk' })
    return cborMap([
      [cborNumber(1), cborNumber(2)],
      [cborNumber(3), cborNumber(-7)],
      [cborNumber(-1), cborNumber(1)],
      [cborNumber(-2), cborBytes(Buffer.from(x, 'base64url'))],
      [cborNumber(-3), cborBytes(Buffer.from(y, 'base64url'))],
    ])
  }
}

/** RFC 8949 §3: a kind and a number, which is a length or the value itself. */
function cborHead(kind: number, number: number): Buffer {
  const first = kind << 5
  if (number < 24) return Buffer.of(first | number)
  if (number < 256) return Buffer.of(first | 24, number)
  return Buffer.of(first | 25, number >> 8, number & 255)
}

function cborNumber(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
}

function cborBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes])
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)])
}

function cborList(items: readonly Buffer[]): Buffer {
  return Buffer.concat([cborHead(4, items.length), ...items])
}

function cborMap(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()])
}
