// `npm run test:firefox`: Firefox's own Reader View on every kind of article page. It must show the granted blocks in
// order, at most the summary and the byline beside them, and no word of a notice. The last line counts.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { delimiter, join } from 'node:path'

// The sample's configuration imports the package by its name; here that is the source.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'standfirst'
      ? { url: new URL('../../src/index.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function inPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

function firefoxHere(): string | undefined {
  return inPath('firefox-esr') ?? inPath('firefox')
}

/** Installs firefox-esr where that may be done. Gives why it could not be, if so. */
function install(): string | undefined {
  if (inPath('apt-get') === undefined) return 'there is no apt-get'
  if (process.getuid?.() !== 0) return 'only root may install it'
  say('Firefox is missing: installing firefox-esr with apt-get …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', 'firefox-esr'],
  ])
    try {
      execFileSync('apt-get', args, { env, stdio: 'pipe' })
    } catch (error) {
      const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
      return `apt-get ${args[0]} failed: ${reason}`
    }
  return undefined
}

const obstacle = firefoxHere() === undefined ? install() : undefined
const firefox = firefoxHere()
if (firefox === undefined) {
  say(`Not run: Reader View in Firefox, because Firefox is not installed and ${obstacle}.`)
  say('0 passed, 0 failed')
} else {
  const { readInFirefox } = await import('./reader-view.ts')
  const { passed, failed } = await readInFirefox(firefox, say)
  say(`${passed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
}
