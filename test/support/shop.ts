// Shop: a publication that sells, and readers who buy from it as a browser without script would.
import { mailTo } from './mails.ts'
import { type Answer, type Ask, browse, type Published, publish } from './publication.ts'

export type Browser = (path: string, ask?: Ask) => Promise<Answer>

export interface Shop extends Published {
  /** Agrees to an offer; gives the address of its checkout. */
  begin(read: Browser, offer: string): Promise<string>
  /** And pays. */
  buy(read: Browser, offer: string): Promise<Answer>
  /** What a reader paid, the newest first. */
  amountsOf(address: string): Promise<readonly number[]>
}

export const LAST = 'And this is how it ended'

const config = {
  publication: {
    name: 'The Courier',
    language: 'en-GB',
    timeZone: 'Europe/London',
    sections: [{ id: 'town', name: 'Town' }],
  },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      offers: [
        {
          id: 'monthly',
          price: 900,
          currency: 'GBP',
          every: 'month',
          introductory: { price: 600, periods: 2 },
        },
        { id: 'yearly', price: 9000, currency: 'GBP', every: 'year', trialDays: 14 },
      ],
    },
    {
      id: 'day',
      name: 'Day pass',
      offers: [{ id: 'day-pass', price: 150, currency: 'GBP', every: 'once', days: 1 }],
    },
  ],
}

export async function openShop(): Promise<Shop> {
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
  const body = Array.from({ length: 6 }, (_, n) => `Paragraph ${n} ${words}.`).join('\n\n')
  const paid = `---\ntitle: A headline\nsummary: A summary.\npublished: 2026-11-20T06:00:00Z\nsection: town\naccess: subscribers\n---\n${body}\n\n${LAST}.\n`
  const published = await publish({
    'standfirst.config.json': JSON.stringify(config),
    'articles/town/paid.md': paid,
  })
  const begin = async (read: Browser, offer: string) => {
    const page = await read(`/account/subscribe/${offer}?return_to=/town/paid`)
    const led = await read(`/account/subscribe/${offer}`, { form: agree(page) })
    return led.headers.get('location') ?? ''
  }
  return Object.assign(published, {
    begin,
    buy: async (read: Browser, offer: string) =>
      read(await begin(read, offer), { form: { answer: 'accept' } }),
    amountsOf: async (address: string) => {
      const { store } = published.accounts
      const account = await store.accountOf(address)
      const payments = account.ok ? await store.paymentsOf(account.value.reader) : account
      if (!payments.ok) throw new Error(payments.reason)
      return payments.value.map(({ amount }) => amount)
    },
  })
}

/** A browser in which the reader of this address is logged in; `count`: which mail to them has the code. */
export async function logIn(shop: Published, address: string, count = 1): Promise<Browser> {
  const read = browse(shop)
  await read('/account/log-in', { form: { address } })
  const { code } = await mailTo(shop, address, count)
  await read('/account/code', { form: { code } })
  return read
}

/** The hidden fields of a page's form, as a browser would post them. */
export function offerForm({ text }: Answer): Record<string, string> {
  const found = text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]))
}

/** And the box ticked. */
export function agree(page: Answer): Record<string, string> {
  return { ...offerForm(page), consent: 'yes' }
}
