// Assets on disk: the style sheets, the script and the fonts, named by the hash of their bytes, before anything is served.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AssetSource } from '../http/assets.ts'
import type { Assets } from '../pages/frame.ts'

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url))
/** The two faces that the first line of every page is set in. */
const PRELOADED = ['newsreader-roman.woff2', 'libre-franklin.woff2']

export interface LoadedAssets {
  readonly assets: Assets
  readonly sources: readonly AssetSource[]
  /** Public address of the publication's logo. */
  readonly logo: string | undefined
}

const LOGO_TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}

/**
 * `path`: where assets are served, without a trailing slash; `logo`: the logo's file. Without built fonts the fallback
 * faces serve. Throws when the logo cannot be read.
 */
export async function loadAssets(path: string, logo: string | undefined): Promise<LoadedAssets> {
  const fonts = new Map<string, AssetSource>()
  for (const file of await filesIn('fonts', '.woff2')) {
    const bytes = new Uint8Array(await readFile(`${PAGES}fonts/${file}`))
    fonts.set(file, { name: hashedName(file, bytes), type: 'font/woff2', bytes })
  }
  const address = (name: string) => `${path}/${name}`
  const css = (await styles('styles')).replace(
    /url\((["']?)fonts\/([\w.-]+)\1\)/g,
    (_, __, file: string) => `url(${address(fonts.get(file)?.name ?? file)})`,
  )
  const sheet = styleSheet('style.css', css)
  const accountSheet = styleSheet('account.css', await styles('styles/account'))
  const gateSheet = styleSheet('wall.css', await styles('styles/gate'))
  const script = await loadScript('passkeys.js')
  const mark = logo === undefined ? undefined : await loadLogo(logo)
  return {
    assets: {
      css: address(sheet.name),
      accountCss: address(accountSheet.name),
      gateCss: address(gateSheet.name),
      passkeysScript: address(script.name),
      fonts: PRELOADED.flatMap((file) => fonts.get(file)?.name ?? []).map(address),
      icon: '/favicon.svg',
    },
    sources: [sheet, accountSheet, gateSheet, script, ...fonts.values(), ...(mark ? [mark] : [])],
    logo: mark && address(mark.name),
  }
}

/** The style sheets of a folder as one, in the order of their names. */
async function styles(folder: string): Promise<string> {
  const files = await filesIn(folder, '.css')
  const sheets = files.map((file) => readFile(`${PAGES}${folder}/${file}`, 'utf8'))
  return lighten((await Promise.all(sheets)).join('\n'))
}

function styleSheet(file: string, css: string): AssetSource {
  const bytes = new TextEncoder().encode(css)
  return { name: hashedName(file, bytes), type: 'text/css; charset=utf-8', bytes }
}

async function loadScript(file: string): Promise<AssetSource> {
  const bytes = new Uint8Array(await readFile(`${PAGES}scripts/${file}`))
  return { name: hashedName(file, bytes), type: 'text/javascript; charset=utf-8', bytes }
}

async function loadLogo(file: string): Promise<AssetSource> {
  const bytes = new Uint8Array(await readFile(file))
  const type = LOGO_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
  return { name: hashedName(basename(file), bytes), type, bytes }
}

async function filesIn(folder: string, ending: string): Promise<readonly string[]> {
  const names = await readdir(`${PAGES}${folder}`).catch(() => [])
  return names.filter((name) => name.endsWith(ending)).sort()
}

function hashedName(file: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const dot = file.lastIndexOf('.')
  return `${file.slice(0, dot)}.${hash}${file.slice(dot)}`
}

/** Comments, indentation and line ends go; nothing else is touched. */
function lighten(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/\n+/g, '\n')
    .trim()
}
