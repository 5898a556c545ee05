// Soak people: who does more than ask for one page: readers who log in by a mailed code, make a private feed and log out,
// and editors who save articles, each of which has to be served as it was saved.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { askOnce, type Got } from '../test/support/crowd.ts'
import { pathOf } from './edition.ts'
import type { Load } from './soak-load.ts'
import { readerFrom } from './soak-traffic.ts'

const LOG_IN_EVERY_MS = 1500
const SAVE_EVERY_MS = 2000
const WITHIN_MS = 20_000
/** Connections on which a saved article is looked for: any worker takes each of them. */
const LOOKS = 4

/** Readers log in one after the other until `end`; gives how many came all the way. */
export async function logIns(load: Load, outbox: string, end: number): Promise<number> {
  const codes = new Codes(outbox)
  let done = 0
  for (let number = 0; performance.now() < end; number++) {
    const next = performance.now() + LOG_IN_EVERY_MS
    if (await logInAndOut(load, codes, number)) done++
    await wait(Math.max(0, Math.min(next, end) - performance.now()))
  }
  return done
}

async function logInAndOut(load: Load, codes: Codes, number: number): Promise<boolean> {
  const address = `soak-${number}@example.org`
  const visit = visitor(load, number)
  const asked = await visit('asks for a code', '/account/log-in', 303, { address, return_to: '/' })
  if (asked === undefined) return false
  const code = await codes.of(address)
  if (code === undefined) {
    load.fail('reader asks for a code', `no mail within ${WITHIN_MS / 1000} s`)
    return false
  }
  // Who is put off comes back later: what follows from a step that was not taken is not asked.
  if ((await visit('gives the code', '/account/code', 303, { code })) === undefined) return false
  await visit('sees the account', '/account', 200)
  if ((await visit('makes a feed', '/account/feed', 303, {})) === undefined) return false
  const page = await visit('sees the feed', '/account/feed', 200)
  const feed = /value="https?:\/\/[^"/]+(\/[^"]+feed\.xml)"/.exec(page?.text ?? '')?.[1]
  if (page !== undefined && feed === undefined)
    load.fail('reader sees the feed', 'no address in it')
  if (feed !== undefined) await visit('reads the feed', feed, 200)
  await visit('reads an article', pathOf(number % 50), 200)
  if ((await visit('logs out', '/account/log-out', 200, {})) === undefined) return false
  return (await visit('is logged out', '/account', 303)) !== undefined
}

type Visit = (
  what: string,
  path: string,
  status: number,
  form?: Readonly<Record<string, string>>,
) => Promise<Got | undefined>

/** A browser that keeps its cookies. */
function visitor(load: Load, number: number): Visit {
  const jar = new Map<string, string>()
  return async (what, path, status, form) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    const type = form && { 'Content-Type': 'application/x-www-form-urlencoded' }
    const got = await load.ask({
      ...{ kind: `reader ${what}`, path, mayWait: path.startsWith('/account') },
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        ...readerFrom(number, cookie),
        ...{ 'Accept-Encoding': 'identity', 'Sec-Fetch-Site': 'same-origin', ...type },
      },
      ...(form && { body: new URLSearchParams(form).toString() }),
      judge: (seen) => (seen.status === status ? undefined : `${seen.status} instead of ${status}`),
    })
    for (const line of got?.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/; Max-Age=0(?:;|$)/.test(line)) jar.delete(name)
      else jar.set(name, pair.slice(pair.indexOf('=') + 1))
    }
    return got
  }
}

/** The codes of the mails in an outbox; each mail is read once. */
class Codes {
  readonly #outbox: string
  readonly #read = new Set<string>()
  readonly #codes = new Map<string, string>()

  constructor(outbox: string) {
    this.#outbox = outbox
  }

  async of(address: string): Promise<string | undefined> {
    const end = performance.now() + WITHIN_MS
    while (performance.now() < end) {
      await this.#look()
      const code = this.#codes.get(address)
      if (code !== undefined) return code
      await wait(50)
    }
    return undefined
  }

  async #look(): Promise<void> {
    // The folder is made with the first mail.
    const files = await readdir(this.#outbox).catch(() => [])
    for (const file of files) {
      if (!file.endsWith('.eml') || this.#read.has(file)) continue
      this.#read.add(file)
      const { to, text = '' } = await simpleParser(await readFile(join(this.#outbox, file)))
      const address = [to ?? []].flat()[0]?.text ?? ''
      this.#codes.set(address, /\b(\d{3})\s?(\d{3})\b/.exec(text)?.slice(1).join('') ?? '')
    }
  }
}

export interface Saves {
  count: number
  /** Milliseconds until every look showed what was saved. */
  readonly delays: number[]
}

/** Saves one article after the other until `end`, each fifth a new one, and looks for what was saved as a subscriber. */
export async function saves(
  load: Load,
  {
    address,
    edition,
    articles,
    cookie,
  }: {
    readonly address: string
    readonly edition: string
    readonly articles: number
    readonly cookie: string
  },
  end: number,
): Promise<Saves> {
  const saved: Saves = { count: 0, delays: [] }
  for (let number = 1; performance.now() < end; number++) {
    const next = performance.now() + SAVE_EVERY_MS
    const from = pathOf((number * 11) % articles)
    const to = number % 5 === 0 ? pathOf(articles + number) : from
    const mark = `Saved-${number}-times.`
    const text = await readFile(join(edition, 'articles', `${from}.md`), 'utf8')
    const began = performance.now()
    await writeFile(join(edition, 'articles', `${to}.md`), marked(text, mark))
    saved.count++
    const delay = await shown(address + to, mark, cookie, began)
    if (delay === undefined)
      load.fail('saved article', `${to} was not served as saved within ${WITHIN_MS / 1000} s`)
    else saved.delays.push(delay)
    await wait(Math.max(0, Math.min(next, end) - performance.now()))
  }
  return saved
}

/** Above the cut, in place of the mark before. */
function marked(text: string, mark: string): string {
  const clean = text.replace(/^Saved-\d+-times\.\n\n/m, '')
  const at = clean.indexOf('---\n', 4) + 4
  return `${clean.slice(0, at)}${mark}\n\n${clean.slice(at)}`
}

async function shown(
  url: string,
  mark: string,
  cookie: string,
  began: number,
): Promise<number | undefined> {
  const agent = new Agent({ keepAlive: false })
  let seen = 0
  while (performance.now() < began + WITHIN_MS) {
    // A worker that is killed takes its connections along: what counts is that it is shown at last.
    const got = await askOnce(url, { agent, headers: { Cookie: cookie } }).catch(() => undefined)
    seen = got?.text.includes(mark) === true ? seen + 1 : 0
    if (seen === LOOKS) return performance.now() - began
    await wait(100)
  }
  return undefined
}
