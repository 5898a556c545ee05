// The log as whoever runs the server reads it: records of JSON, in which nothing is of a reader. Real processes; what
// was used there (addresses, codes, links, cookies, networks, words that were searched for) is looked for in all that
// they said.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { openShell, put, type Shell } from '../support/command-line.ts'
import { mailTo } from '../support/mails.ts'
import { smallSite, smallWordPress } from '../support/small-site.ts'
import { DATA, type Visit } from '../support/visitor.ts'

const READER = {
  'User-Agent': 'Canarybrowser/7.3 (canary machine)',
  Referer: 'https://search.example/?q=canaryreferrer',
  'X-Forwarded-For': '198.51.100.207',
  'Accept-Language': 'cy-canary',
}
const OF_READER = ['Canarybrowser', 'canaryreferrer', '198.51.100', 'cy-canary']

interface Browser {
  readonly visit: Visit
  /** All cookie values that it ever had. */
  readonly cookies: ReadonlySet<string>
}

/** One that says a lot of itself. */
function canaryBrowser(address: string): Browser {
  const jar = new Map<string, string>()
  const cookies = new Set<string>()
  const visit: Visit = async (path, form) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    const headers = { ...READER, Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }
    const sent = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
    const response = await fetch(address + path, { headers, redirect: 'manual', ...sent })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
      if (value.length > 5) cookies.add(value)
    }
    const location = response.headers.get('location')
    return { status: response.status, text: await response.text(), location }
  }
  return { visit, cookies }
}

interface LogRecord {
  readonly level: string
  readonly time: string
  readonly part: string
  readonly message: string
  readonly worker?: number
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly ms?: number
  readonly reason?: string
  readonly view?: string
  readonly reader?: string
  readonly sampled?: number
}

/** Every line that was said, as the record that it is. */
function recordsIn(said: string): readonly LogRecord[] {
  const records: LogRecord[] = said
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  for (const record of records) {
    expect(record).toMatchObject({ part: expect.any(String), message: expect.any(String) })
    expect(['info', 'warn', 'error']).toContain(record.level)
    expect(record.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  }
  return records
}

function requestsIn(records: readonly LogRecord[]): readonly LogRecord[] {
  return records.filter(({ part }) => part === 'requests')
}

/** Fails with the canary that was met, and with the line in which it stands. */
function expectNone(said: string, canaries: readonly string[]): void {
  for (const canary of canaries) {
    expect(canary.length, 'a canary is never empty').toBeGreaterThan(4)
    const met = said.split('\n').filter((line) => line.includes(canary))
    expect([canary, met]).toEqual([canary, []])
  }
}

/** The form of an offer's page, as a browser fills it in when its box is ticked. */
function agreeTo({ text: page }: { readonly text: string }): Record<string, string> {
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const fields = hidden.map(([, name = '', value = '']) => [name, value])
  return { ...Object.fromEntries(fields), consent: 'yes' }
}

const TEXT = 'Many words of the town stand here and they go on.\n\n'.repeat(12)
const article = (access: string, published: string) =>
  `---\ntitle: An article\npublished: ${published}\nsection: town\naccess: ${access}\n---\n${TEXT}`

const PAPER = {
  publication: { name: 'The Quay', sections: [{ id: 'town', name: 'Town' }] },
  policy: { meter: { anonymous: 1, registered: 2 } },
  plans: [
    {
      ...{ id: 'digital', name: 'Digital' },
      offers: [{ id: 'monthly', price: 900, currency: 'EUR', every: 'month' }],
    },
  ],
  trustedProxies: ['127.0.0.1'],
}

async function servePaper(logs: object, ...options: readonly string[]) {
  const shell = await openShell({ STANDFIRST_LOG: 'json' })
  await put(shell, 'paper/standfirst.config.json', JSON.stringify({ ...PAPER, logs }))
  for (const name of ['ferry', 'crane'])
    await put(shell, `paper/articles/${name}.md`, article('metered', '2026-11-01'))
  await put(shell, 'paper/articles/paid.md', article('subscribers', '2026-11-01'))
  await put(shell, 'paper/articles/secret-plan.md', article('free', '2090-01-01'))
  return { shell, served: await shell.serve('paper', ...DATA, ...options) }
}

const ADDRESS = 'jane.canary@canarymail.example'

async function logInTwoWays(shell: Shell, visit: Visit) {
  await visit('/account/log-in', { address: ADDRESS, return_to: '/paid' })
  const { code, link } = await mailTo({ dir: shell.folder }, ADDRESS)
  await visit(link)
  await visit(link.slice(0, -12))
  await visit('/account/code', { code: '000000' })
  expect((await visit('/account/code', { code })).status).toBe(303)
  return { code, link }
}

/** Goes through all of it; gives the secrets that were used. */
async function visitAll(shell: Shell, visit: Visit): Promise<readonly string[]> {
  await visit('/ferry?gift=canarygift77&q=canarysearch')
  await visit('/crane')
  await visit('/paid')
  for (const path of ['/', '/feed.xml', '/town', '/no-such-thing', '/standfirst/health'])
    await visit(path)
  const { code, link } = await logInTwoWays(shell, visit)
  await visit('/paid')
  await visit('/account/feed', {})
  const shown = (await visit('/account/feed')).text
  const [feed = ''] = /\/account\/feed\/v1[^"\s<]+\/feed\.xml/.exec(shown) ?? []
  expect((await visit(feed)).status).toBe(200)
  const offer = await visit('/account/subscribe/monthly')
  const { location } = await visit('/account/subscribe/monthly', agreeTo(offer))
  const [, checkout = ''] = /\/practice\/([^/?]+)/.exec(location ?? '') ?? []
  await visit(`/account/practice/${checkout}`)

  const asked = ['/secret-plan', '--as', 'anonymous', ...DATA]
  const { out } = await shell.run('explain', 'paper', ...asked)
  const [path = '', preview = ''] = /\/standfirst\/preview\/(v1\.\S+)/.exec(out) ?? []
  expect((await visit(path)).status).toBe(200)
  await visit(`/standfirst/previews/${preview}`)
  await visit(`/reset/3f2504e0-4f89-41d3-9a0c-0305e82c3301/${ADDRESS}`)
  const seals = [link, feed, preview].map((one) => /v1\.[^/]+/.exec(one)?.[0] ?? '')
  return [code, checkout, '3f2504e0', ...seals, ...seals.map((one) => one.slice(-20))]
}

test('log-in, wall, feeds, preview, payment, faults: nothing of the reader, no code and no secret address', async () => {
  const { shell, served } = await servePaper({ requests: 'all' })
  const { visit, cookies } = canaryBrowser(served.address)
  const secrets = await visitAll(shell, visit)
  const prefetch = { ...READER, 'Sec-Purpose': 'prefetch' }
  expect((await fetch(`${served.address}/ferry`, { headers: prefetch })).status).toBe(503)
  expect(await served.end()).toBe(0)

  const said = served.printed()
  const records = recordsIn(said)
  expect([records[0]?.part, records.at(-1)?.message]).toEqual(['serve', 'Ending.'])
  const requests = requestsIn(records)
  expect(requests.length).toBeGreaterThan(20)
  for (const one of requests) {
    expect(one).toMatchObject({ method: expect.any(String), ms: expect.any(Number), sampled: 1 })
    expect(one.path).toMatch(/^\//)
  }
  const of = (path: string, status: number) =>
    requests.find((one) => one.path === path && one.status === status)
  expect(of('/ferry', 200)).toMatchObject({ reason: 'metering', view: 'full', reader: 'anonymous' })
  expect(of('/crane', 200)).toMatchObject({ reason: 'meter-spent', view: 'preview' })
  expect(requests.some((one) => one.path === '/paid' && one.reader === 'registered')).toBe(true)
  expect(of('/ferry', 503)).toMatchObject({ level: 'warn' })
  expectNone(said, [
    ...OF_READER,
    ...[ADDRESS, 'canarymail', 'jane.canary', 'canarygift', 'canarysearch'],
    ...secrets,
    ...[...cookies].flatMap((one) => [one, one.slice(-20)]),
  ])
})

test('in front of a site: searches, log-ins, purges and an origin that is down', async () => {
  const secret = 'canary-k3Xp9vQmA7sLw2RtZ8yB4nCd'
  const site = await smallSite(smallWordPress)
  const shell = await openShell({ STANDFIRST_LOG: 'json', STANDFIRST_PURGE_SECRET: secret })
  const pass = [{ path: '/votes', methods: ['POST'] }]
  const config = {
    publication: { name: 'The Quay' },
    content: { origin: { url: site.address, cms: 'none', pass } },
    logs: { requests: 'all' },
    trustedProxies: ['127.0.0.1'],
  }
  await put(shell, 'site/standfirst.config.json', JSON.stringify(config))
  const served = await shell.serve('site', ...DATA)
  const { visit, cookies } = canaryBrowser(served.address)
  expect((await visit('/2026/11/01/quay/?fbclid=canaryclick')).status).toBe(200)
  await visit('/?s=canarysearch')
  await visit('/search/canarysearch/')
  await visit('/wp-login.php?action=rp&key=canarykey&login=canarylogin', { pwd: 'canarypassword' })
  await visit('/members/canaryjane/messages')
  await visit('/wp-content/uploads/3f2504e04f8941d39a0c/list.pdf')
  const purged = await fetch(`${served.address}/standfirst/purge`, {
    method: 'POST',
    headers: { ...READER, Authorization: `Bearer ${secret}` },
    body: '{"all": true}',
  })
  expect(purged.status).toBe(200)
  const asked = Promise.withResolvers<void>()
  site.show({
    '/votes': () => {
      asked.resolve()
      return 'never'
    },
  })
  const leaving = new AbortController()
  const left = fetch(`${served.address}/votes`, { method: 'POST', signal: leaving.signal })
  await asked.promise
  leaving.abort()
  await expect(left).rejects.toThrow('aborted')
  await expect.poll(() => requestsIn(recordsIn(served.printed())).at(-1)?.status).toBe(499)
  site.show(new Proxy({}, { get: () => ({ status: 500, body: 'canarybroken' }) }))
  // What cannot be had is said once a minute: this comes first.
  await visit('/search/canarysearch/page/2/')
  expect((await visit('/2026/11/02/ferry/')).status).toBe(503)
  await visit('/?s=canarysearch')
  expect(await served.end()).toBe(0)

  const said = served.printed()
  const records = recordsIn(said)
  const requests = requestsIn(records)
  expect(requests.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      ...['/2026/11/01/quay', '/wp-login.php', '/standfirst/purge', '/search/…', '/members/…'],
    ]),
  )
  expect(requests[0]).toMatchObject({ reader: 'anonymous', view: 'full', status: 200 })
  const lines = records.filter(({ part }) => part === 'site').map(({ message }) => message)
  expect(lines).toContain('/search/… cannot be had. It answers 500.')
  expectNone(said, [...OF_READER, secret, 'canary', '3f2504e0', ...cookies])
})

test('under a burst records stay few, say for how many they stand, and which worker wrote them', async () => {
  const logs = { requests: 'sampled', perSecond: 5, slowMilliseconds: 60_000 }
  const { served } = await servePaper(logs, '--workers', '2')
  const began = performance.now()
  const ROUNDS = 12
  const AT_ONCE = 50
  for (let round = 0; round < ROUNDS; round++)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => (await fetch(`${served.address}/ferry`)).text()),
    )
  const seconds = Math.ceil((performance.now() - began) / 1000)
  expect(await served.end()).toBe(0)

  const requests = requestsIn(recordsIn(served.printed()))
  expect(requests.reduce((sum, { sampled = 0 }) => sum + sampled, 0)).toBe(ROUNDS * AT_ONCE)
  const workers = [...new Set(requests.map(({ worker }) => worker))]
  expect(workers.length).toBeLessThanOrEqual(2)
  for (const worker of workers) {
    expect(worker).toBeGreaterThan(0)
    // Its seconds are not ours; at the end one record says what is left.
    const own = requests.filter((one) => one.worker === worker)
    expect(own.length).toBeLessThanOrEqual(5 * (seconds + 2) + 1)
  }
  expect(requests.length).toBeLessThan(ROUNDS * AT_ONCE)
})

/** A process that does this with the log, with its standard output in a pipe. */
function logging(code: string) {
  const module = JSON.stringify(new URL('../../src/log/log.ts', import.meta.url).href)
  const script = `import { openLog } from ${module}\nconst { print } = await openLog('json')\n${code}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** What comes until it is said what was lost. */
async function untilLost(stream: Readable): Promise<string> {
  let said = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    said += chunk
    if (/were lost.*\n$/.test(said)) break
  }
  return said
}

test('whoever does not read holds nobody up; what is lost is counted, and the process ends', async () => {
  const child = logging(`
    const line = 'x'.repeat(1000)
    for (let n = 0; n < 3000; n++) print(line)
    let rounds = 0
    const timer = setInterval(() => { if (++rounds === 5) { clearInterval(timer); process.stderr.write('free') } }, 5)`)
  child.stdout.pause()
  // Its loop goes round, and it ends, while nothing of what it said has been taken.
  expect(await text(child.stderr)).toBe('free')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  const taken = await text(child.stdout)
  expect(taken.length).toBeGreaterThan(30_000)

  const slow = logging(`
    for (let n = 0; n < 3000; n++) print('x'.repeat(1000))
    process.stderr.write('said')
    setInterval(() => undefined, 1000)`)
  await once(slow.stderr, 'data')
  const records = recordsIn(await untilLost(slow.stdout))
  const [, lost = '0'] = /^(\d+) records/.exec(records.at(-1)?.message ?? '') ?? []
  expect(records.at(-1)?.part).toBe('log')
  expect(records.length - 1 + Number(lost)).toBe(3000)
})

test('what was said is there after a kill, and after a crash with what it was of', async () => {
  const killed = logging(`print('the last words'); process.kill(process.pid, 'SIGKILL')`)
  const [said] = await Promise.all([text(killed.stdout), once(killed, 'exit')])
  expect(recordsIn(said).map(({ message }) => message)).toEqual(['the last words'])

  const crashed = logging(
    `print('before'); setTimeout(() => { throw new Error('of jane@canarymail.example') })`,
  )
  const [out, err] = await Promise.all([text(crashed.stdout), text(crashed.stderr)])
  const [before, last] = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(before).toMatchObject({ message: 'before', level: 'warn' })
  expect(last).toMatchObject({
    level: 'fatal',
    message: expect.stringContaining('Error: of (address)'),
  })
  expect(err).toContain('Error: of')
})
