// Weight: `npm run bench:weight`. What each page of the sample weighs on the way to a reader, compressed, without
// pictures and fonts; and what style sheet and fonts weigh, once.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { EMPTY_METER } from '../src/core/meter.ts'
import { cookieNames } from '../src/http/cookies.ts'
import { sealPass } from '../src/http/pass.ts'
import { createSeals } from '../src/http/seal.ts'
import { ask } from './exchange.ts'
import { startStandfirst } from './servers.ts'

const SAMPLE = fileURLToPath(new URL('../editions/saltmarsh', import.meta.url))
const SECRET = new Uint8Array(32).fill(1)
const KEYS = `weight:${Buffer.from(SECRET).toString('base64url')}`
/** The best compression follows the quick one; it is there by then. */
const BEST_AFTER_MS = 3000

const seals = createSeals(
  () => ({ keys: [{ id: 'weight', secret: SECRET }] }),
  'The Saltmarsh Courier',
)
const reader = { kind: 'staff', id: 'weight' } as const
const pass = sealPass(
  {
    reader,
    session: 'weight',
    issued: Date.now(),
    expires: Date.now() + 3_600_000,
    reads: EMPTY_METER,
  },
  seals,
)
const staff = `${cookieNames(false).pass}=${pass}`

async function weigh(url: string, cookie: string): Promise<string> {
  const sizes: number[] = []
  for (const encoding of ['br', 'gzip'])
    sizes.push((await ask(url, { 'Accept-Encoding': encoding, Cookie: cookie })).bytes.length)
  return sizes.map((size) => size.toLocaleString('en').padStart(7)).join('  ')
}

async function weighAll(address: string): Promise<void> {
  const files = await readdir(join(SAMPLE, 'articles'), { recursive: true })
  const articles = files
    .filter((name) => name.endsWith('.md'))
    .map((name) => `/${name.slice(0, -3)}`)
  const pages = ['/', '/harbour', ...articles.sort()]
  for (const page of pages) await weigh(address + page, staff)
  await wait(BEST_AFTER_MS)
  console.log('     br     gzip  bytes; articles whole')
  for (const page of pages) console.log(`${await weigh(address + page, staff)}  ${page}`)
  const front = await ask(address, { 'Accept-Encoding': 'identity' })
  const parts = front.bytes.toString().matchAll(/href="([^"]+\/assets\/[^"]+)"/g)
  for (const part of new Set([...parts].map(([, path = '']) => path)))
    console.log(`${await weigh(address + part, '')}  ${part}`)
}

const data = await mkdtemp(join(tmpdir(), 'standfirst-weight-'))
try {
  const running = await startStandfirst(SAMPLE, data, { STANDFIRST_KEYS: KEYS })
  await weighAll(running.address).finally(() => running.stop())
} finally {
  await rm(data, { recursive: true, force: true })
}
