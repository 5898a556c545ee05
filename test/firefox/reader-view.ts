// Reader View: opens pages in Firefox's about:reader, and compares what it shows with what was granted.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Page } from 'puppeteer-core'
import { publishKinds } from '../browser/page-kinds.ts'
import { type EveryPage, everyPage } from '../support/every-page.ts'
import { blocksOf, compare, plain } from '../support/granted-blocks.ts'
import { browse, type Published } from '../support/publication.ts'

/** Firefox looks after itself on the network; whatever these do not stop runs into a proxy that is not there. */
const QUIET = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.disabledForTesting': true,
  'app.normandy.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.region.network.url': '',
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'services.settings.server': 'data:,#nowhere',
  'dom.push.connection.enabled': false,
  'extensions.update.enabled': false,
}

interface Shown {
  readonly title: string
  readonly credits: string
  readonly message: string
  /** HTML of the article. */
  readonly content: string
}

interface Trial {
  readonly name: string
  readonly url: string
  readonly page: EveryPage
}

/** Gives how many pages were shown rightly and how many were not; `say` takes a line for each that was not. */
export async function readInFirefox(
  executablePath: string,
  say: (line: string) => void,
): Promise<{ readonly passed: number; readonly failed: number }> {
  await using open = new AsyncDisposableStack()
  // Firefox refuses a home that belongs to another user, and must find no profile there.
  const home = await mkdtemp(join(tmpdir(), 'firefox-home-'))
  open.defer(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))
  const published = await publishKinds()
  open.defer(() => published.close())
  const pages = await everyPage(published)
  const server = await serve(pages, published)
  open.defer(() => void server.close())
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    timeout: 90_000,
    args: ['--remote-allow-system-access'],
    env: { ...process.env, HOME: home, MOZ_HEADLESS: '1' },
    extraPrefsFirefox: QUIET,
  })
  open.defer(() => browser.close())
  say(`Reader View of ${await browser.version()}`)
  const tab = await browser.newPage()
  let passed = 0
  let failed = 0
  for (const { name, url, page } of await trials(pages, published, server)) {
    const faults = faultsOf(page, await readerView(tab, url))
    for (const fault of faults) say(`FAILED ${name}: ${fault}`)
    if (faults.length === 0) passed++
    else failed++
  }
  return { passed, failed }
}

/**
 * What the server sends of every article to somebody unknown, as Reader View is: it asks with a jar of cookies that is
 * its own, empty at first. And pages of every kind: all variants of the two oddest articles, one of each kind of notice
 * of the others.
 */
async function trials(
  pages: readonly EveryPage[],
  published: Published,
  server: Server,
): Promise<readonly Trial[]> {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const found: Trial[] = []
  const read = browse(published)
  for (const path of new Set(pages.map(({ article }) => article.path))) {
    const { text } = await read(path)
    const page = pages.find(({ html }) => html === text)
    if (page === undefined) throw new Error(`${path} is sent as no variant of it`)
    found.push({ name: `${page.key}, as it is served`, url: published.address + path, page })
  }
  for (const [number, page] of pages.entries())
    if (ODDEST.includes(page.article.path) || TYPICAL.test(page.key))
      found.push({ name: page.key, url: `${address}/${number}${page.article.path}`, page })
  return found
}

const ODDEST = ['/town/one-breath', '/town/everything']
const TYPICAL =
  /full out (?:none|left 0 3)|preview out (?:registration registration-|paywall (?:meter-spent 5|subscription-))/

/** The page of every variant, each at an address of its own; everything else as the publication serves it. */
async function serve(pages: readonly EveryPage[], published: Published): Promise<Server> {
  const server = createServer((request, response) => {
    const [, number] = /^\/(\d+)\//.exec(request.url ?? '') ?? []
    const page = number === undefined ? undefined : pages[Number(number)]
    if (page === undefined) published.publisher.listener(request, response)
    else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page.html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function readerView(tab: Page, url: string): Promise<Shown> {
  await tab.goto(`about:reader?url=${encodeURIComponent(url)}`)
  const handle = await tab.waitForFunction(() => {
    const textOf = (selector: string) => {
      const element = document.querySelector(selector)
      // “Loading…” stays in the page when it is over, unseen.
      return element?.checkVisibility() ? (element.textContent ?? '').trim() : ''
    }
    if (!document.body.classList.contains('loaded')) return undefined
    return {
      title: textOf('.reader-title'),
      credits: textOf('.reader-credits'),
      message: textOf('.reader-message'),
      content: document.querySelector('.moz-reader-content')?.innerHTML ?? '',
    }
  })
  const shown = await handle.jsonValue()
  if (shown === undefined) throw new Error(`Reader View shows nothing of ${url}`)
  return shown
}

function faultsOf({ article, variant, cut }: EveryPage, shown: Shown): readonly string[] {
  const { missing, beside } = compare(
    shown.content,
    blocksOf(variant.view === 'full' ? cut.whole : cut.before),
  )
  const surplus = [article.summary, 'Footnotes']
    .map(plain)
    .reduce((rest, part) => rest.replace(part, ''), beside)
    .trim()
  const faults: string[] = []
  if (shown.message !== '') faults.push(`says: ${shown.message}`)
  if (shown.title !== article.title) faults.push(`is headed: ${shown.title}`)
  if (shown.credits !== article.bylines.join(', '))
    faults.push(`is said to be by: ${shown.credits}`)
  if (missing !== undefined) faults.push(`does not show: ${missing}`)
  if (surplus !== '') faults.push(`shows beside it: ${surplus}`)
  return faults
}
