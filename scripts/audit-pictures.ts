// Audit pictures: the report of an invented audit, as it looks where Newsreader and Libre Franklin are installed.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { htmlReport } from '../src/audit/report-page.ts'
import { inventedReport } from '../test/support/audit-report.ts'
import { PHONE } from '../test/support/browser.ts'
import { take } from './picture-taking.ts'

const SCREENS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['audit-desktop', { viewport: { width: 1100, height: 720 } }],
  ['audit-phone', PHONE],
]

const FACES = [
  ['Newsreader', 'newsreader-roman', '400 600'],
  ['Libre Franklin', 'libre-franklin', '400 700'],
] as const

/** `folder`: where the report is written. */
export async function takeAuditPictures(browser: Browser, folder: string): Promise<void> {
  const file = join(folder, 'report.html')
  await writeFile(file, htmlReport(inventedReport({ control: 'well-known' })))
  const faces = await installedFaces()
  for (const [name, screen] of SCREENS) {
    // The report's own policy lets no font in.
    const context = await browser.newContext({ ...screen, bypassCSP: true, deviceScaleFactor: 1 })
    const page = await context.newPage()
    await page.goto(pathToFileURL(file).href)
    await page.addStyleTag({ content: faces })
    await take(page, name)
    await context.close()
  }
}

async function installedFaces(): Promise<string> {
  const faces = FACES.map(async ([family, file, weight]) => {
    const font = await readFile(new URL(`../src/pages/fonts/${file}.woff2`, import.meta.url))
    const source = `url(data:font/woff2;base64,${font.toString('base64')})`
    return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: ${source} }`
  })
  return (await Promise.all(faces)).join('\n')
}
