// A publisher goes through it: looks at the site, closes it to all but Standfirst, serves it, purges, withdraws. Real
// processes, a real site, real requests.

import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openShell } from '../support/command-line.ts'
import { type SmallPages, smallSite, smallWordPress } from '../support/small-site.ts'

const SECRETS = {
  STANDFIRST_ORIGIN_SECRET: 'o-k3Xp9vQmA7sLw2RtZ8yB4nCd',
  STANDFIRST_PURGE_SECRET: 'p-k3Xp9vQmA7sLw2RtZ8yB4nCd',
}

/** As a site is behind a firewall of its own: what does not show the secret once gets nothing. */
function closed(pages: SmallPages): SmallPages {
  return Object.fromEntries(
    Object.entries(pages).map(([path, page]) => [
      path,
      (request) => {
        if (request.headers['standfirst-secret'] !== SECRETS.STANDFIRST_ORIGIN_SECRET)
          return { status: 403, body: 'Who are you?' }
        return typeof page === 'function' ? page(request) : page
      },
    ]),
  )
}

/** As Ghost signs what it posts. */
function postHook(address: string): Promise<Response> {
  const posted = JSON.stringify({ post: { current: { slug: 'ferry' }, previous: {} } })
  const at = Date.now()
  const signature = createHmac('sha256', SECRETS.STANDFIRST_PURGE_SECRET).update(`${posted}${at}`)
  return fetch(`${address}/standfirst/purge`, {
    method: 'POST',
    headers: { 'X-Ghost-Signature': `sha256=${signature.digest('hex')}, t=${at}` },
    body: posted,
  })
}

test('a site is looked at, closed, served, purged and withdrawn from', async () => {
  const shell = await openShell(SECRETS)
  const site = await smallSite(smallWordPress)
  const begun = await shell.run('init', 'paper', '--origin', site.address)
  expect([begun.code, begun.err]).toEqual([0, ''])
  expect(begun.out).toContain('“News of the quay”\n  /2026/11/01/quay\n  Everybody reads ')
  expect(begun.out).toMatch(
    /paper\/standfirst\.config\.ts\nRead it with: {2}standfirst serve paper --data paper\/standfirst-data\n$/,
  )
  expect(await readFile(join(shell.folder, 'paper/.gitignore'), 'utf8')).toContain(
    'standfirst-data/',
  )

  const pages = { ...smallWordPress(site.address), '/wp-login.php': '<!doctype html><form>' }
  site.show(closed(pages))
  expect((await fetch(`${site.address}/`)).status).toBe(403)
  const served = await shell.serve('paper')
  const read = (path: string) =>
    fetch(served.address + path, { headers: { 'Standfirst-Secret': 'forged' } })
  const article = await read('/2026/11/01/quay/')
  expect([article.status, await article.text()]).toEqual([200, expect.stringContaining('quay1')])
  expect((await read('/wp-login.php')).status).toBe(200)
  expect(await (await read('/')).text()).toContain('News of the quay')

  const second = await shell.run('serve', 'paper', '--port', '0')
  expect([second.code, second.err]).toEqual([
    1,
    expect.stringMatching(
      /^A server that stands in front of a site is running on .*: end it first/,
    ),
  ])
  const asked = site.asked.length
  const purged = await shell.run('purge', `${site.address}/2026/11/01/quay/`, '/')
  expect([purged.err, purged.out]).toEqual(['', '2 answers forgotten.\n'])
  expect((await read('/2026/11/01/quay/')).status).toBe(200)
  expect(site.asked.slice(asked)).toEqual(['GET /2026/11/01/quay/'])

  const hooked = await postHook(served.address)
  expect([hooked.status, await hooked.json()]).toEqual([200, { purged: expect.any(Number) }])

  const mistyped = await shell.run('withdraw', '/2026/11/01/quai/', '--yes')
  expect([mistyped.code, mistyped.out]).toEqual([1, ''])
  expect(mistyped.err).toContain('no article is known at /2026/11/01/quai.')
  const withdrawn = await shell.run('withdraw', `${served.address}/2026/11/01/Quay/`, '--yes')
  expect(withdrawn.err).toBe('')
  expect(withdrawn.out).toContain(`The server at ${served.address} answers 410.`)
  expect((await read('/2026/11/01/quay/')).status).toBe(410)
  const checked = await shell.run('check', 'paper')
  expect([checked.code, checked.out]).toEqual([0, '4 articles, 0 other pages, no faults.\n'])
  expect(await served.end()).toBe(0)
})
