import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allOf, type Relayed, startRelayed } from '../../../../test/support/relayed.ts'

let site: Relayed
beforeAll(async () => {
  site = await startRelayed({ cookies: [{ path: '/', names: ['cart'] }] })
})
afterAll(() => site.end())
beforeEach(() => {
  site.as = 'editor'
})

/** The origin says what it was asked. */
function echo(): Promise<IncomingMessage & { readonly text: string }> {
  return new Promise((resolve) =>
    site.answer((request, response) => {
      void text(request).then((body) => {
        response.end('ok')
        resolve(Object.assign(request, { text: body }))
      })
    }),
  )
}

describe('a request at the origin', () => {
  test('has nothing of its connection, no claims, and what is known of its way', async () => {
    const asked = echo()
    const socket = site.raw(
      ...[
        'GET /a?b=%20c HTTP/1.1',
        'Host: evil.example',
        'Connection: close, X-Secret, Keep-Alive',
      ],
      ...['X-Secret: s', 'Keep-Alive: 5', 'TE: trailers', 'Upgrade: h2c', 'Proxy: x', 'Via: y'],
      ...[
        'X-Forwarded-For: 10.0.0.1',
        'X-Forwarded-Prefix: /x',
        'Forwarded: for=1',
        'X-Real-IP: 1',
      ],
      ...[
        'X-Original-URL: /wp-admin',
        'X-Rewrite-URL: /z',
        'X_Forwarded_For: 10.0.0.1',
        'Fastly-Client-IP: 10.0.0.1',
        'X-Sucuri-ClientIP: 10.0.0.1',
        'X-Remote-Addr: 10.0.0.1',
        'X-Kept: yes',
        'Standfirst-Decision: grant',
      ],
    )
    const { url, headers } = await asked
    expect(url).toBe('/a?b=%20c')
    expect(headers).toEqual({
      host: site.own.slice('http://'.length),
      'x-kept': 'yes',
      'accept-encoding': 'identity',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': site.address.slice('http://'.length),
      'x-forwarded-proto': 'http',
      via: '1.1 standfirst',
      connection: 'keep-alive',
    })
    await allOf(socket)
  })

  test.each([
    ['editor', 'wordpress_logged_in_a=w; cart=c', 'Basic x'],
    ['log-in', 'wordpress_logged_in_a=w; cart=c', 'Basic x'],
    ['pass', 'cart=c', 'Basic x'],
    ['partner', 'cart=c', undefined],
  ] as const)('of %s carries the cookies %s', async (as, cookies, authorization) => {
    site.as = as
    const asked = echo()
    const cookie = 'standfirst-pass=p; wordpress_logged_in_a=w; cart=c; _ga=1'
    await fetch(site.address, { headers: { cookie, authorization: 'Basic x' } })
    const { headers } = await asked
    expect([headers.cookie, headers.authorization]).toEqual([cookies, authorization])
  })

  test('names the site by its own address, in its address, headers and texts', async () => {
    const asked = echo()
    const to = encodeURIComponent(`${site.address}/wp-admin/`)
    await fetch(`${site.address}/wp-login.php?redirect_to=${to}`, {
      method: 'POST',
      headers: { origin: site.address, referer: `${site.address}/x` },
      body: new URLSearchParams({ redirect_to: `${site.address}/é`, a: 'b' }),
    })
    const { url, headers, text: body } = await asked
    const own = encodeURIComponent(site.own)
    expect(url).toBe(`/wp-login.php?redirect_to=${own}%2Fwp-admin%2F`)
    expect([headers.origin, headers.referer]).toEqual([site.own, `${site.own}/x`])
    expect(body).toBe(`redirect_to=${own}%2F%C3%A9&a=b`)
    expect(headers['content-length']).toBe(String(body.length))
  })

  test('carries files and what only passes byte for byte', async () => {
    const bytes = Buffer.from(`\u0000${site.address}/`)
    for (const [as, type] of [
      ['editor', 'image/png'],
      ['pass', 'application/json'],
    ] as const) {
      site.as = as
      const asked = echo()
      await fetch(site.address, { method: 'PUT', headers: { 'content-type': type }, body: bytes })
      expect((await asked).text).toBe(bytes.toString())
    }
  })

  test('of a long text comes in chunks, rewritten', async () => {
    const asked = echo()
    const body = JSON.stringify(Array.from({ length: 60_000 }, () => `${site.address}/a`))
    expect(body.length).toBeGreaterThan(1024 * 1024)
    const headers = { 'content-type': 'application/json' }
    await fetch(site.address, { method: 'POST', headers, body })
    expect((await asked).text).toBe(body.replaceAll(site.address, site.own))
  })
})

describe('an upload', () => {
  test('of a hundred megabytes arrives whole, and waits where the origin waits', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    let taken = () => {}
    const go = new Promise<void>((resolve) => {
      taken = resolve
    })
    site.answer(async (request, response) => {
      await go
      const hash = createHash('sha256')
      for await (const some of request) hash.update(some)
      response.end(hash.digest('hex'))
    })
    const socket = site.raw(
      ...['POST / HTTP/1.1', 'Host: a', 'Content-Type: image/png', 'Connection: close'],
      `Content-Length: ${100 * chunk.length}`,
    )
    const answer = allOf(socket)
    const expected = createHash('sha256')
    let sent = 0
    const send = async () => {
      for (; sent < 100; sent++) {
        expected.update(chunk)
        if (!socket.write(chunk)) await once(socket, 'drain')
      }
    }
    const sending = send()
    // Nobody takes it: it stops once the buffers of the sockets are full.
    for (let before = -1; before !== sent; await wait(100)) before = sent
    expect(sent).toBeLessThan(60)
    taken()
    await sending
    expect(await answer).toContain(expected.digest('hex'))
  })

  test('that the origin refuses gets its answer', async () => {
    site.answer((_request, response) =>
      response.writeHead(413, { connection: 'close' }).end('too much of it'),
    )
    const socket = site.raw('POST / HTTP/1.1', 'Host: a', `Content-Length: ${200 * 1024}`)
    socket.write(Buffer.alloc(100 * 1024))
    const answer = await allOf(socket)
    expect(answer).toContain('413')
    expect(answer).toContain('too much of it')
  })

  test('that breaks off breaks off at the origin', async () => {
    const aborted = new Promise<void>((resolve) =>
      site.answer((request) => {
        request.once('close', () => resolve())
        request.on('error', () => {}).resume()
      }),
    )
    const socket = site.raw('POST / HTTP/1.1', 'Host: a', 'Content-Length: 1000')
    socket.write('some of it', () => setImmediate(() => socket.destroy()))
    await aborted
  })
})

describe('an answer of the origin', () => {
  test('leads to the public address in headers, cookies and text, compressed as it came', async () => {
    const page = `<a href="${site.own}/a">é</a>`
    site.answer((_request, response) => {
      response.setHeader('set-cookie', ['a=1; Path=/', 'standfirst-pass=x'])
      response.writeHead(200, {
        ...{ location: `${site.own}/b`, 'content-type': 'text/html', etag: '"v"' },
        ...{
          'content-encoding': 'gzip',
          'keep-alive': 'timeout=9',
          digest: 'x',
          'accept-ranges': 'bytes',
        },
        'standfirst-decision': 'grant',
      })
      response.end(gzipSync(page))
    })
    const socket = site.raw('GET / HTTP/1.0', 'Accept-Encoding: br, gzip')
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk)
    const all = Buffer.concat(chunks)
    const end = all.indexOf('\r\n\r\n')
    const head = all.subarray(0, end).toString()
    expect(gunzipSync(all.subarray(end + 4)).toString()).toBe(page.replace(site.own, site.address))
    expect(head).toContain(`location: ${site.address}/b`)
    expect(head).toContain('etag: W/"v"')
    expect(head).toContain('set-cookie: a=1; Path=/')
    expect(head).toContain('cache-control: private, no-store')
    expect(head).not.toMatch(/standfirst|digest|accept-ranges|timeout=9|content-length/i)
  })

  test('to whoever takes no gzip is asked for without', async () => {
    const asked = echo()
    await fetch(site.address, { headers: { 'accept-encoding': 'gzip;q=0, br' } })
    expect((await asked).headers['accept-encoding']).toBe('identity')
  })

  test('to HEAD and 304 has no body, to a range its part', async () => {
    site.answer((request, response) => {
      if (request.headers['if-none-match'] === '"v"') response.writeHead(304, { etag: '"v"' }).end()
      else if (request.headers.range === 'bytes=1-2')
        response
          .writeHead(206, { 'content-range': 'bytes 1-2/4', 'content-type': 'video/mp4' })
          .end('bc')
      else response.writeHead(200, { 'content-length': 4, 'content-type': 'video/mp4' }).end('abcd')
    })
    const head = await fetch(site.address, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '4'])
    const same = await fetch(site.address, { headers: { 'if-none-match': '"v"' } })
    expect([same.status, same.headers.get('etag')]).toEqual([304, '"v"'])
    const part = await fetch(site.address, { headers: { range: 'bytes=1-2' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      ...[206, 'bytes 1-2/4', 'bc'],
    ])
  })

  test.each([
    ['HEAD', 200],
    ['GET', 304],
    ['GET', 204],
  ])('of packed text to %s with %d has no body either', async (method, status) => {
    site.answer((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end()
    })
    const answer = allOf(
      site.raw(`${method} / HTTP/1.1`, 'Host: a', 'Accept-Encoding: gzip', 'Connection: close'),
    )
    expect(await answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\\r\\n\\r\\n$`, 's'))
  })

  test('brings its trailers', async () => {
    site.answer((_request, response) => {
      response.writeHead(200, { trailer: 'X-Sum', 'content-type': 'image/png' })
      response.write('a')
      response.addTrailers({ 'X-Sum': '7' })
      response.end()
    })
    const answer = await allOf(site.raw('GET / HTTP/1.1', 'Host: a', 'Connection: close'))
    expect(answer.toLowerCase()).toMatch(/\r\n0\r\nx-sum: 7\r\n\r\n$/)
  })

  test.each(['with its length', 'in chunks'])(
    'that is cut short, %s, never looks whole',
    async (how) => {
      site.answer((_request, response) => {
        if (how === 'with its length') response.setHeader('content-length', 100)
        response.setHeader('content-type', 'text/html')
        response.write('<p>half ', () => setImmediate(() => response.destroy()))
      })
      const answer = await fetch(site.address)
      await expect(answer.text()).rejects.toThrow()
    },
  )

  test('that nobody waits for any more is ended at the origin', async () => {
    const socket = site.raw('GET / HTTP/1.1', 'Host: a')
    await new Promise<void>((resolve) =>
      site.answer((_request, response) => {
        response.once('close', () => resolve())
        response.write('x'.repeat(100_000), () => socket.destroy())
      }),
    )
  })
})

describe('an origin that does not answer', () => {
  test('is told as unreachable, and as rubbish what is no HTTP', async () => {
    site.answer((request) => request.socket.destroy())
    expect(await (await fetch(site.address)).text()).toBe('unreachable')
    site.answer((request) => request.socket.end('220 this is no HTTP\r\n\r\n'))
    expect(await (await fetch(site.address)).text()).toBe('rubbish')
    expect(site.counted).toEqual(['relay-unanswered unreachable', 'relay-unanswered rubbish'])
  })

  test('says nothing: whoever asked is told so, and not hung up on', async () => {
    const silent = await startRelayed({}, { silentMs: 300 })
    silent.answer(() => {})
    const asked = fetch(silent.address, { method: 'POST', body: 'a' })
    await expect(asked.then((answer) => answer.text())).resolves.toBe('too-slow')
    expect(silent.counted).toEqual(['relay-unanswered too-slow'])
    await silent.end()
  })

  test('is this very server: nothing goes round and round', async () => {
    let asked = 0
    site.answer(() => asked++)
    const answer = await fetch(site.address, { headers: { via: '1.1 caddy, 1.1 standfirst' } })
    expect([await answer.text(), asked]).toEqual(['unreachable', 0])
  })

  test('has closed a kept connection: what may be asked twice is', async () => {
    let asked = 0
    site.answer((_request, response) => response.end('once'))
    expect(await (await fetch(site.address)).text()).toBe('once')
    site.answer((request, response) => {
      asked++
      if (asked === 1) request.socket.destroy()
      else response.end('again')
    })
    expect(await (await fetch(site.address)).text()).toBe('again')
  })

  test('may have done what was posted: it is not asked again', async () => {
    let asked = 0
    site.answer((request) => {
      asked++
      request.socket.destroy()
    })
    const answer = await fetch(site.address, { method: 'POST', body: 'a' })
    expect([await answer.text(), asked]).toEqual(['unreachable', 1])
  })
})
