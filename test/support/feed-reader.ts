// Feed reader: readers who have a private feed, its addresses, and what a feed reader finds in it.
import { JSDOM } from 'jsdom'
import { expect } from 'vitest'
import type { Published } from './publication.ts'
import { type Browser, logIn } from './shop.ts'

export const FORMS = ['feed.xml', 'atom.xml', 'feed.json'] as const
export type Form = (typeof FORMS)[number]

/** The paths of the addresses that the feed's page shows. */
export async function addresses(
  { address }: Published,
  read: Browser,
  query = '',
): Promise<readonly string[]> {
  const { text } = await read(`/account/feed${query}`)
  return [...text.matchAll(/<input class="copy"[^>]* readonly [^>]*value="([^"]+)"/g)].map(
    ([, value = '']) => {
      expect(value.startsWith(`${address}/account/feed/v1.`)).toBe(true)
      return value.slice(address.length)
    },
  )
}

/** Makes a feed; gives its address without the file. */
export async function makeFeed(published: Published, read: Browser): Promise<string> {
  expect((await read('/account/feed', { form: {} })).status).toBe(303)
  const [rss = ''] = await addresses(published, read)
  return rss.slice(0, -'/feed.xml'.length)
}

/** Opens a plan, as support does. */
export async function subscribe(
  published: Published,
  address: string,
  until = published.now + 9e9,
  plan = 'digital',
): Promise<void> {
  const { store } = published.accounts
  const account = await store.accountOf(address)
  if (!account.ok) throw new Error('no account')
  const grant = { plan, until, source: 'support' }
  await store.grant(account.value.reader, grant, published.now)
}

/** Logged in, with a plan and a feed. */
export async function subscriber(
  published: Published,
  address: string,
): Promise<{ readonly read: Browser; readonly feed: string }> {
  const read = await logIn(published, address)
  await subscribe(published, address)
  return { read, feed: await makeFeed(published, read) }
}

export interface Entry {
  readonly link: string
  /** HTML. */
  readonly content: string
}

/** The entries of a feed in any form; throws on what is not well-formed. */
export function entriesOf(form: Form, text: string): readonly Entry[] {
  if (form === 'feed.json')
    return JSON.parse(text).items.map((item: { url: string; content_html: string }) => ({
      link: item.url,
      content: item.content_html,
    }))
  const { document } = new JSDOM(text, { contentType: 'application/xml' }).window
  const items = Array.from(document.getElementsByTagName(form === 'feed.xml' ? 'item' : 'entry'))
  return items.map((item) => {
    const link = item.getElementsByTagName('link')[0]
    const content = item.getElementsByTagName(form === 'feed.xml' ? 'content:encoded' : 'content')
    return {
      link: (form === 'feed.xml' ? link?.textContent : link?.getAttribute('href')) ?? '',
      content: content[0]?.textContent ?? '',
    }
  })
}
