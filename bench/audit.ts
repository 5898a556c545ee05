// How long an audit of a large site takes on this machine, and how much memory: 200 articles, all personas but Chromium,
// against a site of its own process. `npm run bench:audit [ARTICLES] [plain|eager]`
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { audit } from '../src/audit/audit.ts'
import { stayInSmallMemory } from '../src/cli/small-memory.ts'
import { largeSite } from '../test/support/large-site.ts'

const count = Number(process.argv[2] ?? 200)
const kind = process.argv[3] === 'eager' ? 'eager' : 'plain'

if (process.send === undefined) await measure()
else await serve()

/** In a process of its own, so that its memory and time are not counted. */
async function serve(): Promise<void> {
  const site = await largeSite(count, kind)
  process.send?.(site.origin)
  process.on('message', () => process.send?.(site.requests()))
}

async function measure(): Promise<void> {
  // As the command does.
  stayInSmallMemory()
  const child = fork(fileURLToPath(import.meta.url), [String(count), kind])
  const [url] = await once(child, 'message')
  const began = performance.now()
  const leaks = new Map<string, number>()
  let articles = 0
  let most = 0
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 100)
  const options = { url: String(url), version: '0.0.0', articles: count, browser: 'none' } as const
  for await (const event of audit(options)) {
    if (event.kind === 'leak') leaks.set(event.channel, (leaks.get(event.channel) ?? 0) + 1)
    if (event.kind === 'article') articles++
  }
  clearInterval(look)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage()
  child.send('requests')
  const [requests] = await once(child, 'message')
  child.kill()
  console.log(`${articles} articles, ${requests} requests, ${seconds.toFixed(1)} s`)
  console.log(
    `${((user + system) / 1e6).toFixed(1)} s of processor time, at most ${(most / 1e6).toFixed(0)} MB`,
  )
  console.log(`Leaks: ${[...leaks].map((pair) => pair.join(' ')).join(', ')}`)
}
