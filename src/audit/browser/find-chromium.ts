// Find Chromium: a browser that is on this machine already; none is ever fetched.
import { existsSync } from 'node:fs'

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** One that comes in a package, where somebody has installed it; it is no dependency. */
const PACKAGE = '@sparticuz/chromium'

/** From CHROME_PATH, the usual places or that package; undefined when there is none. */
export async function findChromium(): Promise<string | undefined> {
  const said = process.env['CHROME_PATH']
  if (said !== undefined && said !== '') return existsSync(said) ? said : undefined
  return USUAL.find((path) => existsSync(path)) ?? (await packaged())
}

async function packaged(): Promise<string | undefined> {
  // It brings libraries of its own when it believes to be where none are.
  const variable = 'AWS_EXECUTION_ENV'
  const before = process.env[variable]
  process.env[variable] ??= 'AWS_Lambda_nodejs22.x'
  try {
    const module: { default: { executablePath(): Promise<string> } } = await import(PACKAGE)
    return await module.default.executablePath()
  } catch {
    return undefined
  } finally {
    if (before === undefined) delete process.env[variable]
  }
}
