// Exchange: single requests before the load, to see that what is measured is what it is taken for.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { promisify } from 'node:util'
import { put } from './edition.ts'
import { type Page, pathToServers } from './servers.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  /** As sent: compressed. */
  readonly bytes: Buffer
}

/** Asks for gzip unless `headers` say otherwise. Throws when nobody answers. */
export async function ask(url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const sent = request(url, { agent, headers: { 'Accept-Encoding': 'gzip', ...headers } }).end()
  const answered = once(sent, 'response')
  const [response]: IncomingMessage[] = await answered
  if (response === undefined) throw new Error(`${url} gave no answer`)
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(Buffer.from(chunk))
  const { statusCode = 0, rawHeaders } = response
  return { status: statusCode, headers: response.headers, rawHeaders, bytes: Buffer.concat(chunks) }
}

/** What a server adds by itself, or says of its own connection. */
const OWN =
  /^(?:date|connection|keep-alive|content-length|content-encoding|content-type|etag|transfer-encoding)$/i

/** The page a reader gets at `url`, for the others to serve at `path` with the same headers. */
export async function pageFrom(url: string, cookie: string, path: string): Promise<Page> {
  const { bytes, rawHeaders } = await ask(url, { Cookie: cookie })
  const headers: (readonly [string, string])[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (!OWN.test(name)) headers.push([name, rawHeaders[at + 1] ?? ''])
  }
  return { path, gzip: bytes, headers }
}

/** Each cookie with the ETag its reader is given; throws when the server does not answer it with 304. */
export async function knowing(url: string, cookies: readonly string[]): Promise<readonly Asked[]> {
  const asked: Asked[] = []
  for (const cookie of cookies) {
    const etag = (await ask(url, { Cookie: cookie })).headers.etag ?? ''
    const again = await ask(url, { Cookie: cookie, 'If-None-Match': etag })
    if (again.status !== 304) throw new Error(`${url} answered ${again.status} instead of 304`)
    asked.push({ cookie, etag })
  }
  return asked
}

/** One request of a load; the path is that of its case where there is none. */
export interface Asked {
  readonly cookie: string
  readonly etag?: string
  readonly path?: string
}

/** Writes what load.lua and open-loop.ts read, and gives the file's name back. `path`: where a request names none. */
export async function requestsFile(
  file: string,
  path: string,
  requests: readonly Asked[],
): Promise<string> {
  const lines = requests.map((one) => `${one.path ?? path}\t${one.cookie}\t${one.etag ?? ''}\n`)
  await put(file, lines.join(''))
  return file
}

/** Whether there is such a command, or such a server. */
export async function hasCommand(name: string): Promise<boolean> {
  try {
    await promisify(execFile)('which', [name], { env: { ...process.env, ...pathToServers() } })
    return true
  } catch {
    return false
  }
}
