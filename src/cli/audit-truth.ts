// Truth: from what an audit knows what is paid for, when a publisher hands it over: full texts in a folder, or the
// cookies of a subscriber.
import { constants } from 'node:fs'
import { access, readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { isLoopbackAddress } from '../audit/asking/private-address.ts'
import type { Truth } from '../audit/options.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { readableText } from './readable-text.ts'

const KINDS = ['.txt', '.md', '.html', '.htm']

/**
 * A folder of full texts, each named as its article's address ends: `harbour/east-quay.txt`, or `east-quay.txt` where
 * no other article ends like that. Fails `unreadable` with one line.
 */
export async function fullTextsIn(folder: string): Promise<Result<Truth, 'unreadable'>> {
  let names: string[]
  try {
    names = await readdir(folder, { recursive: true, encoding: 'utf8' })
  } catch (error) {
    return failed('unreadable', `--full-text ${folder} cannot be read: ${reasonOf(error)}`)
  }
  const files = names.filter((name) => KINDS.includes(extname(name).toLowerCase()))
  if (files.length === 0)
    return failed(
      'unreadable',
      `--full-text ${folder} holds no text: put .txt, .md or .html there.`,
    )
  for (const file of files) {
    const fault = await readingFault(join(folder, file))
    if (fault !== undefined) return failed('unreadable', `${join(folder, file)} ${fault}`)
  }
  const fileOf = fileFinder(files)
  return ok({
    kind: 'texts',
    async of({ url }) {
      const file = fileOf(url)
      if (file === undefined) return undefined
      const text = await readFile(join(folder, file), 'utf8')
      return { full: readableText(text, extname(file).toLowerCase()) }
    },
  })
}

async function readingFault(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.R_OK)
    return undefined
  } catch (error) {
    return `cannot be read: ${reasonOf(error)}`
  }
}

/** Which file holds the article at an address: the one at its path, else the only one with its last name. */
function fileFinder(files: readonly string[]): (url: string) => string | undefined {
  const byPath = new Map(files.map((file) => [keyOf(file.replaceAll('\\', '/')), file]))
  const byName = Map.groupBy(byPath.keys(), lastOf)
  return (url) => {
    const path = keyOf(pathOf(url))
    const whole = byPath.get(path)
    if (whole !== undefined) return whole
    const [only, ...others] = byName.get(lastOf(path)) ?? []
    return only === undefined || others.length > 0 ? undefined : byPath.get(only)
  }
}

function pathOf(url: string): string {
  const path = URL.parse(url)?.pathname ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    // Not every path is text in UTF-8; as it stands it is still a name.
    return path
  }
}

function keyOf(path: string): string {
  return path.replace(/^\/+|\/+$/g, '').replace(/\.(?:txt|md|html?|php|aspx?)$/i, '')
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * A subscriber's cookies: a file as browsers' tools export it (Netscape's form, tabs between seven fields), or the line
 * of a Cookie header. Fails `unreadable` with one line that repeats none of them.
 */
export async function cookiesIn(file: string, url: string): Promise<Result<Truth, 'unreadable'>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return failed('unreadable', `--cookie-file ${file} cannot be read: ${reasonOf(error)}`)
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const exported = lines.some((line) => line.split('\t').length === 7)
  const own = exported ? fromExport(lines, url) : []
  if (goesInClear(url) && own.some(({ secure }) => secure))
    return failed(
      'unreadable',
      `${file} holds cookies that may be sent over https alone: audit ${url.replace(/^http:/, 'https:')}.`,
    )
  const cookies = exported ? own.map(({ pair }) => pair).join('; ') : fromHeader(lines)
  if (cookies === '')
    return failed(
      'unreadable',
      exported
        ? `${file} holds no cookie of ${new URL(url).hostname}: export it while you are logged in there.`
        : `${file} holds no cookies: write name=value; name=value, or export cookies.txt.`,
    )
  return ok({ kind: 'cookies', cookies })
}

/** RFC 6265 §5.4: over http nothing goes that is for https alone, except on this machine. */
function goesInClear(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isLoopbackHost(hostname)
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[|\]$/g, ''))
}

interface Exported {
  readonly pair: string
  readonly secure: boolean
}

/** Fields: domain, whether it holds below, path, secure, end, name, value. */
function fromExport(lines: readonly string[], url: string): readonly Exported[] {
  // The address that was typed may lead to the one with www in front.
  const hosts = [new URL(url).hostname, `www.${new URL(url).hostname}`]
  return lines
    .map((line) => line.replace(/^#HttpOnly_/, '').split('\t'))
    .filter(([domain = '', , , , , name]) => {
      const bare = domain.replace(/^\./, '').toLowerCase()
      return name !== undefined && hosts.some((host) => `.${host}`.endsWith(`.${bare}`))
    })
    .map(([, , , secure = '', , name = '', value = '']) => ({
      pair: `${name}=${value}`,
      secure: secure.toUpperCase() === 'TRUE',
    }))
}

function fromHeader(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/^cookie:\s*/i, '').trim())
    .filter((line) => /^[^\s=;]+=[^\u0000-\u001f\u007f]*$/.test(line))
    .join('; ')
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there.',
  ENOTDIR: 'it is no folder.',
  EISDIR: 'it is a folder, and not a file.',
  EACCES: 'this account of the machine may not read it.',
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? error.message
}
