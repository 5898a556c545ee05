import { afterEach, expect, test, vi } from 'vitest'
import { hasCommand } from './exchange.ts'

afterEach(() => void vi.unstubAllEnvs())

test('a server is found also where the PATH leads to none', async () => {
  vi.stubEnv('PATH', '/usr/bin:/bin')
  // One that stands among the servers wherever there is a Unix.
  expect(await hasCommand('chroot')).toBe(true)
  expect(await hasCommand('sh')).toBe(true)
  expect(await hasCommand('there-is-no-such-command')).toBe(false)
})
