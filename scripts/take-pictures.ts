// Takes the pictures of docs/pictures/: the sample publication in a browser, served by the real command line.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'
import { DESKTOP, openBrowser, PHONE } from '../test/support/browser.ts'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const SAMPLE = fileURLToPath(new URL('../editions/saltmarsh', import.meta.url))
const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url))

interface Shot {
  readonly name: string
  readonly path: string
  readonly screen: typeof PHONE
  readonly colorScheme: 'light' | 'dark'
  /** What stands in the middle of the picture; without it the page's top does. */
  readonly at?: string
}

const WALLED = '/harbour/who-pays-for-the-mud'
const SHOTS: readonly Shot[] = [
  { name: 'front-desktop', path: '/', screen: DESKTOP, colorScheme: 'light' },
  { name: 'front-phone', path: '/', screen: PHONE, colorScheme: 'light' },
  {
    name: 'article-desktop-dark',
    path: '/harbour/east-quay-vote',
    screen: DESKTOP,
    colorScheme: 'dark',
  },
  { name: 'article-phone', path: '/harbour/east-quay-vote', screen: PHONE, colorScheme: 'light' },
  { name: 'wall-desktop', path: WALLED, screen: DESKTOP, colorScheme: 'light', at: '.wall' },
  { name: 'wall-phone-dark', path: WALLED, screen: PHONE, colorScheme: 'dark', at: '.wall' },
]

/** Runs `standfirst serve` on any free port; gives its address and how to end it. */
async function serveSample(data: string): Promise<{ address: string; end: () => void }> {
  const child = spawn(process.execPath, [CLI, 'serve', SAMPLE, '--port', '0', '--data', data])
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    const [address] = /http:\S+/.exec(said) ?? []
    if (address !== undefined) return { address, end: () => child.kill('SIGTERM') }
  }
  throw new Error(`The sample was not served: ${said}`)
}

async function take(browser: Browser, address: string, shot: Shot): Promise<void> {
  const { name, path, screen, colorScheme, at } = shot
  const context = await browser.newContext({ ...screen, colorScheme, deviceScaleFactor: 1 })
  const page = await context.newPage()
  // Fonts are optional: the second visit finds them in the browser's cache.
  await page.goto(address + path, { waitUntil: 'networkidle' })
  await page.goto(address + path, { waitUntil: 'networkidle' })
  if (at !== undefined) await page.locator(at).evaluate(putInTheMiddle)
  const file = join(PICTURES, `${name}.png`)
  await page.screenshot({ path: file })
  await context.close()
  console.log(`${Math.round((await stat(file)).size / 1000)} kB  ${name}.png`)
}

/** Runs in the page, whose types this script does not know. */
function putInTheMiddle(element: { scrollIntoView(where: { block: 'center' }): void }): void {
  element.scrollIntoView({ block: 'center' })
}

const data = await mkdtemp(join(tmpdir(), 'standfirst-pictures-'))
const { address, end } = await serveSample(data)
const browser = await openBrowser()
try {
  for (const shot of SHOTS) await take(browser, address, shot)
} finally {
  await browser.close()
  end()
  await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
}
