// The documents are true: their commands run or at least exist, their links lead somewhere, and what they list of
// fields, keys, files and commands is what there is.
//
// Fenced blocks: ```sh run is run, line by line as one script, in an empty folder that holds a copy of the sample;
// ```sh is parsed, and what it calls of ours must exist. `standfirst` there is the command of this tree.
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { CHANNELS, type ChannelFacts } from '../../src/audit/channels.ts'
import { PROBLEMS } from '../../src/audit/report-words.ts'
import { schemaFor } from '../../src/config/schema.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const COMMANDS = [
  ...['serve', 'check', 'explain', 'audit', 'init', 'open', 'withdraw', 'purge', 'keys'],
  ...['readers', 'reader', 'db', 'doctor'],
]

const documents = [
  ...['README.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]

interface Block {
  readonly document: string
  readonly line: number
  readonly kind: string
  readonly text: string
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function blocksOf(document: string): Block[] {
  const text = read(document)
  return [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(
    ({ 1: kind = '', 2: block = '', index }) => ({
      document,
      line: text.slice(0, index).split('\n').length,
      kind,
      text: block,
    }),
  )
}

const blocks = documents.flatMap(blocksOf)
const shell = blocks.filter(({ kind }) => /^sh\b/.test(kind))
const runnable = shell.filter(({ kind }) => kind === 'sh run')

let home = ''
let bin = ''

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'standfirst-documents-'))
  bin = join(home, 'bin')
  await mkdir(bin)
  const ours = `exec "${process.execPath}" "${join(ROOT, 'bin/standfirst.js')}" "$@"\n`
  const shims = {
    standfirst: `#!/bin/sh\n${ours}`,
    npm: `#!/bin/sh\n[ "$1 $2 $3 $4" = "run -s standfirst --" ] || exit 64\nshift 4\n${ours}`,
  }
  for (const [name, text] of Object.entries(shims)) {
    await writeFile(join(bin, name), text)
    await chmod(join(bin, name), 0o755)
  }
})

afterAll(() => rm(home, { recursive: true, force: true }))

/** An empty folder with the sample in it. */
async function clone(name: string): Promise<string> {
  const folder = join(home, name, 'standfirst')
  const sample = 'editions/saltmarsh'
  await cp(join(ROOT, sample), join(folder, sample), { recursive: true })
  return folder
}

describe('commands in the documents', () => {
  test.each(shell.map((block) => [`${block.document}:${block.line}`, block] as const))(
    '%s can be parsed by a shell',
    (_, { text }) => {
      expect(() => execFileSync('sh', ['-n'], { input: text, stdio: 'pipe' })).not.toThrow()
    },
  )

  test.each(shell.map((block) => [`${block.document}:${block.line}`, block] as const))(
    '%s calls only scripts, commands and options that there are',
    async (_, { text }) => {
      const { scripts } = JSON.parse(read('package.json'))
      for (const [, name = ''] of text.matchAll(
        /\bnpm (?:run )?(?:-s )?((?:start|test|[a-z]+:[a-z]+|bench|soak|standfirst)\b)/g,
      ))
        expect(scripts).toHaveProperty([name])
      for (const [, command = '', rest = ''] of text.matchAll(
        /(?<![\w/.-])standfirst ([a-z]+)([^\n]*)/g,
      )) {
        if (!COMMANDS.includes(command)) continue
        const usage = read(`src/cli/${command}.ts`)
        for (const [option] of rest.matchAll(/--[a-z]+/g))
          expect(usage + read('src/cli/data-option.ts'), `${command} ${option}`).toContain(option)
      }
    },
  )

  test.each([...new Set(runnable.map(({ document }) => document))])(
    '%s: what is marked to be run runs',
    async (document) => {
      const folder = await clone(document)
      const script = runnable.filter((one) => one.document === document).map(({ text }) => text)
      const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
      await promisify(execFile)('sh', ['-eu', '-c', script.join('\n')], { cwd: folder, env })
    },
  )
})

describe('links and names in the documents', () => {
  test.each(documents)('%s: every link within the repository leads somewhere', (document) => {
    const missing: string[] = []
    const text = read(document).replace(/`[^`\n]*`/g, '')
    for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
      if (/^(?:https?:|mailto:)/.test(link)) continue
      const [path = '', fragment] = link.split('#')
      const target = path === '' ? document : join(dirname(document), decodeURIComponent(path))
      if (!existsSync(join(ROOT, target))) missing.push(link)
      else if (fragment !== undefined && !headingsOf(target).includes(fragment)) missing.push(link)
    }
    expect(missing).toEqual([])
  })

  test('every file that is named in the documents is there', () => {
    const missing = documents.flatMap((document) =>
      [...read(document).matchAll(/`((?:src|test|scripts|deploy|docs|bench)\/[\w./-]+)`/g)]
        .map(([, file = '']) => file)
        .filter((file) => !existsSync(join(ROOT, file)) && !isToCome(document, file))
        .map((file) => `${document}: ${file}`),
    )
    expect(missing).toEqual([])
  })
})

/** What ARCHITECTURE.md says of the next parts names folders that are not there yet. */
function isToCome(document: string, file: string): boolean {
  const text = read(document)
  return (
    document === 'docs/ARCHITECTURE.md' &&
    text.indexOf(`\`${file}\``) > text.indexOf('## Where the next parts go')
  )
}

/** As links to them are written on a forge: small letters, hyphens, no punctuation. */
function headingsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('what the README lists', () => {
  const rows = (heading: string, document = 'README.md') => {
    const [, section = ''] =
      new RegExp(`^#+ ${heading}\\n(.*?)(?=^#|$(?![^]))`, 'ms').exec(read(document)) ?? []
    return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name)
  }

  test('is every field of the configuration, and the variables that are read', () => {
    const listed = rows('Configuration')
    const ofOrigin = rows('Configuration', 'docs/IN-FRONT-OF-YOUR-SITE.md')
    const isVariable = (name: string) => /^[A-Z_]+$/.test(name)
    const isOfOrigin = (name: string) => name.startsWith('content.origin.')
    const fields = fieldsOf(schemaFor('origin'))
    expect(listed.filter((name) => !isVariable(name))).toEqual(
      fields.filter((name) => !isOfOrigin(name)),
    )
    expect(ofOrigin.filter((name) => !isVariable(name))).toEqual(fields.filter(isOfOrigin))
    expect([...listed, ...ofOrigin].filter(isVariable).toSorted()).toEqual(
      [...variablesRead(), 'STANDFIRST_PARTNER_NAME'].toSorted(),
    )
  })

  test('is every key of the front matter', () => {
    const [, keys = ''] =
      /const KEYS = \[(.*?)\]/s.exec(read('src/content/folder/front-matter.ts')) ?? []
    const known = [...keys.matchAll(/'(\w+)'/g)].map(([, key]) => key)
    expect(rows('Articles').toSorted()).toEqual(known.toSorted())
  })

  test('is every command, with every option it has', () => {
    const [, section = ''] = /^## The command line\n(.*?)(?=^#)/ms.exec(read('README.md')) ?? []
    for (const command of COMMANDS) {
      const [row = ''] = new RegExp(`^\\| \`standfirst ${command}\\b.*$`, 'm').exec(section) ?? []
      const usage = read(`src/cli/${command}.ts`)
      const [, text = ''] = /usage: `(.*?)`,/s.exec(usage) ?? []
      const options = new Set([...text.matchAll(/--[a-z]+/g)].map(([option]) => option))
      for (const option of options) expect(row, `${command} ${option}`).toContain(option)
    }
  })
})

describe('what AUDIT.md lists', () => {
  const rowsOf = (facts: Readonly<Record<string, ChannelFacts>>) =>
    Object.entries(facts).map(
      ([id, { name, what, how }]) => `| ${name} (\`${id}\`) | ${what} | ${how} |`,
    )

  test.each([
    ['The channels', rowsOf(CHANNELS)],
    ['What readers meet', rowsOf(PROBLEMS)],
  ])('%s: is what the report says', (heading, rows) => {
    const [, section = ''] =
      new RegExp(`^## ${heading}\\n(.*?)(?=^## )`, 'ms').exec(read('docs/AUDIT.md')) ?? []
    expect(section.match(/^\| .*\(`.*$/gm)).toEqual(rows)
  })
})

/** The paths of all fields, in their order: `plans[].offers[].price`. Groups of fields are not fields themselves. */
function fieldsOf(type: z.core.$ZodType, path = ''): string[] {
  const { def } = type._zod
  if ('shape' in def)
    return Object.entries(def.shape as Record<string, z.core.$ZodType>).flatMap(([name, field]) =>
      fieldsOf(field, path === '' ? name : `${path}.${name}`),
    )
  if ('element' in def) {
    const inner = fieldsOf(def.element as z.core.$ZodType, `${path}[]`)
    return inner.length === 1 && inner[0] === `${path}[]` ? [path] : [path, ...inner]
  }
  if ('innerType' in def) return fieldsOf(def.innerType as z.core.$ZodType, path)
  return [path]
}

function variablesRead(): string[] {
  const found = new Set<string>()
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    for (const [, name = ''] of read(`src/${file}`).matchAll(/env\['(STANDFIRST_[A-Z_]+)'\]/g))
      found.add(name)
  }
  return [...found].sort()
}

describe('what the documents of the inside list', () => {
  test('each word of the language once', () => {
    const rows = [...read('docs/LANGUAGE.md').matchAll(/^\| ([^|]+) \|/gm)]
    const words = rows.flatMap(([, row = '']) => row.split(', ').map((word) => word.trim()))
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  })

  test('each part of src/ in the layout', () => {
    const [, layout = ''] = /^## The layout(.*?)^## /ms.exec(read('docs/ARCHITECTURE.md')) ?? []
    const parts = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter(({ name }) => !name.endsWith('.test.ts'))
      .map((entry) => `\`src/${entry.name}${entry.isDirectory() ? '/' : ''}\``)
    expect(parts.filter((part) => !layout.includes(part))).toEqual([])
  })

  test('no file that is not there, also where it is named without its folder', () => {
    const names = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    const all = new Set(names.map((name) => basename(name)))
    const named = [...read('docs/ARCHITECTURE.md').matchAll(/`([\w-]+\.(?:ts|js))`/g)]
    expect(named.map(([, file = '']) => file).filter((file) => !all.has(file))).toEqual([])
  })

  test('decisions in their order, each with its number', () => {
    const files = readdirSync(join(ROOT, 'docs/decisions')).sort()
    const numbers = files.map((_, at) => String(at + 1).padStart(4, '0'))
    expect(files.map((file) => file.slice(0, 4))).toEqual(numbers)
    for (const file of files)
      expect(read(`docs/decisions/${file}`)).toMatch(new RegExp(`^# ${file.slice(0, 4)} `))
  })
})

describe('what OPERATING.md lists', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => read(`src/${file}`))
  const part = (heading: string) =>
    new RegExp(`^### ${heading}\\n(.*?)^##`, 'ms').exec(read('docs/OPERATING.md'))?.[1] ?? ''

  test('is all that the gate counts', () => {
    const rows = [...part('What is counted').matchAll(/^\| `([a-z_]+)` \|/gm)]
    const counted = sources.flatMap((text) => [...text.matchAll(/tally\.count\('([a-z-]+)'/g)])
    const names = counted.map(([, name = '']) => name.replaceAll('-', '_'))
    expect(rows.map(([, name]) => name).toSorted()).toEqual([...new Set(names)].toSorted())
  })

  test('is all that is counted beside, wherever articles come from', () => {
    const [, section = ''] = /^## Counts\n(.*?)^## /ms.exec(read('docs/OPERATING.md')) ?? []
    const rows = [...section.matchAll(/^\| `(standfirst_[a-z_]+)` \|/gm)]
    const counted = sources.flatMap((text) => [...text.matchAll(/name: '(standfirst_[a-z_]+)'/g)])
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.map(([, name]) => name).toSorted()).toEqual(
      counted.map(([, name]) => name).toSorted(),
    )
  })

  test('is what is said: what of its lines is always the same stands in the source', () => {
    const all = sources.join('\n')
    const cells = [...part('What fails, and what is said').matchAll(/^\|.*\| (.*) \|$/gm)]
    const lines = cells.flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)])
    expect(lines.length).toBeGreaterThan(15)
    const fixed = lines.flatMap(([, line = '']) =>
      line
        .split(/…|\. |\.$|: |\(.*?\)|\d+|places, |\/[ab]\b|connect |cut-short/)
        .map((text) => text.trim())
        .filter((text) => /^[\w’].{9}/.test(text)),
    )
    expect(fixed.filter((text) => !all.includes(text))).toEqual([])
  })
})

describe('what is in deploy/', () => {
  test('leads to the port that the server listens on when none is named', () => {
    expect(read('src/cli/serve.ts')).toContain("'4000'")
    for (const file of ['Caddyfile', 'nginx.conf'])
      expect(read(`deploy/${file}`)).toMatch(/\b127\.0\.0\.1:4000\b/)
    expect(read('deploy/Dockerfile')).toContain('EXPOSE 4000')
  })

  test('hands on the address of the reader and the headers of a full meter, and keeps nothing', () => {
    const nginx = read('deploy/nginx.conf')
    expect(nginx).toContain('proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;')
    expect(nginx).toContain('proxy_buffer_size 16k;')
    expect(nginx).toMatch(/proxy_pass http:\/\/standfirst;/)
    expect(nginx).not.toContain('proxy_cache')
  })

  test('asks the health check where it is, and copies what the unit and the image need', () => {
    expect(read('deploy/Dockerfile')).toContain('/standfirst/health')
    expect(read('deploy/Dockerfile')).toContain('USER node')
    expect(read('deploy/standfirst.service')).toMatch(/^ExecStart=standfirst serve /m)
    expect(read('deploy/standfirst.service')).toMatch(/^StateDirectory=standfirst$/m)
  })
})
