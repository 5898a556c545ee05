// Attacked: the publication that the attack stories are tried on, its readers, and what a thief would take of them.
import { mailTo } from './mails.ts'
import { type Answer, browse, type Published } from './publication.ts'
import type { Browser } from './shop.ts'

export const MINUTE = 60_000
export const LAST = 'And this is how it ended'

/** How many metered articles a registered reader has in a month. */
const REGISTERED = 4

/** Eight metered articles, one for registered readers and one for subscribers. Believes the proxy on loopback. */
export function attackedFiles(name = 'The Courier'): Record<string, string> {
  const config = {
    publication: { name, timeZone: 'Europe/London', sections: [{ id: 'town', name: 'Town' }] },
    policy: { default: 'metered', meter: { anonymous: 2, registered: REGISTERED } },
    trustedProxies: ['127.0.0.1/32'],
    plans: [
      {
        id: 'digital',
        name: 'Digital',
        offers: [{ id: 'monthly', price: 900, currency: 'GBP', every: 'month' }],
      },
    ],
  }
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
  const body = Array.from({ length: 6 }, (_, n) => `Paragraph ${n} ${words}.`).join('\n\n')
  const article = (access: string) =>
    `---\ntitle: A headline\nsummary: A summary.\npublished: 2026-11-20T06:00:00Z\nsection: town\naccess: ${access}\n---\n${body}\n\n${LAST}.\n`
  const files: Record<string, string> = { 'standfirst.config.json': JSON.stringify(config) }
  for (let n = 0; n < 8; n++) files[`articles/town/m${n}.md`] = article('metered')
  files['articles/town/paid.md'] = article('subscribers')
  files['articles/town/registered.md'] = article('registered')
  return files
}

export async function opens(read: Browser, path: string): Promise<boolean> {
  return (await read(path)).text.includes(LAST)
}

/** What an answer has the browser keep: the value of a cookie of ours, or ``. */
export function kept(answer: Answer, name: string): string {
  const line = answer.headers.getSetCookie().find((one) => one.startsWith(`standfirst-${name}=`))
  return line?.slice(line.indexOf('=') + 1, line.indexOf(';')) ?? ''
}

export interface Victim {
  readonly read: Browser
  readonly code: string
  /** Path of the link in the mail. */
  readonly link: string
  readonly challenge: string
  readonly session: string
  readonly pass: string
}

/** A reader who has logged in for the first time, with all that a thief could take. */
export async function victimOf(published: Published, address: string): Promise<Victim> {
  const read = browse(published)
  const asked = await read('/account/log-in', { form: { address } })
  const { code, link } = await mailTo(published, address)
  const entered = await read('/account/code', { form: { code } })
  return {
    read,
    code,
    link,
    challenge: kept(asked, 'challenge'),
    session: kept(entered, 'session'),
    pass: kept(entered, 'pass'),
  }
}

/** Opens the plan to a reader for an hour. */
export async function grant({ accounts, now }: Published, address: string): Promise<void> {
  const account = await accounts.store.accountOf(address)
  if (!account.ok) throw new Error(account.reason)
  const plan = { plan: 'digital', until: now + 60 * MINUTE, source: 'support' }
  await accounts.store.grant(account.value.reader, plan, now)
}
