// The publication of the account journeys: few articles, two plans, and what is read of each as plain sentences.
import type { Files } from '../support/publication.ts'

export const METERED = ['/town/ferry', '/town/quay', '/town/budget', '/town/tides'] as const
export const REGISTERED = '/town/opinion'
export const PAID = '/town/long-read'

/** Above every cut, and below every cut. */
export const ABOVE = 'The first paragraph says what happened.'
export const BELOW = 'And this is how it ended.'

/** What the reader of an empty meter may read in a month. */
const ALLOWANCE = { anonymous: 2, registered: 4 }

const config = {
  publication: {
    name: 'The Courier',
    description: 'A newspaper for those who come back to where they were.',
    language: 'en-GB',
    timeZone: 'Europe/London',
    sections: [{ id: 'town', name: 'Town' }],
  },
  policy: { default: 'metered', meter: ALLOWANCE },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      description: 'Every article, on every screen.',
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
      description: 'Every article for 24 hours.',
      offers: [{ id: 'day-pass', price: 150, currency: 'GBP', every: 'once', days: 1 }],
    },
  ],
}

/** Long enough that the cut stands below what a screen shows at first. */
function article(title: string, access: string): string {
  const words = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
  const body = Array.from({ length: 14 }, (_, n) => `Paragraph ${n} ${words}.`).join('\n\n')
  return `---\ntitle: ${title}\nsummary: A summary.\npublished: 2026-11-20T06:00:00Z\nsection: town\naccess: ${access}\n---\n${ABOVE}\n\n${body}\n\n${BELOW}\n`
}

export function accountFiles(): Files {
  const entries = [
    ...METERED.map((path) => [path, 'metered'] as const),
    [REGISTERED, 'registered'] as const,
    [PAID, 'subscribers'] as const,
  ]
  return {
    'standfirst.config.json': JSON.stringify(config),
    ...Object.fromEntries(
      entries.map(([path, access]) => [`articles${path}.md`, article(`About ${path}`, access)]),
    ),
  }
}
