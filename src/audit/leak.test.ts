import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { Asker } from './asking/asker.ts'
import { controlOf } from './control.ts'
import { worded } from './leak.ts'
import type { Audited } from './site.ts'

const options = { url: 'https://paper.example', version: '0' }

async function controlWhen(body: string, proof?: string) {
  const server = createServer((_, response) => response.end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const wire = { origin, addresses: [{ address: '127.0.0.1', family: 4 }] }
  const common = { version: '0', contact: undefined, rate: undefined, signal: undefined }
  const asker = new Asker({ wire, ...common })
  try {
    return await controlOf(asker, { ...options, ...(proof !== undefined && { proof }) }, false)
  } finally {
    asker.close()
    await new Promise((resolve) => server.close(resolve))
  }
}

test('a site is the operator’s when its file holds the line, and not when it answers everything', async () => {
  expect(await controlWhen('# ours\nstandfirst-audit: proof\n')).toBe('well-known')
  expect(await controlWhen('<html>standfirst-audit: proof</html>')).toBeUndefined()
  expect(await controlWhen('standfirst-audit: proof', 'another line')).toBeUndefined()
  expect(await controlWhen('another line', 'another line')).toBeUndefined()
  expect(await controlWhen('standfirst-audit: gull', 'standfirst-audit: gull')).toBe('well-known')
})

test('whoever has not shown control learns the channel, and not the address that leaks', () => {
  const why = 'The page at /x?secret-door=1 holds all of the text below the cut.'
  const told = (control: 'loopback' | undefined) =>
    worded('query', { facts: { control } } as Audited, why)
  expect(told('loopback')).toBe(why)
  expect(told(undefined)).toBe('Another query string opens the article.')
})
