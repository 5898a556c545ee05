// The package as a publisher gets it: packed, installed from the tarball in an empty folder, run
// there with npx, and refused in plain words by a Node that is too old.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { startCrowd } from '../support/crowd.ts'
import { openLeakySite } from '../support/leaky-site.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tool = (name: string) => join(root, 'node_modules', '.bin', name)

let folder = ''
let tarball = ''
let home = ''

type Ran = { code: number | null; stdout: string; stderr: string }

function run(command: string, args: string[], cwd: string): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>()
  const child = execFile(command, args, { cwd }, (_, stdout, stderr) =>
    resolve({ code: child.exitCode, stdout, stderr }),
  )
  return promise
}

async function succeed(command: string, args: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, cwd)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
  return stdout
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standfirst-pack-'))
  await succeed('npm', ['pack', '--pack-destination', folder], root)
  const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  tarball = join(folder, packed ?? 'no tarball')
  home = join(folder, 'home')
  await mkdir(home)
  await writeFile(join(home, 'package.json'), '{ "private": true, "type": "module" }\n')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  await succeed('npm', ['install', ...quiet, tarball], home)
})

const soon = { timeout: 60_000, interval: 50 }
const started = new Set<ChildProcess>()

afterEach(() => {
  // npx, its shell and the server are one process group.
  for (const { pid } of started) if (pid !== undefined) endGroup(pid)
  started.clear()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** Starts `npx standfirst …` and returns its address once it says that it can answer. */
function serve(args: string[], cwd: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const child = spawn('npx', ['--no-install', 'standfirst', ...args], { cwd, detached: true })
  started.add(child)
  let said = ''
  const listen = (chunk: Buffer) => {
    said += chunk.toString()
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
    if (address) resolve(address[0])
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  child.on('close', (code) => reject(new Error(`It ended with ${code}:\n${said}`)))
  return promise
}

describe('what is published', () => {
  test('holds what runs and what is read, and no source or test', async () => {
    const paths = (await succeed('tar', ['-tzf', tarball], folder)).trim().split('\n')
    for (const path of ['bin/standfirst.js', 'dist/cli.js', 'dist/index.d.ts', 'LICENSE'])
      expect(paths).toContain(`package/${path}`)
    expect(paths).toContain('package/dist/pages/fonts/newsreader-roman.woff2')
    expect(paths.filter((path) => /^package\/(src|test|scripts|bench)\//.test(path))).toEqual([])
    expect(paths.filter((path) => /\.test\./.test(path))).toEqual([])
  })

  test('satisfies publint', async () => {
    await succeed(tool('publint'), ['run', tarball, '--strict'], root)
  })

  test('has types that resolve', async () => {
    const args = [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-color']
    await succeed(tool('attw'), args, root)
  })

  test('has types a strict configuration compiles with', async () => {
    const config = {
      compilerOptions: { strict: true, module: 'nodenext', target: 'es2024', noEmit: true },
      files: ['consumer.ts'],
    }
    await writeFile(join(home, 'tsconfig.json'), JSON.stringify(config))
    const program = [
      "import { defineConfig } from 'standfirst'",
      "import { audit, type AuditEvent } from 'standfirst/audit'",
      'export const define = defineConfig',
      "export const events: AsyncIterable<AuditEvent> = audit({ url: 'http://localhost' })",
    ].join('\n')
    await writeFile(join(home, 'consumer.ts'), program)
    await succeed(tool('tsc'), ['-p', '.', '--skipLibCheck', 'false'], home)
  })
})

describe('installed in an empty folder', () => {
  test('it makes a paper and serves it', async () => {
    await succeed('npx', ['--no-install', 'standfirst', 'init', 'paper'], home)
    const address = await serve(['serve', '--port', '0'], join(home, 'paper'))
    const health = await fetch(`${address}/standfirst/health`)
    expect(health.status).toBe(200)
    const front = await fetch(address)
    expect(front.status).toBe(200)
    expect(await front.text()).toContain('<html')
  })

  test('it serves the sample paper by two workers, and at SIGHUP by newer code without a failed request', async () => {
    const installed = join(home, 'node_modules', 'standfirst')
    const edition = join(installed, 'editions', 'saltmarsh')
    const address = await serve(['serve', edition, '--port', '0', '--workers', '2'], home)
    const front = await fetch(address)
    expect(front.status).toBe(200)
    expect(await front.text()).toContain('<html')

    const crowd = startCrowd(4, () => `${address}/no-such-article`)
    const allSay = (words: string) =>
      vi.waitFor(() => {
        const last = crowd.answers.slice(-20)
        expect(last.filter(({ text }) => text.includes(words))).toHaveLength(20)
      }, soon)
    const [old, newer] = ['There is nothing at this address', 'Nothing was ever printed here']
    await allSay(old)
    const module = join(installed, 'dist', 'pages', 'words', 'en.js')
    const code = await readFile(module, 'utf8')
    await writeFile(module, code.replace(old, newer))
    const note = await readFile(join(home, 'standfirst-data', 'serving.json'), 'utf8')
    process.kill(JSON.parse(note).pid, 'SIGHUP')
    await allSay(newer)
    await crowd.stop()
    expect(crowd.failures).toEqual([])
  })
})

describe('the audit as a library', () => {
  test('the example of its document finds what a site leaks', async () => {
    const document = await readFile(join(root, 'docs', 'AUDIT.md'), 'utf8')
    const [, example = ''] = /^```js\n(.*?)^```$/ms.exec(document) ?? []
    expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(10)
    await writeFile(join(home, 'audit.mjs'), example)
    const site = await openLeakySite({ articles: 2 })
    try {
      const said = await succeed(process.execPath, ['audit.mjs', site.address], home)
      expect(said).toContain(`${site.address}/news/story-1 feed `)
    } finally {
      await site.close()
    }
    expect(await readFile(join(home, 'report.html'), 'utf8')).toContain('Both articles leak.')
  })

  test('the schema of its report is there', async () => {
    const file = createRequire(join(home, 'audit.mjs')).resolve(
      'standfirst/audit/report.schema.json',
    )
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ type: 'object' })
  })
})

describe('a Node that is too old', () => {
  const bin = () => join(home, 'node_modules', 'standfirst', 'bin', 'standfirst.js')
  const message = (version: string) => `Standfirst needs Node 24 or newer; this is Node ${version}.`

  test('is told so in one line', async () => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })`
    const preload = `data:text/javascript,${encodeURIComponent(pretend)}`
    const told = await run(process.execPath, ['--import', preload, bin(), 'serve'], home)
    expect(told.code).toBe(1)
    expect(told.stdout).toBe('')
    expect(told.stderr).toContain(message('20.20.2'))
    expect(told.stderr.trim().split('\n')).toHaveLength(1)
  })

  for (const { node, version } of olderNodes())
    test(`is told so by Node ${version} itself`, async () => {
      const told = await run(node, [bin(), 'serve'], home)
      expect(told.code).toBe(1)
      expect(told.stderr).toContain(message(version))
    })
})

/** Every Node on the PATH that is too old. */
function olderNodes(): { node: string; version: string }[] {
  const nodes = (process.env['PATH'] ?? '').split(delimiter).map((path) => join(path, 'node'))
  const real = nodes.filter((node) => existsSync(node)).map((node) => realpathSync(node))
  return [...new Set(real)]
    .map((node) => ({ node, version: versionOf(node) }))
    .filter(({ version }) => Number.parseInt(version, 10) < 24)
}

function versionOf(node: string): string {
  return execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()
}
