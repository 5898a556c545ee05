// More is asked than can be done: articles still go out, and account pages say when to come again.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { serve } from '../../src/node.ts'
import { SLOW_TEXT, article as written } from '../support/edition-folder.ts'
import { publish } from '../support/publication.ts'

const SAMPLE = fileURLToPath(new URL('../../editions/saltmarsh', import.meta.url))
const soon = { timeout: 30_000, interval: 20 }

/** Keeps this thread from its other work, again and again, until it is told to stop. */
function holdUp(): () => void {
  const never = new Int32Array(new SharedArrayBuffer(4))
  let isOver = false
  const once = () => {
    if (isOver) return
    Atomics.wait(never, 0, 0, 70)
    setImmediate(once)
  }
  once()
  return () => {
    isOver = true
  }
}

test('while the loop is late account pages wait and articles do not; when it is over both answer', async () => {
  const data = await mkdtemp(join(tmpdir(), 'overload-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  const lines: string[] = []
  const started = await serve({
    ...{ edition: SAMPLE, data, host: '127.0.0.1', port: 0, env: {} },
    overload: { lateMs: 40, windowMs: 100 },
    print: (line) => void lines.push(line),
  })
  if (!started.ok) throw new Error(started.detail)
  const { address, close } = started.value
  onTestFinished(close)
  const logIn = () => fetch(`${address}/account/log-in`)

  const home = await (await fetch(`${address}/`)).text()
  const [, article = ''] = /href="(\/[a-z]+\/[a-z-]+)"/.exec(home) ?? []
  const letGo = holdUp()
  onTestFinished(letGo)
  await vi.waitFor(async () => expect((await logIn()).status).toBe(503), soon)
  const refused = await logIn()
  expect(refused.headers.get('retry-after')).toBe('30')
  expect((await fetch(address + article)).status).toBe(200)
  expect((await fetch(`${address}/standfirst/health`)).status).toBe(200)

  letGo()
  await vi.waitFor(async () => expect((await logIn()).status).toBe(200), soon)
  expect(lines.find((line) => line.startsWith('Overloaded'))).toBeDefined()
})

test('more texts are asked for than can wait: account pages go first, then those, and what is at hand goes out', async () => {
  const waiting = Array.from({ length: 130 }, (_, number) => `/w${number}`)
  const tooMany = Array.from({ length: 100 }, (_, number) => `/t${number}`)
  const files = ['/read', ...waiting, ...tooMany].map((path) => [
    `articles${path}.md`,
    written('A text.', 'access: free\n'),
  ])
  files.push(['articles/long.md', written(SLOW_TEXT, 'access: free\n')])
  const published = await publish(Object.fromEntries(files))
  onTestFinished(() => published.close())
  const read = (path: string) => published.read(path, { way: 'app' })
  expect((await read('/read')).status).toBe(200)

  const first = ['/long', ...waiting].map(read)
  await vi.waitFor(() => expect(published.content.isCrowded()).toBe(true), soon)
  const logIn = read('/account/log-in')
  const then = tooMany.map(read)
  const [again, feed] = [read('/read'), read('/feed.xml')]
  expect((await logIn).status).toBe(503)
  expect((await again).status).toBe(200)
  const late = (await Promise.all(then)).filter(({ status }) => status === 503)
  expect(late.length).toBeGreaterThanOrEqual(50)
  expect(late.every(({ headers }) => headers.get('retry-after') === '30')).toBe(true)
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual(first.map(() => 200))
  // A feed that cannot be whole is not sent, and not kept.
  const items = (text: string) => text.split('<item>').length
  expect([(await feed).status, items((await feed).text)]).toEqual(
    (await feed).status === 503 ? [503, 1] : [200, items((await read('/feed.xml')).text)],
  )

  expect((await read('/account/log-in')).status).toBe(200)
  expect((await read(tooMany.at(-1) ?? '')).status).toBe(200)
  expect(items((await read('/feed.xml')).text)).toBeGreaterThan(10)
  expect(published.log).toEqual([])
})

test('one address asks for more than can be read: another gets its article, and it is counted and said', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'flood-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const asked = Array.from({ length: 350 }, (_, number) => `/f${number}`)
  const files = asked.concat('/other').map((path) => [path, 'A text.'])
  await mkdir(join(dir, 'articles'))
  const long = ['/long-a', '/long-b']
  for (const [path, text = ''] of [...long.map((path) => [path, SLOW_TEXT]), ...files])
    await writeFile(join(dir, `articles${path}.md`), written(text, 'access: free\n'))
  const publication = { name: 'The Courier' }
  const config = {
    publication,
    trustedProxies: ['127.0.0.1'],
    metrics: { networks: ['127.0.0.1'] },
  }
  await writeFile(join(dir, 'standfirst.config.json'), JSON.stringify(config))
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const place = { edition: dir, data: join(dir, 'data'), host: '127.0.0.1', port: 0, env: {} }
  const started = await serve({ ...place, print })
  if (!started.ok) throw new Error(started.detail)
  const { address, close } = started.value
  onTestFinished(close)
  const from = async (client: string, path: string) => {
    const response = await fetch(address + path, { headers: { 'X-Forwarded-For': client } })
    await response.arrayBuffer()
    return response
  }

  const first = long.map((path) => from('203.0.113.9', path))
  expect((await fetch(`${address}/standfirst/health`)).status).toBe(200)
  const flood = [...first, ...asked.map((path) => from('203.0.113.9', path))]
  const putOff = await Promise.any(
    flood.map(async (answer) =>
      (await answer).status === 503 ? await answer : Promise.reject(new Error('It is made.')),
    ),
  )
  expect(putOff.headers.get('retry-after')).toBe('30')
  expect((await from('198.51.100.7', '/other')).status).toBe(200)

  const answers = (await Promise.all(flood)).map(({ status }) => status)
  expect(answers.every((status) => status === 200 || status === 503)).toBe(true)
  const metrics = await (await fetch(`${address}/standfirst/metrics`)).text()
  const late = answers.filter((status) => status === 503).length
  expect(metrics).toContain(`standfirst_put_off_total{seats="texts",why="portion"} ${late}\n`)
  expect(metrics).toContain(`standfirst_requests_total{status="503"} ${late}\n`)
  expect(metrics).toContain(`standfirst_pages_total{how="failed"} ${late}\n`)
  expect(metrics).toContain(`standfirst_pages_total{how="made"} ${answers.length - late + 1}\n`)
  expect(lines.filter((line) => line.startsWith('Put off: '))).toHaveLength(1)
  expect(lines.join('\n')).not.toContain('203.0.113')
  expect((await from('203.0.113.9', asked.at(-1) ?? '')).status).toBe(200)
})
