import { afterEach, expect, test } from 'vitest'
import { Authenticator } from '../../test/support/authenticator.ts'
import { type ClosablePasskeys, openPasskeys } from './in-thread.ts'

const ADDRESS = 'https://paper.example:8443'
const QUESTION = Buffer.from('what is asked').toString('base64url')
const OPTIONS = { challenge: QUESTION, rp: { id: 'paper.example' }, user: { id: 'A'.repeat(22) } }

const report = (line: string) => {
  throw new Error(line)
}

let opened: ClosablePasskeys | undefined
afterEach(() => opened?.close())

function open(address: string): ClosablePasskeys {
  opened = openPasskeys(address, report)
  if (opened === undefined) throw new Error(`no passkeys at ${address}`)
  return opened
}

function made(device: Authenticator) {
  const { id, response } = JSON.parse(device.create(OPTIONS))
  const { clientDataJSON: clientData, attestationObject: attestation } = response
  return { id, question: QUESTION, clientData, attestation }
}

test.each(['http://127.0.0.1:4000', 'http://[::1]:4000', 'https://192.0.2.7'])(
  'browsers know no passkeys at %s',
  (address) => expect(openPasskeys(address, report)).toBeUndefined(),
)

test('passkeys belong to the host of the address, and are made for the whole of it', async () => {
  const passkeys = open(ADDRESS)
  expect(passkeys.host).toBe('paper.example')
  const device = new Authenticator(ADDRESS)
  expect(await passkeys.proveNew(made(device), QUESTION)).toMatchObject({
    ok: true,
    value: { id: device.id, signCount: 0 },
  })
  const elsewhere = made(new Authenticator('https://paper.example'))
  expect(await passkeys.proveNew(elsewhere, QUESTION)).toMatchObject({ reason: 'refused' })
})

test('many are proved at once, each for itself', async () => {
  const passkeys = open(ADDRESS)
  const devices = Array.from({ length: 20 }, () => new Authenticator(ADDRESS))
  const proved = await Promise.all(
    devices.map((device, n) =>
      passkeys.proveNew(made(device), n % 2 === 0 ? QUESTION : 'AAAAAAAAAAAAAAAA'),
    ),
  )
  expect(proved.map((one) => (one.ok ? one.value.id : one.reason))).toEqual(
    devices.map(({ id }, n) => (n % 2 === 0 ? id : 'refused')),
  )
})

test('what waits when it is closed is told so, and nothing is begun afterwards', async () => {
  const passkeys = open(ADDRESS)
  const waiting = passkeys.proveNew(made(new Authenticator(ADDRESS)), QUESTION)
  await passkeys.close()
  expect(await waiting).toMatchObject({ reason: 'unavailable' })
  passkeys.wake()
  const late = passkeys.proveNew(made(new Authenticator(ADDRESS)), QUESTION)
  expect(await late).toMatchObject({ reason: 'unavailable' })
})
