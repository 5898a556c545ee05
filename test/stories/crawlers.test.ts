// The crawler of a search engine, on the whole app: proven by its address it gets whole articles with the marks of a
// paywall, and whoever only says so gets what everybody gets.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCrawlers, openCrawlers } from '../../src/crawlers/crawlers.ts'
import { type Published, publish, WAYS } from '../support/publication.ts'

const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const CRAWLER = '66.249.64.5'
const LAST = 'And this is how it ended'

const words = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
const article = (access: string) =>
  `---\ntitle: A headline\nsummary: A summary.\npublished: 2026-11-20T06:00:00Z\naccess: ${access}\n---\n${`${words}.\n\n`.repeat(6)}${LAST}.\n`

let published: Published
let crawlers: OpenCrawlers
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'standfirst-crawlers-'))
  await writeFile(join(dataDir, 'crawlers.json'), '{"google":["66.249.64.0/27"]}')
  crawlers = await openCrawlers({
    ...{ engines: ['google', 'bing'], dataDir, now: Date.now, fetchRanges: false },
    report: () => undefined,
  })
  const config = { publication: { name: 'The Courier' }, trustedProxies: ['127.0.0.1'] }
  const files: Record<string, string> = { 'standfirst.config.json': JSON.stringify(config) }
  for (const access of ['metered', 'registered', 'subscribers'])
    files[`articles/town/${access}.md`] = article(access)
  published = await publish(files, {}, undefined, undefined, crawlers)
})
afterAll(async () => {
  crawlers.close()
  await published.close()
  await rm(dataDir, { recursive: true })
})

const asking = (address: string, agent: string) => ({
  headers: { 'X-Forwarded-For': address, 'User-Agent': agent },
})

for (const way of WAYS) {
  test.each(['metered', 'registered', 'subscribers'])(
    `gets a whole article by the ${way}: %s, and spends nothing`,
    async (access) => {
      const { headers, text } = await published.read(`/town/${access}`, {
        ...asking(CRAWLER, GOOGLEBOT),
        way,
      })
      expect(text).toContain(LAST)
      expect(headers.get('standfirst-decision')).toMatch(/^grant; reason=crawler; /)
      expect(headers.getSetCookie()).toEqual([])
      const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? ''
      expect(JSON.parse(data)).toMatchObject({
        isAccessibleForFree: false,
        hasPart: { isAccessibleForFree: false },
      })
    },
  )

  test.each([
    ['at another address', '66.249.64.32', GOOGLEBOT],
    ['with another name', CRAWLER, 'Mozilla/5.0 (compatible; bingbot/2.0)'],
    ['of no name', CRAWLER, 'curl/8.5'],
    ['at an address that only the sender names', `${CRAWLER}, 198.51.100.7`, GOOGLEBOT],
  ])(`gets what everybody gets by the ${way}: %s`, async (_, address, agent) => {
    const { headers, text } = await published.read('/town/subscribers', {
      ...asking(address, agent),
      way,
    })
    expect(text).not.toContain(LAST)
    expect(headers.get('standfirst-decision')).toMatch(/^wall; wall=paywall/)
  })
}
