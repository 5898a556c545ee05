// Shows that .dependency-cruiser.mjs forbids what it says: forbidden imports are planted in a small
// copy of the layout in a temporary folder, and dependency-cruiser has to find each. Without a
// TypeScript it can use it would read nothing and find nothing; this is where that would show.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

const sound: Record<string, string> = {
  'src/core/article.ts':
    "import type { Root } from 'hast'\nexport type Article = { body: Root }\nexport const free = 'free'\n",
  'src/pages/page.ts': "import { free } from '../core/article.ts'\nexport const page = free\n",
  'src/http/app.ts':
    "import { createHmac } from 'node:crypto'\nimport { Hono } from 'hono'\nimport { page } from '../pages/page.ts'\nexport const app = [createHmac, Hono, page]\n",
  'src/http/respond.ts':
    "import type { Server } from 'node:http'\nimport { app } from './app.ts'\nexport const respond = (server: Server) => [server, app]\n",
  'src/store/sqlite.ts':
    "import { readFileSync } from 'node:fs'\nimport { free } from '../core/article.ts'\nexport const store = [readFileSync, free]\n",
  'src/config.ts': "import { z } from 'zod'\nexport const config = z.string()\n",
  'src/index.ts': "export { config } from './config.ts'\n",
  'src/node.ts':
    "import { config } from './config.ts'\nimport { respond } from './http/respond.ts'\nimport { store } from './store/sqlite.ts'\nexport const node = [config, respond, store]\n",
  'src/cli.ts': "import { node } from './node.ts'\nconsole.log(node)\n",
}

/** A rule, the file that breaks it and the import it breaks it with. */
type Plant = [rule: string, file: string, line: string]

const plants: Plant[] = [
  ['core-imports-nothing', 'src/core/up.ts', "import { page } from '../pages/page.ts'"],
  ['core-imports-nothing', 'src/core/up-type.ts', "import type { page } from '../pages/page.ts'"],
  ['core-knows-no-node', 'src/core/builtin.ts', "import { createHmac } from 'node:crypto'"],
  ['core-uses-no-package', 'src/core/package.ts', "import { z } from 'zod'"],
  ['pages-imports-only-core', 'src/pages/up.ts', "import type { app } from '../http/app.ts'"],
  ['pages-knows-no-node', 'src/pages/builtin.ts', "import { gzipSync } from 'node:zlib'"],
  [
    'http-imports-only-core-and-pages',
    'src/http/up.ts',
    "import { store } from '../store/sqlite.ts'",
  ],
  ['http-knows-no-node', 'src/http/builtin.ts', "import { readFileSync } from 'node:fs'"],
  ['content-imports-only-core', 'src/content/up.ts', "import { page } from '../pages/page.ts'"],
  ['store-imports-only-core', 'src/store/up.ts', "import { page } from '../pages/page.ts'"],
  ['payments-imports-only-core', 'src/payments/up.ts', "import { page } from '../pages/page.ts'"],
  ['passkeys-imports-only-core', 'src/passkeys/up.ts', "import { page } from '../pages/page.ts'"],
  ['crawlers-imports-only-core', 'src/crawlers/up.ts', "import { page } from '../pages/page.ts'"],
  ['counts-imports-only-core', 'src/counts/up.ts', "import { page } from '../pages/page.ts'"],
  ['log-imports-only-core', 'src/log/up.ts', "import { page } from '../pages/page.ts'"],
  ['log-uses-no-package', 'src/log/package.ts', "import { Hono } from 'hono'"],
  ['mail-imports-only-core', 'src/mail/up.ts', "import { page } from '../pages/page.ts'"],
  [
    'audit-imports-only-core-and-pages/html',
    'src/audit/up.ts',
    "import { page } from '../pages/page.ts'",
  ],
  ['audit-uses-no-package', 'src/audit/package.ts', "import { Hono } from 'hono'"],
  ['config-imports-only-core', 'src/config/up.ts', "import { page } from '../pages/page.ts'"],
  ['config-uses-no-package', 'src/config/package.ts', "import { Hono } from 'hono'"],
  ['nobody-imports-the-wiring', 'src/store/wiring.ts', "import { node } from '../node.ts'"],
  ['no-unknown-part', 'src/cli/unknown.ts', "import { thing } from '../drawer/thing.ts'"],
  ['product-imports-no-test', 'src/http/story.ts', "import { story } from '../../test/story.ts'"],
  ['product-uses-no-development-package', 'src/http/dev.ts', "import { expect } from 'vitest'"],
  ['no-circle', 'src/http/circle.ts', "import { circle } from './circle.ts'"],
  ['no-orphan', 'src/http/alone.ts', ''],
  ['nothing-unresolved', 'src/http/unresolved.ts', "import { gone } from './gone.ts'"],
]

type Violation = { rule: { name: string }; from: string }

/** Every violation that dependency-cruiser finds in a tree of these files. */
async function violationsIn(files: Record<string, string>): Promise<Violation[]> {
  const folder = await mkdtemp(join(tmpdir(), 'standfirst-direction-'))
  try {
    const settings = [
      '.dependency-cruiser.mjs',
      'package.json',
      'tsconfig.json',
      'tsconfig.base.json',
    ]
    for (const file of settings) await cp(join(root, file), join(folder, file))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await writeFile(join(folder, file), text)
    }
    return await cruise(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function cruise(folder: string): Promise<Violation[]> {
  const args = [cruiser, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src']
  const { promise, resolve, reject } = Promise.withResolvers<Violation[]>()
  execFile(process.execPath, args, { cwd: folder }, (_, stdout, stderr) => {
    if (stdout === '') reject(new Error(stderr))
    else resolve(JSON.parse(stdout).summary.violations)
  })
  return promise
}

test('a sound tree breaks no rule', async () => {
  expect(await violationsIn(sound)).toEqual([])
}, 20_000)

describe('a forbidden import is found', () => {
  let found: Violation[] = []

  beforeAll(async () => {
    const planted = plants.map(([, file, line]) => [file, `${line}\nexport const planted = 1\n`])
    const targets = { 'src/drawer/thing.ts': 'export {}', 'test/story.ts': 'export {}' }
    found = await violationsIn({ ...sound, ...targets, ...Object.fromEntries(planted) })
  }, 20_000)

  for (const [rule, file, line] of plants)
    test(`${rule}: ${line || 'no import at all'} in ${file}`, () => {
      const broken = found.filter((violation) => violation.from === file)
      expect(broken.map((violation) => violation.rule.name)).toContain(rule)
    })
})
