import type { IncomingMessage, ServerResponse } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Relayed, startRelayed } from '../../../../test/support/relayed.ts'
import { type ConfirmedEditor, createEditors, type EditorNews, type Editors } from './editors.ts'

const NOW = Date.UTC(2026, 10, 26)
const SECRET = 'a'.repeat(43)
const MAC = '0123456789abcdef'.repeat(4)
const NONCE = 'abcdef0123'

const signed = (name: string, secret = SECRET) =>
  encodeURIComponent(`${name}|${NOW / 1000 + 3600}|${secret}|${MAC}`)
const shown = (name: string, secret?: string) => `wordpress_logged_in_0a1b=${signed(name, secret)}`
const both = (name: string, secret?: string) =>
  `${shown(name, secret)}; wordpress_0a1b=${signed(name, secret)}`
const capabilities: Record<string, object> = {
  writer: { read: true, edit_posts: true },
  subscriber: { read: true },
}

let site: Relayed
let asked: string[]
let now: number
let reported: string[]
let editors: Editors

beforeAll(async () => {
  site = await startRelayed()
})
afterAll(() => site.end())
beforeEach(() => {
  asked = []
  reported = []
  now = NOW
  site.answer(likeWordPress)
  editors = editorsOf({ cms: 'wordpress', editors: true })
})

function editorsOf(
  settings: Parameters<typeof createEditors>[0]['settings'],
  news?: EditorNews,
): Editors {
  return createEditors({
    ...{ settings, ask: site.relay.ask, now: () => now, news },
    report: (line) => void reported.push(line),
    tally: { count() {} },
  })
}

/** As WordPress 6 does: a nonce for its administration's cookie, and REST by nonce and the other one. */
function likeWordPress({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  asked.push(url)
  const cookie = headers.cookie ?? ''
  if (url.startsWith('/wp-admin/')) {
    const known = /wordpress_0a1b=(?:writer|subscriber)%7C/.test(cookie)
    response.writeHead(known ? 200 : 400).end(known ? NONCE : '0')
    return
  }
  const name = /^wordpress_logged_in_0a1b=(\w+)%7C/.exec(cookie)?.[1] ?? ''
  const may = capabilities[name]
  if (may === undefined || headers['x-wp-nonce'] !== NONCE)
    response.writeHead(403).end('{"code":"rest_cookie_invalid_nonce"}')
  else response.end(JSON.stringify({ id: 7, capabilities: may }))
}

test('whom one process has found to be an editor is one for all others, as long and no longer', async () => {
  const listeners: ((editor: ConfirmedEditor) => void)[] = []
  const news: EditorNews = {
    tell(editor) {
      for (const listen of listeners) listen(editor)
    },
    hear: (listen) => void listeners.push(listen),
  }
  const settings = { cms: 'wordpress', editors: true } as const
  const [first, second] = [editorsOf(settings, news), editorsOf(settings, news)]
  // A page of the site is asked for without the administration's cookie.
  expect(await second.confirm(shown('writer'))).toBe('nobody')
  expect(await first.confirm(both('writer'))).toBe('editor')
  asked.length = 0
  expect(await second.confirm(shown('writer'))).toBe('editor')
  expect(asked).toEqual([])
  now += 61_000
  // Asked again, with the nonce that the other process was given.
  expect(await second.confirm(shown('writer'))).toBe('editor')
  expect(asked).toHaveLength(1)
  expect(await second.confirm(shown('subscriber'))).toBe('nobody')
})

describe('who writes at WordPress', () => {
  test.each([
    [both('writer'), 'editor'],
    [both('subscriber'), 'nobody'],
    [both('invented'), 'nobody'],
    [shown('writer'), 'nobody'],
    [`${shown('writer')}; wordpress_0a1b=${signed('subscriber')}`, 'editor'],
    [`${shown('invented')}; wordpress_0a1b=${signed('writer')}`, 'nobody'],
    [`${shown('subscriber')}; wordpress_0a1b=${signed('writer')}`, 'nobody'],
  ])('is told by what names the account: %s', async (cookie, who) => {
    expect(await editors.confirm(cookie)).toBe(who)
  })

  test('is known by a nonce that came along, and by the one remembered', async () => {
    expect(await editors.confirm(shown('writer'), { nonce: '0000000000' })).toBe('nobody')
    expect(await editors.confirm(shown('writer'), { nonce: NONCE })).toBe('editor')
    now += 61_000
    asked = []
    expect(await editors.confirm(shown('writer'))).toBe('editor')
    expect(asked).toEqual(['/?rest_route=/wp/v2/users/me&context=edit&_fields=id,capabilities'])
  })

  test('is asked for once by all who wait, and once a minute', async () => {
    const all = await Promise.all(
      Array.from({ length: 1000 }, () => editors.confirm(both('writer'))),
    )
    expect([new Set(all), asked.length]).toEqual([new Set(['editor']), 2])
    now += 59_000
    await editors.confirm(both('writer'))
    expect(asked.length).toBe(2)
    now += 2000
    capabilities['writer'] = { read: true }
    expect(await editors.confirm(both('writer'))).toBe('nobody')
    capabilities['writer'] = { read: true, edit_posts: true }
  })

  test('is not a customer of the site’s shop, who is asked for once in ten minutes', async () => {
    expect(await editors.confirm(both('subscriber'))).toBe('nobody')
    now += 599_000
    expect(await editors.confirm(both('subscriber'), { nonce: NONCE })).toBe('nobody')
    expect(asked.length).toBe(2)
    now += 2000
    await editors.confirm(both('subscriber'))
    expect(asked.length).toBe(4)
  })

  test('is unknown while the origin is down, and soon known when it is back', async () => {
    site.answer((request) => request.socket.destroy())
    expect(await editors.confirm(both('writer'))).toBe('unknown')
    site.answer(likeWordPress)
    now += 2001
    expect(await editors.confirm(both('writer'))).toBe('editor')
  })

  test.each([
    [200, '<html>Log in', 'unknown'],
    [302, '', 'unknown'],
    [500, '{"code":"x"}', 'unknown'],
    [200, '{"id":0,"capabilities":{"edit_posts":true}}', 'unknown'],
    [200, '{"id":1,"capabilities":{"edit_posts":"yes"}}', 'nobody'],
  ])('is nobody to answers of another kind: %d %s', async (status, text, who) => {
    site.answer((_request, response) => response.writeHead(status).end(text))
    expect(await editors.confirm(shown('writer'), { nonce: NONCE })).toBe(who)
    expect(reported.length).toBe(who === 'unknown' ? 1 : 0)
  })
})

describe('an invented log-in', () => {
  test.each([
    'wordpress_logged_in_0a1b=writer',
    `wordpress_logged_in_0a1b=${encodeURIComponent(`writer|${NOW / 1000 - 1}|${SECRET}|${MAC}`)}`,
    `wordpress_logged_in_0a1b=${encodeURIComponent(`writer|9999999999|short|${MAC}`)}`,
    `wordpress_logged_in_0a1b=${signed('writer')}%7Cmore`,
    `wordpress_logged_in_0a1b=%E0%A4%A`,
    `wordpress_test_cookie=${signed('writer')}`,
    `wordpress_0a1b=${signed('writer')}`,
    `xwordpress_logged_in_0a1b=${signed('writer')}`,
    Array.from({ length: 5 }, (_, index) => `wordpress_logged_in_${index}=${signed('w')}`).join(
      ';',
    ),
    'ghost-admin-api-session=s%3Aabc',
    undefined,
  ])('costs nothing: %s', async (cookie) => {
    expect(editors.carriesLogIn(cookie)).toBe(false)
    expect(await editors.confirm(cookie)).toBe('nobody')
    expect(asked).toEqual([])
  })

  test('of any form is no error and opens nothing', async () => {
    site.answer((_request, response) => response.writeHead(400).end('0'))
    const value = fc.oneof(
      fc.string(),
      fc.array(fc.string(), { maxLength: 5 }).map((parts) => parts.join('|')),
    )
    await fc.assert(
      fc.asyncProperty(value, fc.string(), async (some, hash) => {
        const cookie = `wordpress_logged_in_${hash}=${some}; ghost-admin-api-session=${some}`
        expect(await editors.confirm(cookie)).not.toBe('editor')
      }),
    )
  })

  test('is asked for so often and no more, and keeps no editor out', async () => {
    await editors.confirm(both('writer'))
    asked = []
    const secretOf = (index: number) => String(index).padStart(43, 'x')
    const from = async (network: string, first: number, many: number) => {
      for (let index = first; index < first + many; index++)
        await editors.confirm(both('invented', secretOf(index)), { network })
    }
    await from('a', 0, 50)
    expect(asked.length).toBe(20)
    for (let network = 1; network < 30; network++) await from(`n${network}`, network * 100, 20)
    // The first of the minute was the editor's.
    expect(asked.length).toBe(299)
    now += 61_000
    expect(await editors.confirm(both('writer'), { network: 'a' })).toBe('editor')
  })
})

test('nobody is looked for where the configuration says so, or the system is unknown', () => {
  expect(editorsOf({ cms: 'wordpress', editors: false }).carriesLogIn(both('writer'))).toBe(false)
  expect(editorsOf({ cms: 'none', editors: true }).carriesLogIn(both('writer'))).toBe(false)
})

describe('who works at Ghost', () => {
  const session = `ghost-admin-api-session=${encodeURIComponent(`s:${'a'.repeat(32)}.${'b'.repeat(43)}`)}`

  test.each([
    [200, { users: [{ status: 'active', roles: [{ name: 'Editor' }] }] }, 'editor'],
    [200, { users: [{ status: 'inactive', roles: [{ name: 'Editor' }] }] }, 'nobody'],
    [200, { users: [{ status: 'active', roles: [] }] }, 'unknown'],
    [403, { errors: [{ type: 'NoPermissionError' }] }, 'nobody'],
    [401, { errors: [] }, 'nobody'],
    [500, {}, 'unknown'],
  ])('%d %j: %s', async (status, body, who) => {
    let seen: IncomingMessage | undefined
    site.answer((request, response) => {
      seen = request
      response.writeHead(status).end(JSON.stringify(body))
    })
    const ghost = editorsOf({ cms: 'ghost', editors: true })
    expect(await ghost.confirm(`standfirst-pass=p; ${session}; ghost-members-ssr=m`)).toBe(who)
    expect([seen?.headers.cookie, seen?.headers.origin]).toEqual([session, undefined])
  })
})
