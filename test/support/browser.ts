// A real browser for the tests: the Chromium that comes as a package, else one that the system has.
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test'
import { packagedChromium } from '../../src/audit/browser/find-chromium.ts'
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
  const packaged = await packagedChromium()
  if (packaged === undefined) throw new Error('@sparticuz/chromium cannot be unpacked here')
  return packaged
}

/** Rejects when neither the packaged nor a system Chromium starts. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('@playwright/test')
  const args = ['--no-sandbox']
  const startPackaged = async () => chromium.launch({ executablePath: await chromiumPath(), args })
  try {
    return await startPackaged()
  } catch {
    const system = SYSTEM.find((path) => existsSync(path))
    if (system !== undefined) return chromium.launch({ executablePath: system, args })
    // One that was unpacked in part stays like that and never starts: unpack it anew.
    await rm(await chromiumPath(), { force: true })
    return startPackaged()
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
