// Takes the pictures of docs/pictures/: the sample publication in a browser, served by the real command line.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { PHONE } from '../test/support/browser.ts'
import { tourAccounts, tourPasskeys } from './account-tour.ts'
import { takeAuditPictures } from './audit-pictures.ts'
import { takeGatePictures } from './gate-pictures.ts'
import { openDarkroom, openPage, serveSample, take } from './picture-taking.ts'

interface Shot {
  readonly name: string
  readonly path: string
  readonly screen: BrowserContextOptions
  /** What stands in the middle of the picture; without it the page's top does. */
  readonly at?: string
}

/** As small as a desktop's layout goes: the files are too. */
const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 640 } }
/** Pictures of pictures are large. */
const FRONT: BrowserContextOptions = { viewport: { width: 1100, height: 500 } }
const WALLED = '/harbour/who-pays-for-the-mud'
const VOTE = '/harbour/east-quay-vote'
const SHOTS: readonly Shot[] = [
  { name: 'front-desktop', path: '/', screen: FRONT },
  { name: 'front-phone', path: '/', screen: PHONE },
  { name: 'article-desktop-dark', path: VOTE, screen: { ...DESKTOP, colorScheme: 'dark' } },
  { name: 'article-phone', path: VOTE, screen: PHONE },
  { name: 'wall-desktop', path: WALLED, screen: DESKTOP, at: '.wall' },
  { name: 'wall-phone-dark', path: WALLED, screen: { ...PHONE, colorScheme: 'dark' }, at: '.wall' },
]

async function takeShot(browser: Browser, address: string, shot: Shot): Promise<void> {
  const page = await openPage(browser, address, shot.screen)
  await page.goto(shot.path, { waitUntil: 'networkidle' })
  await take(page, shot.name, { at: shot.at })
  await page.context().close()
}

const data = await mkdtemp(join(tmpdir(), 'standfirst-pictures-'))
const browser = await openDarkroom()
try {
  const { address, end } = await serveSample(data)
  try {
    for (const shot of SHOTS) await takeShot(browser, address, shot)
  } finally {
    await end()
  }
  await tourAccounts(browser, data)
  await tourPasskeys(browser, join(data, 'passkeys'))
  await takeAuditPictures(browser, data)
  await takeGatePictures(browser)
} finally {
  await browser.close()
  await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
}
