// Runs before `npm start`, `npm test` and `npm run standfirst`: puts in place what is missing, once.
// Plain JavaScript without dependencies, because it runs on whatever Node the machine has (20 or
// newer) before the repository's own Node 24 is there. It prints to standard error only, so that
// what a command prints to standard output stays clean.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { locksTheSame } from './locked-packages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const lockfile = join(root, 'package-lock.json')
const stamp = join(root, 'node_modules', '.standfirst-stamp')
const fontScript = join(root, 'scripts', 'fonts.ts')
const fonts = join(root, 'src', 'pages', 'fonts')
const ownBin = join(root, 'node_modules', '.bin')

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(line) {
  say(`Standfirst: ${line}`)
  process.exit(1)
}

function lastInstalled() {
  if (!existsSync(stamp)) return {}
  const [packages, fontsMade] = readFileSync(stamp, 'utf8').split('\n')
  return { packages, fontsMade }
}

// npm's own Node runs npm: node_modules/.bin/node may be what is being replaced.
function npm(args) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  return script && node ? [node, [script, ...args]] : ['npm', args]
}

// The child's standard output goes to our standard error.
function run(what, [command, args], env) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env })
  if (done.error) fail(`${what} could not start: ${done.error.message}`)
  if (done.status !== 0) fail(`${what} failed (see above). Nothing was started.`)
}

function installPackages() {
  say('Installing what Standfirst needs (once; a minute or two) …')
  const before = readFileSync(lockfile, 'utf8')
  // Development dependencies too, whatever NODE_ENV says: one of them is Node 24.
  const args = ['install', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error']
  run('npm install', npm(args), process.env)
  const after = readFileSync(lockfile, 'utf8')
  if (after === before) return
  // What npm's version or this machine's registry makes of it says nothing about what is asked for:
  // the file stays as it was.
  writeFileSync(lockfile, before)
  if (!locksTheSame(before, after))
    fail(
      'package.json asks for packages that package-lock.json does not name. ' +
        'Run `npm install`, look at what it changes, and commit both files together.',
    )
}

function makeFonts() {
  const env = { ...process.env, PATH: `${ownBin}${delimiter}${process.env.PATH ?? ''}` }
  run('Making the fonts', [join(ownBin, 'node'), [fontScript]], env)
}

const now = { packages: hashOf(lockfile), fontsMade: hashOf(fontScript) }
const last = lastInstalled()
const packagesMissing = last.packages !== now.packages || !existsSync(join(ownBin, 'node'))

if (packagesMissing) installPackages()
if (packagesMissing || last.fontsMade !== now.fontsMade || !existsSync(fonts)) {
  makeFonts()
  writeFileSync(stamp, `${now.packages}\n${now.fontsMade}\n`)
}
