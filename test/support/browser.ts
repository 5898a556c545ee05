// A real browser for the tests: the Chromium that comes as a package, else one that the system has.
import { existsSync } from 'node:fs'
import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test'
import { type Ask, cookiesOf, type Published } from './publication.ts'

/** Where systems keep a Chromium of their own. */
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
}
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }

/** The path of a Chromium that starts here. Its libraries and fonts are its own: it needs nothing of the system. */
export async function chromiumPath(): Promise<string> {
  // Read when the package is imported: it then brings its own libraries instead of asking the system for them.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}

/** Rejects when neither the packaged nor a system Chromium starts. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('@playwright/test')
  const start = (executablePath: string) =>
    chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    return await start(await chromiumPath())
  } catch (error) {
    const system = SYSTEM.find((path) => existsSync(path))
    if (system === undefined) throw error
    return start(system)
  }
}

/** A browser of somebody: with the cookies that `ask` says, as the publication would have set them. */
export async function browserOf(
  browser: Browser,
  published: Published,
  ask: Ask = {},
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: published.address, ...options })
  const cookies = Object.entries(cookiesOf(ask, published))
  await context.addCookies(
    cookies.map(([name, value]) => ({
      name,
      value,
      url: published.address,
      httpOnly: true,
      sameSite: 'Lax' as const,
    })),
  )
  return context
}
