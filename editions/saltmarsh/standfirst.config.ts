// The sample publication: what it is called, what each reader may read, and what can be bought.
import { defineConfig } from 'standfirst'

export default defineConfig({
  publication: {
    name: 'The Saltmarsh Courier',
    language: 'en-GB',
    timeZone: 'Europe/London',
    description:
      'The newspaper of Saltmarsh, a harbour town that does not exist. It is fiction: the town, its people, its firms and all events in these pages are invented.',
    sections: [
      { id: 'town', name: 'Town' },
      { id: 'harbour', name: 'Harbour' },
      { id: 'business', name: 'Business' },
      { id: 'sport', name: 'Sport' },
      { id: 'weekend', name: 'Weekend' },
    ],
    links: [{ name: 'About the Courier', url: '/about' }],
  },
  policy: {
    default: 'metered',
    rules: [
      { name: 'public service is free', tag: 'public-service', access: 'free' },
      { name: 'archive is free', olderThanDays: 1825, access: 'free' },
      { name: 'opinion is free to registered readers', tag: 'opinion', access: 'registered' },
      { name: 'long reads are for subscribers', tag: 'long-read', access: 'subscribers' },
    ],
    meter: { period: 'month', anonymous: 3, registered: 5 },
  },
  plans: [
    {
      id: 'digital',
      name: 'Digital',
      description: 'Every article, on every screen, and the whole archive.',
      offers: [
        {
          id: 'digital-monthly',
          price: 900,
          currency: 'GBP',
          every: 'month',
          introductory: { price: 600, periods: 12 },
        },
        { id: 'digital-yearly', price: 9000, currency: 'GBP', every: 'year' },
      ],
    },
    {
      id: 'day',
      name: 'Day pass',
      description: 'Every article for 24 hours. It ends by itself.',
      offers: [{ id: 'day-pass', price: 150, currency: 'GBP', every: 'once', days: 1 }],
    },
  ],
})
