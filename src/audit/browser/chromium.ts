// Chromium: opens a page as a reader's browser does, with its scripts. It reaches the audited site alone, and only reads.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { failed, ok, type Result } from '../../core/result.ts'
import type { Wire } from '../asking/send.ts'
import { DevTools, type Params } from './devtools.ts'

const START_MS = 20_000
const PAGE_MS = 20_000
/** Without a new request for so long, the page has come to rest. */
const REST_MS = 700
const MOST_CHARACTERS = 5_000_000

export interface Rendered {
  /** The document as its scripts have left it. */
  readonly html: string
  /** What can be read of it on the screen. */
  readonly visible: string
  /** Hosts that it wanted to load from, and may not here. */
  readonly others: readonly string[]
}

export interface Chromium {
  /** Fails with one line. */
  open(ask: PageAsk): Promise<Result<Rendered, 'not-rendered'>>
  close(): Promise<void>
}

interface PageAsk {
  readonly url: string
  readonly agent: string
  readonly cookie: string | undefined
}

export interface ChromiumOptions {
  readonly executable: string
  readonly wire: Wire
  /** Only for sites of whoever runs the audit: a page could do to this machine what the account may. */
  readonly withoutSandbox: boolean
  /** Milliseconds in which a page has to come to rest. */
  readonly pageMs?: number
}

/** A page may bring it down; a site of such pages is not followed for ever. */
const MOST_STARTS = 5

/** Fails `not-started` with one line; nothing is left running then. One that a page has brought down is started again. */
export async function startChromium(
  options: ChromiumOptions,
): Promise<Result<Chromium, 'not-started'>> {
  const first = await start(options)
  if (!first.ok) return first
  let running = first.value
  let starts = 1
  return ok({
    async open(ask) {
      if (running.tools.hasEnded && starts < MOST_STARTS) {
        starts++
        await running.close()
        const again = await start(options)
        if (again.ok) running = again.value
      }
      return openPage(running.tools, ask, options)
    },
    close: () => running.close(),
  })
}

interface Running {
  readonly tools: DevTools
  close(): Promise<void>
}

async function start(options: ChromiumOptions): Promise<Result<Running, 'not-started'>> {
  const folder = await mkdtemp(join(tmpdir(), 'standfirst-chromium-'))
  const child = spawn(options.executable, argumentsFor(options, folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit').catch(() => undefined)
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
  }
  try {
    const tools = await DevTools.connect(await addressOf(child))
    // Workers that outlive their page are held before their first line: nobody would see what they send.
    await tools.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'service_worker' }, { type: 'shared_worker' }, { exclude: true }],
    })
    return ok({
      tools,
      close: async () => {
        tools.close()
        await close()
      },
    })
  } catch (error) {
    await close()
    return failed('not-started', error instanceof Error ? error.message : String(error))
  }
}

function argumentsFor({ wire, withoutSandbox }: ChromiumOptions, folder: string): string[] {
  const host = wire.origin.hostname
  const port = wire.origin.port || (wire.origin.protocol === 'https:' ? '443' : '80')
  const [first] = wire.addresses
  const address = first?.family === 6 ? `[${first.address}]` : first?.address
  // Every other name leads nowhere, also for what no interception sees.
  const rules = `MAP ${host} ${address}, MAP * ~NOTFOUND, EXCLUDE ${address}`
  return [
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${folder}`,
    `--host-resolver-rules=${rules}`,
    // The same for addresses, ports and web sockets: whatever is not the site goes to a proxy that is not there.
    '--proxy-server=http://127.0.0.1:9',
    `--proxy-bypass-list=<-loopback>;${host}:${port}`,
    '--block-new-web-contents',
    ...(withoutSandbox ? ['--no-sandbox'] : []),
    ...['--no-first-run', '--no-default-browser-check', '--disable-extensions', '--disable-gpu'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...['--disable-dev-shm-usage', '--mute-audio'],
    // What goes by UDP knows neither proxies nor rules of names.
    ...['--force-webrtc-ip-handling-policy', '--webrtc-ip-handling-policy'].map(
      (name) => `${name}=disable_non_proxied_udp`,
    ),
    '--disable-quic',
    ...['--deny-permission-prompts', '--disable-notifications', 'about:blank'],
  ]
}

async function addressOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const late = setTimeout(() => reject(new Error('Chromium does not start.')), START_MS)
  child.once('error', reject)
  child.once('exit', () => reject(new Error('Chromium ended as it started.')))
  if (child.stderr !== null)
    createInterface({ input: child.stderr }).on('line', (line) => {
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
  try {
    return await promise
  } finally {
    clearTimeout(late)
  }
}

async function openPage(
  tools: DevTools,
  ask: PageAsk,
  { wire, pageMs = PAGE_MS }: ChromiumOptions,
): Promise<Result<Rendered, 'not-rendered'>> {
  let context: unknown
  try {
    const made = await tools.send('Target.createBrowserContext', { disposeOnDetach: true })
    context = made['browserContextId']
    const rendered = render(tools, ask, wire, context)
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error('It does not come to rest.')), pageMs)
    try {
      return ok(await Promise.race([rendered, late.promise]))
    } finally {
      clearTimeout(timer)
      // What still runs ends with its context, and its error is the one that was said.
      rendered.catch(() => undefined)
    }
  } catch (error) {
    return failed('not-rendered', error instanceof Error ? error.message : String(error))
  } finally {
    if (context !== undefined)
      await tools
        .send('Target.disposeBrowserContext', { browserContextId: context })
        .catch(() => {})
  }
}

async function render(
  tools: DevTools,
  { url, agent, cookie }: PageAsk,
  wire: Wire,
  browserContextId: unknown,
): Promise<Rendered> {
  const { targetId } = await tools.send('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
  })
  const attached = await tools.send('Target.attachToTarget', { targetId, flatten: true })
  const session = String(attached['sessionId'])
  const tell = (method: string, params: Params = {}) => tools.send(method, params, session)
  const others = new Set<string>()
  let last = performance.now()
  tools.on('Fetch.requestPaused', session, (params) => {
    last = performance.now()
    const refusal = refusalFor(params, wire, others)
    const answered = refusal
      ? tell('Fetch.failRequest', { requestId: params['requestId'], errorReason: refusal })
      : tell('Fetch.continueRequest', { requestId: params['requestId'] })
    // The page may be gone by then.
    answered.catch(() => undefined)
  })
  try {
    await tell('Page.enable')
    await tell('Page.setDownloadBehavior', { behavior: 'deny' }).catch(() => undefined)
    await tell('Network.enable')
    await tell('Network.setUserAgentOverride', { userAgent: agent })
    if (cookie !== undefined && cookie !== '')
      await tell('Network.setExtraHTTPHeaders', { headers: { Cookie: cookie } })
    await tell('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
    const loaded = Promise.withResolvers<void>()
    tools.on('Page.loadEventFired', session, () => loaded.resolve())
    tools.on('Page.javascriptDialogOpening', session, () => {
      tell('Page.handleJavaScriptDialog', { accept: false }).catch(() => undefined)
    })
    await tell('Page.navigate', { url })
    await loaded.promise
    while (performance.now() - last < REST_MS) await new Promise((next) => setTimeout(next, 100))
    // In a world of its own: what the page's scripts have made of the document's functions does not matter there.
    const world = await tell('Page.createIsolatedWorld', { frameId: targetId })
    const contextId = world['executionContextId']
    const look = { expression: LOOK, contextId, returnByValue: true, timeout: 5000 }
    const evaluated = await tell('Runtime.evaluate', look)
    return { ...readLook(evaluated), others: [...others].slice(0, 100) }
  } finally {
    tools.forget(session)
  }
}

/** Why a request is not let go; undefined for one that reads from the site itself. */
function refusalFor(params: Params, { origin }: Wire, others: Set<string>): string | undefined {
  const { request } = params
  if (typeof request !== 'object' || request === null || !('url' in request)) return 'Failed'
  const url = URL.parse(String(request.url))
  const method = 'method' in request ? String(request.method) : ''
  if (url === null) return 'Failed'
  if (/^(?:data|blob|about):$/.test(url.protocol)) return undefined
  if (url.origin !== origin.origin) {
    others.add(url.hostname)
    return 'BlockedByClient'
  }
  return /^(?:GET|HEAD|OPTIONS)$/.test(method) ? undefined : 'BlockedByClient'
}

/** Runs in the page: its document, and the text that is rendered where a reader can see it. */
const LOOK = `(() => {
  const visible = []
  const roots = [document]
  for (let at = 0; at < roots.length && roots.length < 1000; at++)
    for (const element of roots[at].querySelectorAll('*'))
      if (element.shadowRoot !== null) roots.push(element.shadowRoot)
  const most = ${MOST_CHARACTERS}
  let length = 0
  const seen = new Map()
  const isSeen = (element) => {
    const known = seen.get(element)
    if (known !== undefined) return known
    const is = element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
      && !getComputedStyle(element).filter.includes('blur')
    seen.set(element, is)
    return is
  }
  const texts = function* () {
    for (const root of roots) {
      const top = root === document ? (document.body ?? document.documentElement) : root
      const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
        yield [node, node.parentElement ?? root.host ?? null]
    }
  }
  for (const [node, element] of texts()) {
    if (length >= most) break
    if (element === null || /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(element.tagName)) continue
    if (!isSeen(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    if (box.width === 0 || box.height === 0 || box.right < 0) continue
    visible.push(node.data)
    length += node.data.length
  }
  const whole = document.documentElement
  const html = roots.length === 1 ? whole.outerHTML : '<html>' + whole.getHTML({ shadowRoots: roots.slice(1) })
  return { html: html.slice(0, most), visible: visible.join('\\n') }
})()`

function readLook({ result }: Params): { html: string; visible: string } {
  const value =
    typeof result === 'object' && result !== null && 'value' in result ? result.value : undefined
  if (typeof value !== 'object' || value === null || !('html' in value) || !('visible' in value))
    throw new Error('The page does not let itself be looked at.')
  return { html: String(value.html), visible: String(value.visible) }
}
