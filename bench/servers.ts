// Servers: what is measured: Standfirst, nginx with the page as a file, Varnish with the page in memory, bare node:http.
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { put } from './edition.ts'
import { freePort, type Running, start } from './process.ts'

/** As `npm start` has it. */
export const FEW_THREADS = ['--v8-pool-size=1', '--no-wasm-code-gc']
/** As OPERATING has it for one core. */
const ON_ONE_CORE = ['--single-threaded-gc']
const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
/** As `npm start` has it: from the second start on, Node finds here what it made of the source. */
const CACHE = fileURLToPath(new URL('../node_modules/.cache/standfirst', import.meta.url))
const ORIGIN = fileURLToPath(new URL('origin.ts', import.meta.url))
const BARE = fileURLToPath(new URL('bare-node.ts', import.meta.url))

/** What all of them send: the same bytes, the same headers. */
export interface Page {
  readonly path: string
  readonly gzip: Uint8Array
  readonly headers: readonly (readonly [string, string])[]
}

/** The PATH, and where Debian has nginx and Varnish: whoever is not root does not look there. */
export function pathToServers(): { readonly PATH: string } {
  const folders = [process.env['PATH'] ?? '', '/usr/local/sbin', '/usr/sbin']
  return { PATH: folders.filter((folder) => folder !== '').join(delimiter) }
}

export async function startStandfirst(
  edition: string,
  data: string,
  env: Readonly<Record<string, string>> = {},
  cores?: string,
): Promise<Running> {
  const port = await freePort()
  const flags = cores === undefined ? [...FEW_THREADS, ...ON_ONE_CORE] : FEW_THREADS
  const args = [...flags, CLI, 'serve', edition, '--port', String(port), '--data', data]
  const cached = { NODE_COMPILE_CACHE: CACHE, ...env }
  return start(
    process.execPath,
    args,
    cached,
    `http://127.0.0.1:${port}`,
    '/standfirst/health',
    cores,
  )
}

/** nginx at its best for this: one process, the file kept open, no log, connections never closed. */
export async function startNginx(dir: string, pages: readonly Page[]): Promise<Running> {
  const port = await freePort()
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(dir, 'temp')};`)
    .join(' ')
  const places = pages.map(({ path, headers }) => {
    const added = headers.map(([name, value]) => `add_header ${name} ${quoted(value)};`).join(' ')
    return `location = ${path} { default_type 'text/html; charset=utf-8'; ${added} }`
  })
  for (const { path, gzip } of pages) await put(join(dir, 'root', `${path}.gz`), gzip)
  for (const { path } of pages)
    await put(join(dir, 'root', path), 'only the compressed file is asked for')
  await mkdir(join(dir, 'temp'), { recursive: true })
  const file = join(dir, 'nginx.conf')
  await put(
    file,
    `daemon off; master_process off; pid ${join(dir, 'nginx.pid')}; error_log stderr crit;
events { worker_connections 512; }
http {
  access_log off; server_tokens off; sendfile on; tcp_nopush on; gzip_static on;
  keepalive_requests 1000000000; open_file_cache max=16 inactive=1h; open_file_cache_valid 1h;
  ${temp}
  server {
    listen 127.0.0.1:${port}; root ${join(dir, 'root')};
    ${places.join('\n    ')}
  }
}
`,
  )
  const path = pages[0]?.path ?? '/'
  return start('nginx', ['-p', dir, '-c', file], pathToServers(), `http://127.0.0.1:${port}`, path)
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

/** The least that Node can do: one prepared buffer, one prepared list of headers. */
export async function startBareNode(dir: string, page: Page): Promise<Running> {
  const port = await freePort()
  const body = join(dir, 'body.gz')
  await put(body, page.gzip)
  const headers = [['Content-Type', 'text/html; charset=utf-8'], ...page.headers]
  const args = [BARE, String(port), body, JSON.stringify(headers.flat())]
  return start(process.execPath, args, {}, `http://127.0.0.1:${port}`, page.path)
}

/**
 * Varnish as a cache that hits: everything is kept, whatever its cookies and Cache-Control say, compressed as nginx sends
 * it. With `Vary: Cookie` kept it would look through a copy for each of a thousand cookies, at half of its rate. Its two
 * processes and all its threads share the core.
 */
export async function startVarnish(
  dir: string,
  backend: string,
  pages: readonly Page[],
): Promise<Running> {
  const port = await freePort()
  const { hostname, port: behind } = new URL(backend)
  const vcl = join(dir, 'bench.vcl')
  await put(
    vcl,
    `vcl 4.1;
backend site { .host = "${hostname}"; .port = "${behind}"; }
sub vcl_recv { return (hash); }
sub vcl_backend_response {
  unset beresp.http.Vary;
  set beresp.ttl = 24h;
  set beresp.uncacheable = false;
  return (deliver);
}
`,
  )
  const where = ['-F', '-j', 'none', '-n', join(dir, 'varnish'), '-a', `127.0.0.1:${port}`]
  const kept = ['-T', 'none', '-f', vcl, '-s', 'malloc,64m']
  const address = `http://127.0.0.1:${port}`
  return start('varnishd', [...where, ...kept], pathToServers(), address, pages[0]?.path ?? '/')
}

/** A site that sends a folder's pages as they were written, and lets them be kept for an hour. Not what is measured. */
export async function startOrigin(root: string): Promise<Running> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  return start(process.execPath, [ORIGIN, String(port), root], {}, address, '/')
}
