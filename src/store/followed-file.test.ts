// A followed file in a real folder: what fails once is tried again though nobody touches the file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { digestOf, type FollowedFile, followFile } from './followed-file.ts'

const soon = { timeout: 20_000, interval: 20 }

/** Follows a new file; `troubles` are thrown in turn by the reads after the first. */
async function followed(troubles: string[]): Promise<{
  readonly file: string
  readonly following: FollowedFile<string>
  readonly reports: readonly string[]
}> {
  const dir = await mkdtemp(join(tmpdir(), 'followed-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const file = join(dir, 'orders.json')
  await writeFile(file, 'old')
  const reports: string[] = []
  const opened = await followFile({
    file,
    parse: (text = '') => {
      const trouble = text === 'old' ? undefined : troubles.shift()
      if (trouble !== undefined) throw new Error(trouble)
      return text
    },
    report: (line) => reports.push(line),
    pollMs: 25,
  })
  if (!opened.ok) throw new Error(opened.detail)
  onTestFinished(() => opened.value.close())
  return { file, following: opened.value, reports }
}

test('a change that could not be read at first is taken in later, and each trouble is said once', async () => {
  const { file, following, reports } = await followed(['EMFILE', 'EMFILE', 'EIO', 'EMFILE'])
  await writeFile(file, 'a new order')
  await vi.waitFor(() => expect(following.value()).toBe('a new order'), soon)
  expect(reports).toEqual([`${file} cannot be used: EMFILE`, `${file} cannot be used: EIO`])
  expect(following.generation()).toBe(2)
})

test('until it is taken in, value and digest are those of the last good state', async () => {
  const { file, following, reports } = await followed(Array.from({ length: 10_000 }, () => 'EIO'))
  await writeFile(file, 'a new order')
  await vi.waitFor(() => expect(reports).toHaveLength(1), soon)
  expect([following.value(), following.digest()]).toEqual(['old', digestOf('old')])
  expect(digestOf('a new order')).not.toBe(digestOf('old'))
})
