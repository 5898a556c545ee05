// Editor checks: through what stands in front of WordPress its editors work as before, and nobody else gets what they
// get: no invented log-in, no reader's account.
import type { Browser, Page } from '@playwright/test'
import { openBrowser } from '../support/browser.ts'
import { ask, cookiesOf, logIn } from './asking.ts'
import { logInAt, preview, publish, upload, type Written, write } from './editor.ts'
import { type Gate, startGate } from './gate.ts'
import { picture } from './png.ts'
import type { WordPress } from './wordpress.ts'

type Check = (wordpress: WordPress) => Promise<readonly string[]>

const through =
  (check: (wordpress: WordPress, gate: Gate) => Promise<readonly string[]>): Check =>
  async (wordpress) => {
    const gate = await startGate(wordpress, 'subscribers')
    try {
      return await check(wordpress, gate)
    } finally {
      await gate.end()
    }
  }

export const EDITOR_CHECKS: Readonly<Record<string, Check>> = {
  'an editor logs in, writes, previews, publishes and uploads through the gate': through(edits),
  'an invented log-in gets what readers get': through(forgedOpensNothing),
  'a log-in that may read alone gets what readers get': through(subscriberReads),
  'who has just logged out gets what readers get': through(logOutCloses),
}

const BELOW = 'zqbelowthecutqz'

const ARTICLE: Written = {
  title: 'The night shift at the quay',
  paragraphs: [
    ...Array.from({ length: 6 }, (_, index) =>
      `Paragraph ${index} says what the harbour master saw, and what she wrote down of it, before the tide turned and the lamps went out. `.repeat(
        2,
      ),
    ),
    `Only who has paid reads of ${BELOW}.`,
  ],
}

async function edits(wordpress: WordPress, gate: Gate): Promise<readonly string[]> {
  const browser = await openBrowser()
  try {
    return await editsIn(browser, wordpress, gate)
  } finally {
    await browser.close()
  }
}

async function editsIn(
  browser: Browser,
  { address: own, admin }: WordPress,
  { address }: Gate,
): Promise<readonly string[]> {
  const faults: string[] = []
  const context = await browser.newContext()
  context.on('request', (request) => {
    if (!/^(?:data|blob|about):/.test(request.url()) && !request.url().startsWith(`${address}/`))
      faults.push(`the browser asks for ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.url()} answers ${response.status()}`)
  })
  const page = await context.newPage()
  await logInAt(page, address, admin)
  await write(page, address, ARTICLE)
  const shown = await preview(page, context)
  faults.push(...(await lacking(shown, 'the preview')))
  const url = await publish(page)
  if (!url.startsWith(`${address}/`)) faults.push(`the editor says that it stands at ${url}`)
  const published = await context.newPage()
  await published.goto(url)
  faults.push(...(await lacking(published, 'the page')))
  if ((await published.content()).includes(own)) faults.push(`the page names ${own}`)
  await upload(page, address, Buffer.concat([picture('quay-at-night'), Buffer.alloc(1_500_000)]))
  const reader = await browser.newContext()
  const read = await reader.newPage()
  await read.goto(url)
  const text = await read.content()
  if (text.includes(BELOW)) faults.push('a reader gets all of it')
  return faults
}

async function lacking(page: Page, name: string): Promise<readonly string[]> {
  const text = await page.content()
  const words = [ARTICLE.title, BELOW].filter((word) => !text.includes(word))
  return words.map((word) => `${name} at ${page.url()} lacks ${word}`)
}

/** What of the text below cuts somebody with these cookies gets, by the page and by REST. */
async function opened(
  { address: own, articles }: WordPress,
  { address }: Gate,
  cookie: string,
): Promise<readonly string[]> {
  const article = articles.find(({ kind, pages }) => kind === 'cut' && pages === 1)
  if (article === undefined) return ['there is nothing to open']
  const paths = [article.url.slice(own.length), `/wp-json/wp/v2/posts/${article.id}`]
  const got: string[] = []
  for (const path of paths) {
    const { text } = await ask(address + path, cookie)
    if (article.below.canaries.some((canary) => text.includes(canary))) got.push(path)
  }
  return got
}

async function forgedOpensNothing(wordpress: WordPress, gate: Gate): Promise<readonly string[]> {
  const real = await logIn(wordpress)
  const without = real.replaceAll(/wordpress_[0-9a-f]{32}/g, 'wordpress_of_another')
  const invented = {
    'a forged log-in': real.replaceAll(/(%7C[A-Za-z0-9]{43}%7C)[0-9a-f]{4}/g, '$1beef'),
    'a log-in made longer': real.replaceAll(/%7C\d{10}%7C/g, '%7C9999999999%7C'),
    'a log-in for another': real.replaceAll(/=editor-in-chief%7C/g, '=admin%7C'),
    'a part of a log-in': without.replaceAll(/%7C[0-9a-f]{64}/g, ''),
  }
  const faults: string[] = []
  for (const [name, cookie] of Object.entries(invented))
    for (const path of await opened(wordpress, gate, cookie)) faults.push(`${name} opens ${path}`)
  const opens = await opened(wordpress, gate, real)
  return opens.length > 0 ? faults : [...faults, 'a real one opens nothing']
}

const SUBSCRIBER = { name: 'a-subscriber', password: 'a subscriber has no secrets' }

async function subscriberReads(wordpress: WordPress, gate: Gate): Promise<readonly string[]> {
  const { address } = wordpress
  const cookie = await logIn(wordpress)
  const nonce = (await ask(`${address}/wp-admin/admin-ajax.php?action=rest-nonce`, cookie)).text
  const { name: username, password } = SUBSCRIBER
  const made = await fetch(`${address}/wp-json/wp/v2/users`, {
    method: 'POST',
    headers: { cookie, 'x-wp-nonce': nonce, 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, email: 's@example.org', roles: ['subscriber'] }),
  })
  if (made.status !== 201) return [`the subscriber is not made: ${made.status}`]
  const own = await cookiesOf({ address }, SUBSCRIBER)
  const profile = await ask(`${gate.address}/wp-admin/profile.php`, own)
  const got = await opened(wordpress, gate, own)
  return [
    ...(profile.status === 200 ? [] : [`WordPress answers ${profile.status} to its subscriber`]),
    ...got.map((path) => `a subscriber opens ${path}`),
  ]
}

async function logOutCloses(wordpress: WordPress, gate: Gate): Promise<readonly string[]> {
  const cookie = await logIn(wordpress)
  const asked = await ask(`${wordpress.address}/wp-login.php?action=logout`, cookie)
  const [, nonce] = /_wpnonce=([0-9a-f]{10})/.exec(asked.text) ?? []
  const out = await ask(`${wordpress.address}/wp-login.php?action=logout&_wpnonce=${nonce}`, cookie)
  if (out.status !== 302) return [`log-out answers ${out.status}`]
  return opened(wordpress, gate, cookie)
}
