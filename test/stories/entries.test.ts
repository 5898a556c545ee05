// One answer, whichever entry: the same request gets the same from the direct handler, from Hono alone on a socket, from
// Request → Response, and from a crew of workers: status, headers, words.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GUESSES } from '../support/attempts.ts'
import { canaryEdition } from '../support/canaries.ts'
import { cookieHeader, type OddRequest, oddRequests } from '../support/odd-requests.ts'
import { type Answer, ENTRIES, type Published, publish, type Way } from '../support/publication.ts'

const edition = canaryEdition()
let published: Published
beforeAll(async () => {
  published = await publish(edition.files)
}, 400_000)
afterAll(() => published.close())

const ARTICLES = edition.articles.map(({ path }) => path)
const PICTURE = /src="(\/standfirst\/images\/[^"]+)"/g
/** Health tells of the process: whose orders it has taken in. */
const OTHERS = GUESSES.filter((path) => path !== '/standfirst/health')
const ACCOUNT = ['/account', '/account/log-in', '/account/subscribe', '/account/nothing']

/** What of an answer has to be the same. */
function told({ status, headers, text, bytes }: Answer) {
  const isPacked = headers.has('content-encoding')
  const own = [...headers].filter(([name]) => !OF_THE_CONNECTION.has(name))
  // A text is packed better once it was asked for often: which packing it is may differ from one moment to the next.
  const named = own
    .filter(([name]) => !(isPacked && name === 'content-length'))
    .map(([name, value]) => [name, name === 'etag' ? value.replace(/-([gb])\d+"$/, '-$1"') : value])
  const length = headers.get('content-length')
  if (bytes.length > 0 && length !== null) expect(Number(length)).toBe(bytes.length)
  return { status, headers: named.filter(([name]) => name !== 'set-cookie'), text }
}

const OF_THE_CONNECTION = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding'])

/** Their values are new each time: which there are, and what is said of them. */
function cookiesSet({ headers }: Answer): readonly string[] {
  return headers.getSetCookie().map((line) => line.replace(/=[^;]*/, '='))
}

/** Whether a Web Request can say this: its address is tidied as it is made, and some methods are forbidden. */
function canBeARequest({ method, path }: OddRequest): boolean {
  if (method === 'TRACE' || !path.startsWith('/') || path.startsWith('//')) return false
  const { pathname, search } = new URL(published.address + path)
  return pathname + search === path
}

let readers = 0

async function askOf(way: Way, request: OddRequest) {
  readers++
  const { method, path, headers } = request
  const cookie = cookieHeader(request, `reader-${readers}`, published)
  const all = { ...headers, ...(cookie !== undefined && { Cookie: cookie }) }
  const answer = await published.read(path, { way, method, headers: all })
  return { ...told(answer), cookies: cookiesSet(answer) }
}

/** Gives the ETag that all of them said, if they did. */
async function sameOfAll(request: OddRequest): Promise<string | undefined> {
  const direct = await askOf('socket', request)
  expect(direct.status).not.toBe(500)
  for (const way of ENTRIES.slice(1))
    if (way !== 'app' || canBeARequest(request))
      expect({ way, ...(await askOf(way, request)) }).toEqual({ way, ...direct })
  return direct.headers.find(([name]) => name === 'etag')?.[1]
}

test('the same request gets the same answer from every entry, and so does who has that answer', async () => {
  const staff = { as: { kind: 'staff', id: 'eve' } } as const
  const pages = await Promise.all(ARTICLES.map((path) => published.read(path, staff)))
  const pictures = pages.flatMap(({ text }) =>
    [...text.matchAll(PICTURE)].map(([, src = '']) => src),
  )
  const paths = [...[...ARTICLES, ...ARTICLES, ...ARTICLES, ...ARTICLES], ...OTHERS, ...ACCOUNT]
  const asked = oddRequests([...paths, ...pictures])
  await fc.assert(
    fc.asyncProperty(asked, async (request) => {
      const tag = await sameOfAll(request)
      if (tag !== undefined)
        await sameOfAll({ ...request, headers: { ...request.headers, 'If-None-Match': tag } })
    }),
    { numRuns: 200 },
  )
})
