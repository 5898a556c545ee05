// Name server: answers questions about names over UDP on this machine (RFC 1035), as the world outside would.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const PTR = 12
const A = 1
const AAAA = 28
const NO_SUCH_NAME = 3

export interface NameServer {
  /** For `Resolver.setServers`. */
  readonly address: string
  /** Names of addresses, and addresses of names; changed as the world changes. */
  readonly names: Map<string, readonly string[]>
  readonly addresses: Map<string, readonly string[]>
  /** How many questions were asked. */
  readonly asked: () => number
  /** Answers nothing for as long as it is true. */
  isSilent: boolean
  close(): Promise<void>
}

export async function openNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4')
  let asked = 0
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const server: NameServer = {
    address: `127.0.0.1:${socket.address().port}`,
    names: new Map(),
    addresses: new Map(),
    asked: () => asked,
    isSilent: false,
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
  socket.on('message', (question, { port, address }) => {
    asked++
    if (!server.isSilent) socket.send(answerTo(question, server), port, address)
  })
  return server
}

function answerTo(question: Buffer, { names, addresses }: NameServer): Buffer {
  const labels: string[] = []
  let at = 12
  while (question[at] !== 0) {
    const length = question[at] ?? 0
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const type = question.readUInt16BE(at + 1)
  const name = labels.join('.')
  const answers =
    type === PTR
      ? (names.get(addressIn(labels)) ?? []).map(nameBytes)
      : (addresses.get(name) ?? [])
          .filter((one) => one.includes(':') === (type === AAAA))
          .map(bytesOf)
  const known = answers.length > 0 && (type === PTR || type === A || type === AAAA)
  const head = Buffer.from(question.subarray(0, 12))
  head.writeUInt16BE(0x8180 | (known ? 0 : NO_SUCH_NAME), 2)
  head.writeUInt16BE(answers.length, 6)
  head.writeUInt32BE(0, 8)
  const records = answers.map((data) => {
    const record = Buffer.alloc(12)
    // The name that was asked about, which begins behind the head.
    record.writeUInt16BE(0xc00c, 0)
    record.writeUInt16BE(type, 2)
    record.writeUInt16BE(1, 4)
    record.writeUInt32BE(60, 6)
    record.writeUInt16BE(data.length, 10)
    return Buffer.concat([record, data])
  })
  return Buffer.concat([head, question.subarray(12, at + 5), ...records])
}

/** `1.2.0.192.in-addr.arpa`, and the same of IPv6 with a digit each. */
function addressIn(labels: readonly string[]): string {
  const parts = labels.slice(0, -2).toReversed()
  if (labels.at(-2) === 'in-addr') return parts.join('.')
  return Array.from({ length: 8 }, (_, at) => parts.slice(at * 4, at * 4 + 4).join('')).join(':')
}

function nameBytes(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`))
  return Buffer.concat([...labels, Buffer.of(0)])
}

function bytesOf(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  return Buffer.from(
    address
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  )
}
