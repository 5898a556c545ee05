// Promise 3: nothing breaks. A broken article, a vanished folder, a full disk, five thousand files saved at once.
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Reader } from '../../src/core/reader.ts'
import { serve } from '../../src/node.ts'
import { NOW, type Published, publish } from '../support/publication.ts'

const subscriber: Reader = {
  kind: 'subscriber',
  id: 'ben',
  entitlements: [{ plan: 'digital', until: NOW + 9e9 }],
}
const config = JSON.stringify({
  publication: { name: 'The Courier', sections: [{ id: 'town', name: 'Town' }] },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      offers: [{ id: 'm', price: 900, currency: 'GBP', every: 'month' }],
    },
  ],
})

function article(title: string, text: string, more = ''): string {
  const body = Array.from({ length: 8 }, (_, n) => `${text} ${n} ${'and so on '.repeat(20)}`)
  return `---\ntitle: ${title}\nsummary: In short.\npublished: 2026-11-20T06:00:00Z\nsection: town\n${more}---\n${body.join('\n\n')}\n`
}

/** Runs a story on a publication of these articles and ends it. */
async function story(
  articles: Readonly<Record<string, string>>,
  run: (published: Published) => Promise<void>,
): Promise<void> {
  const files: Record<string, string> = { 'standfirst.config.json': config }
  for (const [name, text] of Object.entries(articles)) files[`articles/town/${name}.md`] = text
  const published = await publish(files)
  try {
    await run(published)
  } finally {
    await published.close()
  }
}

const soon = { timeout: 20_000, interval: 50 }

describe('while the editors work', () => {
  test('a saved article shows, a new one appears, a removed one goes, all without a restart', () =>
    story({ quay: article('Quay', 'First text') }, async (published) => {
      await published.write('articles/town/quay.md', article('Quay', 'Second text'))
      await vi.waitFor(async () => {
        expect((await published.read('/town/quay')).text).toContain('Second text')
      }, soon)
      await published.write('articles/town/ferry.md', article('Ferry', 'It sails'))
      await vi.waitFor(async () => {
        expect((await published.read('/town/ferry')).status).toBe(200)
        expect((await published.read('/town')).text).toContain('/town/ferry')
      }, soon)
      await unlink(join(published.dir, 'articles/town/ferry.md'))
      await vi.waitFor(async () => {
        expect((await published.read('/town/ferry')).status).toBe(404)
        expect((await published.read('/feed.xml')).text).not.toContain('/town/ferry')
      }, soon)
    }))

  test('a broken article keeps its last good version, read before or not, and is reported with its line', () =>
    story(
      { quay: article('Quay', 'Good text'), ferry: article('Ferry', 'Unread text') },
      async (published) => {
        await published.read('/town/quay')
        for (const name of ['quay', 'ferry'])
          await published.write(
            `articles/town/${name}.md`,
            article('Broken', 'Bad text', 'acess: free\n'),
          )
        await vi.waitFor(() => expect(published.faults).toHaveLength(2), soon)
        expect(published.faults[0]).toMatchObject({ line: 6, file: expect.stringContaining('.md') })
        expect((await published.read('/town/quay')).text).toContain('Good text')
        expect((await published.read('/town/ferry')).text).toContain('Unread text')
        expect((await published.read('/standfirst/health')).text).toContain('"faults":2')
        await published.write('articles/town/quay.md', article('Quay', 'Mended text'))
        await vi.waitFor(async () => {
          expect((await published.read('/town/quay')).text).toContain('Mended text')
        }, soon)
      },
    ))

  test('one article that was never good does not take the edition down', () =>
    story({ quay: article('Quay', 'Good'), bad: '---\ntitle: [\n---\nx' }, async (published) => {
      expect((await published.read('/town/quay')).status).toBe(200)
      expect((await published.read('/town/bad')).status).toBe(404)
      expect((await published.read('/')).status).toBe(200)
    }))

  test('five thousand files saved at once are all served, and readers are answered meanwhile', () =>
    story({ quay: article('Quay', 'Steady') }, async (published) => {
      const saves = Array.from({ length: 5000 }, (_, n) =>
        published.write(`articles/town/n${n}.md`, article(`Number ${n}`, `Text of ${n}`)),
      )
      let answered = 0
      const meanwhile = (async () => {
        while (published.content.edition().byPath.size < 5001) {
          expect((await published.read('/town/quay')).status).toBe(200)
          answered++
        }
      })()
      await Promise.all(saves)
      await meanwhile
      expect(answered).toBeGreaterThan(10)
      for (const n of [0, 1234, 4999])
        expect((await published.read(`/town/n${n}`, { as: subscriber })).text).toContain(
          `Text of ${n}`,
        )
    }))
})

describe('while the disk is away', () => {
  test('a vanished folder: who may read reads on, nobody else gets in, and it comes back', () =>
    story(
      {
        quay: article('Quay', 'Open text', 'access: free\n'),
        paid: article('Paid', 'Paid text', 'access: subscribers\n'),
      },
      async (published) => {
        const here = join(published.dir, 'articles')
        const away = join(published.dir, 'away')
        await rename(here, away)
        await published.content.rescan()
        expect((await published.read('/town/quay')).text).toContain('Open text 7')
        expect((await published.read('/town/paid', { as: subscriber })).text).toContain(
          'Paid text 7',
        )
        expect((await published.read('/town/paid')).text).not.toContain('Paid text 7')
        expect((await published.read('/')).text).toContain('/town/paid')
        await rename(away, here)
        await published.write(
          'articles/town/quay.md',
          article('Quay', 'Newer text', 'access: free\n'),
        )
        await published.content.rescan()
        await vi.waitFor(async () => {
          expect((await published.read('/town/quay')).text).toContain('Newer text')
        }, soon)
      },
    ))

  test('a full disk: readers notice nothing, and the log says what was lost', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'standfirst-full-'))
    const day = (offset: number) => new Date(Date.now() + offset).toISOString().slice(0, 10)
    await mkdir(join(dir, 'data/decisions'), { recursive: true })
    await mkdir(join(dir, 'articles/town'), { recursive: true })
    // Every write to this device fails as one to a full disk does (ENOSPC).
    for (const date of new Set([day(0), day(60_000)]))
      await symlink('/dev/full', join(dir, `data/decisions/${date}.jsonl`))
    await writeFile(join(dir, 'standfirst.config.json'), config)
    await writeFile(join(dir, 'articles/town/quay.md'), article('Quay', 'Text', 'access: free\n'))
    const log: string[] = []
    const print = (line: string) => void log.push(line)
    const options = { edition: dir, port: 0, host: '127.0.0.1', data: join(dir, 'data'), env: {} }
    const serving = await serve({ ...options, print })
    if (!serving.ok) throw new Error(serving.detail)
    try {
      await vi.waitFor(async () => {
        const answer = await fetch(`${serving.value.address}/town/quay`)
        expect(answer.status).toBe(200)
        expect(log.join('\n')).toMatch(/decision log lost \d+ entries: ENOSPC/)
      }, soon)
    } finally {
      await serving.value.close()
      await rm(dir, { recursive: true, force: true })
    }
  })
})
