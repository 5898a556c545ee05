// Configurations as code, evaluated by Node itself: in a process of their own, as a publisher starts them.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const LOAD = `
  const { loadConfig } = await import(process.argv[1])
  const { faultLine } = await import(process.argv[2])
  const loaded = await loadConfig(process.argv[3], {})
  console.log(loaded.ok ? loaded.value.site.publication.name : loaded.faults.map(faultLine).join('\\n'))`

let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'load-'))
})

afterEach(async () => {
  await rm(dir, { recursive: true })
})

/** What a process prints that loads the configuration in `folder`, warnings included. */
async function loaded(folder = '.'): Promise<string> {
  const source = (name: string) => new URL(`../${name}`, pathToFileURL(import.meta.filename)).href
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    LOAD,
    source('config.ts'),
    source('core/fault.ts'),
    join(dir, folder),
  ])
  return `${stdout}${stderr}`
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
    expect(await loaded(folder)).toBe('Typed\n')
  },
)

test.each(['js', 'mjs', 'mts'])(
  'standfirst.config.%s is a module without any package.json',
  async (ending) => {
    await written(
      `standfirst.config.${ending}`,
      `export default { publication: { name: 'Plain' } }`,
    )
    expect(await loaded()).toBe('Plain\n')
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
  expect(await loaded()).toBe('Gated\n')
  await written('standfirst.config.ts', text('joomla'))
  expect(await loaded()).toBe(
    'standfirst.config.ts:6: content.origin.cms is "joomla": write "wordpress", "ghost" or "none"\n',
  )
})

test('a configuration may wait for something', async () => {
  await written(
    'standfirst.config.mjs',
    `const name = await new Promise((done) => setTimeout(() => done('Late'), 5))
export default { publication: { name } }`,
  )
  expect(await loaded()).toBe('Late\n')
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
    ':1: exports what is a function: write an object with publication, content, policy, plans, payments, trustedProxies, crawlers, metrics, pages, paths, mail, accounts, storage',
  ],
  [
    'ts',
    `const paths = {\n  acount: '/a',\n}\nconst publication = { name: 'A' }\nexport default { publication, paths }`,
    ':2: paths.acount is not a known field: did you mean account?',
  ],
])('a fault in .%s: %j', async (ending, text, expected) => {
  await written(`standfirst.config.${ending}`, text)
  expect(await loaded()).toBe(`standfirst.config.${ending}${expected}\n`)
})

test('a fault in a neighbour names the neighbour', async () => {
  await written('standfirst.config.ts', TYPED)
  await written('names.ts', `\nexport const name = nothing\n`)
  expect(await loaded()).toBe(
    'names.ts:2: stops with an error (nothing is not defined): correct it\n',
  )
})
