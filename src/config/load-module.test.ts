// Configurations as code, evaluated by Node itself: in a process of their own, as a publisher starts them. Those with
// faults share one process.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

const READ = `
  const { loadConfig } = await import(process.argv[1])
  const { faultLine } = await import(process.argv[2])
  const read = async (folder) => {
    const loaded = await loadConfig(folder, {})
    return loaded.ok ? loaded.value.site.publication.name : loaded.faults.map(faultLine).join('\\n')
  }`
/** Says of one folder what came of it. */
const ONCE = `${READ}
  console.log(await read(process.argv[3]))`
/** Says it of each folder that it is given a line of, as a line of JSON. */
const AGAIN = `${READ}
  const { createInterface } = await import('node:readline')
  for await (const folder of createInterface(process.stdin))
    console.log(JSON.stringify(await read(folder)))`

function running(program: string): readonly string[] {
  const source = (name: string) => new URL(`../${name}`, pathToFileURL(import.meta.filename)).href
  const sources = [source('config.ts'), source('core/fault.ts')]
  return ['--input-type=module', '--eval', program, ...sources]
}

let shared: ChildProcess
let said: AsyncIterator<string>
let warned = ''

beforeAll(() => {
  const child = spawn(process.execPath, running(AGAIN), { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stderr.on('data', (chunk: Buffer) => {
    warned += chunk.toString()
  })
  shared = child
  said = createInterface(child.stdout)[Symbol.asyncIterator]()
})

afterAll(async () => {
  const ended = once(shared, 'close')
  shared.stdin?.end()
  await ended
  expect(warned).toBe('')
})

let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'load-'))
})

afterEach(async () => {
  await rm(dir, { recursive: true })
})

/** What a process prints that loads the configuration in `folder` and nothing else, warnings included. */
async function printed(folder = '.'): Promise<string> {
  const asked = [...running(ONCE), join(dir, folder)]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, asked)
  return `${stdout}${stderr}`
}

/** The same of the process that has loaded others before. */
async function loaded(): Promise<string> {
  shared.stdin?.write(`${dir}\n`)
  const { value } = await said.next()
  return JSON.parse(String(value))
}

async function written(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(dir, file)), { recursive: true })
  await writeFile(join(dir, file), text)
}

const TYPED = `import { defineConfig, type ConfigInput } from 'standfirst'
import { name } from './names.ts'

const publication: ConfigInput['publication'] = { name: name satisfies string }
export default defineConfig({ publication })
`

test.each(['edition', 'node_modules/standfirst/editions/sample'])(
  'types, standfirst and a neighbour are found in %s, and nothing is warned of',
  async (folder) => {
    await written(`${folder}/standfirst.config.ts`, TYPED)
    await written(`${folder}/names.ts`, `export const name: string = 'Typed'\n`)
    expect(await printed(folder)).toBe('Typed\n')
  },
)

test.each(['js', 'mjs', 'mts'])(
  'standfirst.config.%s is a module without any package.json',
  async (ending) => {
    await written(
      `standfirst.config.${ending}`,
      `export default { publication: { name: 'Plain' } }`,
    )
    expect(await printed()).toBe('Plain\n')
  },
)

test('origin() writes an origin, and its faults name their lines', async () => {
  const text = (cms: string) => `import { defineConfig, origin } from 'standfirst'
export default defineConfig({
  publication: { name: 'Gated' },
  content: origin({
    url: 'http://10.0.0.5:8080',
    cms: '${cms}',
  }),
})
`
  await written('standfirst.config.ts', text('ghost'))
  expect(await loaded()).toBe('Gated')
  await written('standfirst.config.ts', text('joomla'))
  expect(await loaded()).toBe(
    'standfirst.config.ts:6: content.origin.cms is "joomla": write "wordpress", "ghost" or "none"',
  )
})

test('a configuration may wait for something', async () => {
  await written(
    'standfirst.config.mjs',
    `const name = await new Promise((done) => setTimeout(() => done('Late'), 5))
export default { publication: { name } }`,
  )
  expect(await loaded()).toBe('Late')
})

test.each([
  [
    'ts',
    `const a: number = 1\n\nexport default { a: , }`,
    ':3: has a mistake in its writing (Expression expected): correct it',
  ],
  [
    'ts',
    `export default {}\nenum A { B }`,
    ':2: has a mistake in its writing (TypeScript enum is not supported in strip-only mode): correct it',
  ],
  [
    'mjs',
    `const a = 1\n\nexport default { a: , }`,
    ':3: has a mistake in its writing (Unexpected token): correct it',
  ],
  [
    'ts',
    `const a: number = 1\n\nthrow new Error('boom')`,
    ':3: stops with an error (boom): correct it',
  ],
  [
    'ts',
    `interface A {\n  b: string\n}\nconst a: A = JSON.parse('null')\nexport default a.b`,
    ":5: stops with an error (Cannot read properties of null (reading 'b')): correct it",
  ],
  ['ts', `throw 'text'`, ': stops with an error (text): correct it'],
  ['ts', `export const name = 'A'`, ': exports no default: correct it'],
  [
    'ts',
    `import './nowhere.ts'\nexport default {}`,
    ": stops with an error (Cannot find module 'nowhere.ts'): correct it",
  ],
  [
    'ts',
    `export default () => ({})`,
    ':1: exports what is a function: write an object with publication, content, policy, plans, payments, trustedProxies, crawlers, metrics, logs, pages, paths, mail, accounts, storage',
  ],
  [
    'ts',
    `const paths = {\n  acount: '/a',\n}\nconst publication = { name: 'A' }\nexport default { publication, paths }`,
    ':2: paths.acount is not a known field: did you mean account?',
  ],
])('a fault in .%s: %j', async (ending, text, expected) => {
  await written(`standfirst.config.${ending}`, text)
  expect(await loaded()).toBe(`standfirst.config.${ending}${expected}`)
})

test('a fault in a neighbour names the neighbour', async () => {
  await written('standfirst.config.ts', TYPED)
  await written('names.ts', `\nexport const name = nothing\n`)
  expect(await loaded()).toBe(
    'names.ts:2: stops with an error (nothing is not defined): correct it',
  )
})
