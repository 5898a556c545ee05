// The audit's own Chromium: whatever the scripts of a page do, it reaches the site alone, only reads, and comes back.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, startChromium } from '../../src/audit/browser/chromium.ts'
import { chromiumPath } from '../support/browser.ts'

const servers: Server[] = []
const seen: string[] = []
/** Hears what does not go by TCP. */
const ear = createSocket('udp4')
let elsewhere = ''
let origin = ''
let chromium: Chromium

async function listen(name: string, pages: (path: string) => string): Promise<string> {
  const server = createServer((request, response) => {
    seen.push(`${name} ${request.method}`)
    const path = request.url ?? '/'
    const isScript = path.endsWith('.js')
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? `fetch('/x', { method: 'POST' })` : pages(path))
  })
  server.on('upgrade', (_, socket) => {
    seen.push(`${name} upgrade`)
    socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const PAGES: Readonly<Record<string, () => string>> = {
  '/loop': () => '<p>hello<script>while (true) {}</script>',
  '/reload': () => '<p>hello<script>location.reload()</script>',
  '/away': () => `<p>hello<script>location.href = 'http://${elsewhere}/stolen'</script>`,
  '/questions': () => '<p>hello<script>for (let at = 0; at < 5; at++) alert(at)</script>',
  '/heavy': () =>
    `<p>hello<script>fetch('/x', { method: 'POST', body: 'x'.repeat(3e8) }).catch(() => {})</script>`,
  '/talks': () => `<p>hello<script>
const line = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${ear.address().port}' }] })
line.createDataChannel('x')
line.createOffer().then((offer) => line.setLocalDescription(offer))
try { new WebTransport('https://127.0.0.1:${ear.address().port}/') } catch {}
</script>`,
  '/hires': () => `<p>hello<script>
navigator.serviceWorker.register('/service.js')
new SharedWorker('/shared.js')
</script>`,
  '/shadow': () => `<p>hello <span id="host"></span><script>
host.attachShadow({ mode: "open" }).innerHTML = "<i>dusk".concat("</i>")
</script>`,
  '/calls':
    () => `<p>hello<img src="http://${elsewhere}/i"><iframe src="http://${elsewhere}/f"></iframe><script>
fetch('/x', { method: 'POST' }).catch(() => {})
navigator.sendBeacon('/b', 'x')
new WebSocket('ws://${elsewhere}/')
window.open('http://${elsewhere}/w')
new Worker(URL.createObjectURL(new Blob(["new WebSocket('ws://${elsewhere}/');fetch('http://${elsewhere}/')"])))
document.createTreeWalker = () => { throw new Error('no') }
</script>`,
}

beforeAll(async () => {
  ear.on('message', () => seen.push('datagram'))
  ear.bind(0, '127.0.0.1')
  await once(ear, 'listening')
  elsewhere = await listen('elsewhere', () => 'stolen')
  origin = await listen('site', (path) => PAGES[path]?.() ?? '<p>fine')
  const wire = {
    origin: new URL(`http://${origin}`),
    addresses: [{ address: '127.0.0.1', family: 4 }],
  }
  const executable = await chromiumPath()
  const started = await startChromium({ executable, wire, withoutSandbox: true, pageMs: 5000 })
  if (!started.ok) throw new Error(started.detail)
  chromium = started.value
})

afterAll(async () => {
  await chromium.close()
  ear.close()
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
})

test('no page reaches another host or sends anything, and none keeps it', async () => {
  const open = (path: string) =>
    chromium.open({ url: `http://${origin}${path}`, agent: 'test', cookie: undefined })
  expect(await open('/loop')).toMatchObject({ ok: false, reason: 'not-rendered' })
  expect(await open('/reload')).toMatchObject({ ok: false, reason: 'not-rendered' })
  await open('/away')
  expect(await open('/questions')).toMatchObject({ ok: true, value: { visible: 'hello' } })
  // What is told of it is more than is listened to: the browser is another one afterwards.
  await open('/heavy')
  expect(await open('/talks')).toMatchObject({ ok: true, value: { visible: 'hello' } })
  expect(await open('/hires')).toMatchObject({ ok: true, value: { visible: 'hello' } })
  const shadow = await open('/shadow')
  expect(shadow).toMatchObject({
    ok: true,
    value: { html: expect.stringContaining('<i>dusk</i>') },
  })
  expect(shadow).toMatchObject({ ok: true, value: { visible: expect.stringContaining('dusk') } })
  expect(await open('/calls')).toMatchObject({
    ok: true,
    value: { visible: 'hello', others: ['127.0.0.1'] },
  })
  expect(await open('/')).toMatchObject({ ok: true, value: { visible: 'fine' } })
  expect([...new Set(seen)]).toEqual(['site GET'])
})
