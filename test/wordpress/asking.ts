// Asking: what WordPress answers, as somebody unknown, as whoever knows a password, or as who may do everything.
import type { WordPress } from './wordpress.ts'

export interface Answer {
  readonly status: number
  readonly text: string
}

export async function ask(url: string, cookie?: string): Promise<Answer> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: cookie === undefined ? {} : { cookie },
  })
  return { status: response.status, text: await response.text() }
}

/** All pages of an article, one after the other. */
export async function askForArticle(
  { url, pages }: { readonly url: string; readonly pages: number },
  cookie?: string,
): Promise<string> {
  const first = await ask(url, cookie)
  if (first.status !== 200) throw new Error(`${url} answers ${first.status}`)
  return pages === 1 ? first.text : first.text + (await ask(`${url}2/`, cookie)).text
}

/** Every page of a feed, of which only the first is linked. */
export async function askForFeed(address: string): Promise<string> {
  let feed = ''
  for (let page = 1; ; page++) {
    const { status, text } = await ask(`${address}?paged=${page}`)
    if (status !== 200) return feed
    feed += text
  }
}

/** Cookies of whoever gave the form of a protected article its password. */
export function knowPassword({
  address,
  password,
}: Pick<WordPress, 'address' | 'password'>): Promise<string> {
  return cookiesFor(`${address}/wp-login.php?action=postpass`, { post_password: password })
}

/** Cookies of who may do everything. */
export function logIn({ address, admin }: WordPress): Promise<string> {
  return cookiesOf({ address }, admin)
}

/** Cookies of anybody with an account. */
export function cookiesOf(
  { address }: Pick<WordPress, 'address'>,
  { name, password }: WordPress['admin'],
): Promise<string> {
  const form = { log: name, pwd: password, testcookie: '1' }
  return cookiesFor(`${address}/wp-login.php`, form, 'wordpress_test_cookie=WP%20Cookie%20check')
}

async function cookiesFor(url: string, form: Record<string, string>, cookie = ''): Promise<string> {
  const body = new URLSearchParams(form)
  // It leads back to where the form stood, or else nowhere.
  const headers = { cookie, referer: new URL('/', url).href }
  const response = await fetch(url, { method: 'POST', redirect: 'manual', body, headers })
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  if (response.status !== 302 || set.length === 0)
    throw new Error(`${url} answers ${response.status}`)
  return set.join('; ')
}
