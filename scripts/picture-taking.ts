// Picture taking: the sample publication served by the real command line, and pages of it kept as small files.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { chromiumPath } from '../test/support/browser.ts'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const SAMPLE = fileURLToPath(new URL('../editions/saltmarsh', import.meta.url))
const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url))

export interface Served {
  readonly address: string
  end(): Promise<void>
}

/** Runs `standfirst serve` on any free port. `ahead`: how many minutes its clock is fast. */
export async function serveSample(
  data: string,
  { ahead = 0, host = '127.0.0.1' }: { readonly ahead?: number; readonly host?: string } = {},
): Promise<Served> {
  const clock = `const now = Date.now; Date.now = () => now() + ${ahead * 60_000}`
  const import_ = ahead === 0 ? [] : ['--import', `data:text/javascript,${clock}`]
  const child = spawn(
    process.execPath,
    [
      '--no-wasm-code-gc',
      ...import_,
      CLI,
      'serve',
      SAMPLE,
      '--port',
      '0',
      '--host',
      host,
      '--data',
      data,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, STANDFIRST_LOG: 'text' } },
  )
  return { address: await addressOf(child), end: () => ended(child) }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  child.stdout?.on('data', (chunk) => {
    said += String(chunk)
    const [address] = /http:\S+/.exec(said) ?? []
    if (address !== undefined) resolve(address)
  })
  child.once('exit', () => reject(new Error(`The sample was not served: ${said}`)))
  return promise
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** Letters look the same wherever the pictures are taken, and are small. */
export async function openDarkroom(): Promise<Browser> {
  const args = ['--no-sandbox', '--font-render-hinting=none']
  return chromium.launch({ executablePath: await chromiumPath(), args })
}

/** A browser of somebody who has been there before: fonts are optional, and come from its cache the second time. */
export async function openPage(
  browser: Browser,
  address: string,
  screen: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ ...screen, baseURL: address, deviceScaleFactor: 1 })
  const page = await context.newPage()
  await page.goto('/', { waitUntil: 'networkidle' })
  return page
}

interface Scene {
  /** A text that the page shows once it is the one that is meant. */
  readonly shows?: string
  /** What stands in the middle of the picture; without it the page's top does. */
  readonly at?: string | undefined
}

/** Keeps what is on the screen as `docs/pictures/NAME.png`. */
export async function take(page: Page, name: string, { shows, at }: Scene = {}): Promise<void> {
  if (shows !== undefined) await page.getByText(shows).first().waitFor()
  await page.waitForLoadState('networkidle')
  if (at !== undefined) await page.locator(at).first().evaluate(putInTheMiddle)
  const file = join(PICTURES, `${name}.png`)
  await page.screenshot({ path: file })
  console.log(`${Math.round((await stat(file)).size / 1000)} kB  ${name}.png`)
}

/** Runs in the page, whose types this script does not know. */
function putInTheMiddle(element: { scrollIntoView(where: { block: 'center' }): void }): void {
  element.scrollIntoView({ block: 'center' })
}
