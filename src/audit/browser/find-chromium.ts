// Find Chromium: a browser that is on this machine already; none is ever fetched.
import { existsSync } from 'node:fs'
import { lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  return USUAL.find((path) => existsSync(path)) ?? (await packagedChromium())
}

/**
 * The path of the Chromium of that package, which brings libraries and fonts of its own. Undefined where the package is
 * not installed or cannot be unpacked.
 */
export async function packagedChromium(): Promise<string | undefined> {
  const before = { ...process.env }
  try {
    // It brings its libraries when it believes to be where none are, and unpacks into what TMPDIR says.
    process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x'
    process.env['TMPDIR'] = await ownFolder()
    const module: { default: { executablePath(): Promise<string> } } = await import(PACKAGE)
    return await module.default.executablePath()
  } catch {
    return undefined
  } finally {
    for (const name of ['AWS_EXECUTION_ENV', 'TMPDIR'] as const)
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
  }
}

/** Everybody may write into the temporary folder: what somebody else has put there is not started. */
async function ownFolder(): Promise<string> {
  const account = process.getuid?.() ?? 0
  const folder = join(tmpdir(), `standfirst-chromium-${account}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(folder)
  if (uid !== account || (mode & 0o022) !== 0) throw new Error(`${folder} is another account's`)
  return folder
}
