// Sent headers: what the origin is told with a request, and that nothing of it can be forged by who asks.
import { type HeaderList, headerOf, listOf, without, withoutHopByHop } from './header-list.ts'

/** Who asks, as the gate knows it: nothing of this comes from headers of the request. */
export interface Forwarded {
  /** The reader's address; undefined where the answer goes to many. */
  readonly address: string | undefined
  /** The public address: host with its port, and scheme. */
  readonly host: string
  readonly proto: 'http' | 'https'
}

/** Names this gate on its way (RFC 9110 §7.6.3). Never the name of a machine. */
export const VIA = '1.1 standfirst'

/** Said by whoever asks, believed by some origins, and replaced or left away here. */
const CLAIMS = new Set([
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'],
  ...['x-forwarded-server', 'x-forwarded-ssl', 'x-forwarded-scheme', 'x-forwarded-prefix'],
  ...['x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip', 'cf-connecting-ip'],
  ...['fastly-client-ip', 'x-original-url', 'x-original-host', 'x-rewrite-url', 'x-host'],
  ...['x-http-method', 'x-http-method-override', 'x-method-override', 'front-end-https'],
  'standfirst-secret',
])

/** Said anew for this hop. `expect` asks for an answer before the body, which is sent in any case. */
const OWN = new Set(['host', 'via', 'expect', 'content-length', 'accept-encoding', 'max-forwards'])

/** Whether a request has passed this gate before: it would ask itself for ever. */
export function hasPassed(headers: HeaderList): boolean {
  return listOf(headers, 'via').includes(VIA)
}

/** `hop`: what this hop needs beside, names and values in turn. */
export function sentHeaders(
  headers: HeaderList,
  ask: {
    readonly host: string
    readonly secret: string | undefined
    readonly from: Forwarded | undefined
    readonly hop: readonly string[]
  },
): string[] {
  const kept = without(without(withoutHopByHop(headers), CLAIMS), OWN)
  const via = headerOf(headers, 'via')
  const sent: (readonly [string, string])[] = [
    ['Host', ask.host],
    ...kept,
    ['Accept-Encoding', encodings(headers)],
    ['Via', via === undefined ? VIA : `${via}, ${VIA}`],
    ...(ask.from === undefined ? [] : forwarded(ask.from)),
    ...(ask.secret === undefined ? [] : [['Standfirst-Secret', ask.secret] as const]),
  ]
  return [...sent.flat(), ...ask.hop]
}

function forwarded({ address, host, proto }: Forwarded): HeaderList {
  const quoted = `host="${host}";proto=${proto}`
  const claims: (readonly [string, string])[] = [
    ['X-Forwarded-Proto', proto],
    ['X-Forwarded-Host', host],
  ]
  if (address === undefined) return [...claims, ['Forwarded', quoted]]
  const node = address.includes(':') ? `"[${address}]"` : address
  return [['X-Forwarded-For', address], ...claims, ['Forwarded', `for=${node};${quoted}`]]
}

/** Codings that this house can undo, of those that are asked for. A range of a coded body could not be put together. */
function encodings(headers: HeaderList): string {
  if (headerOf(headers, 'range') !== undefined) return 'identity'
  const asked = listOf(headers, 'accept-encoding').filter((part) =>
    /^(gzip|br)\s*(;\s*q\s*=\s*[\d.]+)?$/.test(part),
  )
  return asked.length === 0 ? 'identity' : asked.join(', ')
}
