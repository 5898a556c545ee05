// Crawlers, against a name server and lists on this machine: proven by a list or by names both ways, and never by an
// agent string, however good it looks.
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type NameServer, openNameServer } from '../../test/support/name-server.ts'
import { type CrawlersOptions, type OpenCrawlers, openCrawlers } from './crawlers.ts'
import { ENGINES } from './engines.ts'

const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const BINGBOT = 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'

let names: NameServer
let dataDir: string
let now: number
let reports: string[]
let open: AsyncDisposableStack
/** What the engines' servers answer, by the path of the list. */
let lists: Map<string, string>
let ask: NonNullable<CrawlersOptions['fetch']>

beforeEach(async () => {
  open = new AsyncDisposableStack()
  names = await openNameServer()
  open.defer(() => names.close())
  dataDir = await mkdtemp(join(tmpdir(), 'standfirst-crawlers-'))
  open.defer(() => rm(dataDir, { recursive: true }))
  now = 1_800_000_000_000
  reports = []
  lists = new Map(ENGINES.map(({ list }) => [new URL(list).pathname, '{"prefixes":[]}']))
  const server = createServer((request, response) => {
    const list = lists.get(request.url ?? '')
    response.writeHead(list === undefined ? 503 : 200).end(list)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  const place = server.address()
  const port = typeof place === 'object' ? place?.port : undefined
  ask = (address, init) => fetch(`http://127.0.0.1:${port}${new URL(address).pathname}`, init)
})

afterEach(() => open.disposeAsync())

async function opened(more: Partial<CrawlersOptions> = {}): Promise<OpenCrawlers> {
  const resolver = new Resolver({ timeout: 100, tries: 1 })
  resolver.setServers([names.address])
  const crawlers = await openCrawlers({
    ...{ engines: ['google', 'bing', 'apple'], dataDir, resolver, fetch: ask, fetchRanges: true },
    ...{ now: () => now, report: (line: string) => reports.push(line) },
    ...more,
  })
  open.defer(() => crawlers.close())
  await crawlers.fetched
  return crawlers
}

const publish = (name: string, ...ranges: readonly string[]) => {
  const engine = ENGINES.find((one) => one.name === name)
  const prefixes = ranges.map((one) =>
    one.includes(':') ? { ipv6Prefix: one } : { ipv4Prefix: one },
  )
  lists.set(new URL(engine?.list ?? '').pathname, JSON.stringify({ prefixes }))
}

/** The answer once the lookup that the first question began has ended. */
async function settled(crawlers: OpenCrawlers, address: string, agent: string) {
  expect(crawlers.proven(address, agent)).toBeUndefined()
  await crawlers.settled()
  return crawlers.proven(address, agent)
}

describe('by the lists that engines publish', () => {
  test('an address in the list of the engine that the agent names, and no other', async () => {
    publish('google', '66.249.64.0/27', '2001:4860:4801:10::/64')
    publish('bing', '40.77.167.0/24')
    const crawlers = await opened()
    expect(crawlers.proven('66.249.64.5', GOOGLEBOT)).toBe('google')
    expect(crawlers.proven('::ffff:66.249.64.5', GOOGLEBOT)).toBe('google')
    expect(crawlers.proven('2001:4860:4801:10::7', GOOGLEBOT)).toBe('google')
    expect(crawlers.proven('40.77.167.9', BINGBOT)).toBe('bing')
    expect(crawlers.proven('66.249.64.5', BINGBOT)).toBeUndefined()
    expect(crawlers.proven('66.249.64.5', 'GoogleOther')).toBeUndefined()
    expect(crawlers.proven('66.249.64.32', GOOGLEBOT)).toBeUndefined()
    expect(crawlers.proven('66.249.64.5', 'curl/8')).toBeUndefined()
  })

  test('the last good list holds over a restart, and while what is published is worth nothing', async () => {
    publish('google', '66.249.64.0/27')
    await opened()
    await vi.waitFor(
      async () =>
        expect(JSON.parse(await readFile(join(dataDir, 'crawlers.json'), 'utf8'))).toEqual({
          google: ['66.249.64.0/27'],
        }),
      15_000,
    )
    const worthless = [
      'not JSON',
      '{}',
      '{"prefixes":[]}',
      '{"prefixes":[{"ipv4Prefix":"0.0.0.0/0"}]}',
      '{"prefixes":[{"ipv4Prefix":"66.249.64.0/27"},{"ipv4Prefix":"66.249.64.1/27"}]}',
      `{"prefixes":[{"ipv4Prefix":"10.0.0.0/24","padding":"${'x'.repeat(1_100_000)}"}]}`,
    ]
    for (const list of worthless) {
      lists.set(new URL(ENGINES[0]?.list ?? '').pathname, list)
      const crawlers = await opened()
      expect(crawlers.proven('66.249.64.5', GOOGLEBOT)).toBe('google')
      expect(crawlers.proven('10.0.0.5', GOOGLEBOT)).toBeUndefined()
    }
    expect(reports.length).toBeGreaterThan(worthless.length)
  })

  test('a file that says nothing is as none', async () => {
    await writeFile(join(dataDir, 'crawlers.json'), '{"google":"everything"}')
    publish('google', '66.249.64.0/27')
    expect((await opened()).proven('66.249.64.5', GOOGLEBOT)).toBe('google')
  })
})

describe('by names', () => {
  test('a name of the engine that leads back, on the second question', async () => {
    const crawlers = await opened()
    names.names.set('66.249.66.1', ['crawl-66-249-66-1.googlebot.com'])
    names.addresses.set('crawl-66-249-66-1.googlebot.com', ['66.249.66.1'])
    expect(await settled(crawlers, '66.249.66.1', GOOGLEBOT)).toBe('google')
    names.names.set('2001:0db8:0000:0000:0000:0000:0000:0009', ['msnbot-9.search.msn.com'])
    names.addresses.set('msnbot-9.search.msn.com', ['2001:0db8:0000:0000:0000:0000:0000:0009'])
    expect(await settled(crawlers, '2001:db8::9', BINGBOT)).toBe('bing')
  })

  test.each([
    ['another name', 'host.example.com', ['66.249.66.2']],
    ['a name that only looks so', 'crawl.googlebot.com.example.com', ['66.249.66.2']],
    ['a name without its dot', 'evilgooglebot.com', ['66.249.66.2']],
    ['a name of what fetches for anybody', 'google-proxy-66-249-66-2.google.com', ['66.249.66.2']],
    ['a name that leads elsewhere', 'crawl-1.googlebot.com', ['66.249.66.1']],
    ['a name that leads nowhere', 'crawl-2.googlebot.com', []],
  ])('%s proves nothing', async (_, name, addresses) => {
    const crawlers = await opened()
    names.names.set('66.249.66.2', [name])
    names.addresses.set(name, addresses)
    expect(await settled(crawlers, '66.249.66.2', GOOGLEBOT)).toBeUndefined()
    const asked = names.asked()
    expect(crawlers.proven('66.249.66.2', GOOGLEBOT)).toBeUndefined()
    expect(names.asked()).toBe(asked)
  })

  test('what was proven holds a day, and silence is asked about again after a minute', async () => {
    const crawlers = await opened()
    names.names.set('17.1.2.3', ['a.applebot.apple.com'])
    names.addresses.set('a.applebot.apple.com', ['17.1.2.3'])
    names.isSilent = true
    expect(await settled(crawlers, '17.1.2.3', 'Applebot/0.1')).toBeUndefined()
    names.isSilent = false
    expect(crawlers.proven('17.1.2.3', 'Applebot/0.1')).toBeUndefined()
    now += 61_000
    expect(await settled(crawlers, '17.1.2.3', 'Applebot/0.1')).toBe('apple')
    now += 23 * 3_600_000
    expect(crawlers.proven('17.1.2.3', 'Applebot/0.1')).toBe('apple')
    names.names.clear()
    now += 3_600_000
    expect(await settled(crawlers, '17.1.2.3', 'Applebot/0.1')).toBeUndefined()
  })

  test('nobody is asked about who does not say so, about engines that are not wanted, or on this machine alone', async () => {
    const crawlers = await opened({ engines: ['bing'] })
    const alone = await opened({ fetchRanges: false })
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), fc.string(), (address, agent) => {
        fc.pre(!ENGINES.some((one) => one.agent.test(agent)))
        expect(crawlers.proven(address, agent)).toBeUndefined()
        expect(crawlers.proven(address, GOOGLEBOT)).toBeUndefined()
        expect(alone.proven(address, BINGBOT)).toBeUndefined()
      }),
    )
    expect(names.asked()).toBe(0)
  })

  test('whoever invents addresses keeps only a few questions going', async () => {
    const crawlers = await opened()
    names.isSilent = true
    for (let last = 0; last < 250; last++) crawlers.proven(`203.0.113.${last}`, GOOGLEBOT)
    await crawlers.settled()
    expect(names.asked()).toBeLessThanOrEqual(8)
  })
})
