// Installing: the packages of Debian that the test's WordPress is made of, without starting any of their services.
import { execFile } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { onEnd } from './folder.ts'

const PACKAGES = [
  'wordpress',
  'wordpress-theme-twentytwentythree',
  'wordpress-theme-twentytwentyone',
  'php-cli',
  'php-fpm',
  'php-gd',
  'php-mbstring',
  'php-mysql',
  'php-xml',
  'mariadb-server-core',
  'nginx',
] as const

/** Debian asks this program whether a service may be started; 101 is no (invoke-rc.d(8)). */
const POLICY = '/usr/sbin/policy-rc.d'

const execute = promisify(execFile)

/** Installs what is missing, where that may be done. Gives why it could not be, if so. */
export async function install(say: (line: string) => void): Promise<string | undefined> {
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt-get'
  const missing: string[] = []
  for (const name of PACKAGES) if (!(await isInstalled(name))) missing.push(name)
  if (missing.length === 0) return undefined
  const listed = missing.join(', ')
  if (process.getuid?.() !== 0) return `only root may install ${listed}`
  say(`Installing ${listed} with apt-get, without starting their services …`)
  const allow = forbidServices()
  try {
    return (
      (await aptGet('update', '-q')) ??
      (await aptGet('install', '-y', '-q', '--no-install-recommends', ...missing))
    )
  } finally {
    allow()
  }
}

/** Whether nothing is missing. Installs nothing. */
export async function isWordPressInstalled(): Promise<boolean> {
  const installed = await Promise.all(PACKAGES.map(isInstalled))
  return installed.every((one) => one)
}

async function isInstalled(name: string): Promise<boolean> {
  return execute('dpkg', ['--status', name]).then(
    ({ stdout }) => /^Status: install ok installed$/m.test(stdout),
    // It knows no such package.
    () => false,
  )
}

/** Gives what takes the prohibition back. A policy that the machine has already is left alone. */
function forbidServices(): () => void {
  if (existsSync(POLICY)) return () => undefined
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const remove = () => rmSync(POLICY, { force: true })
  const letGo = onEnd(remove)
  return () => {
    remove()
    letGo()
  }
}

/** Gives why it failed, if it did. */
async function aptGet(...parameters: readonly string[]): Promise<string | undefined> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const limits = { env, maxBuffer: 64 << 20 }
  return execute('apt-get', [...parameters], limits).then(
    () => undefined,
    (error: unknown) => {
      const said = error instanceof Error ? error.message : String(error)
      return `apt-get ${parameters[0]} failed: ${said.split('\n').find((line) => /^E:/.test(line)) ?? said}`
    },
  )
}
