// Your newspaper: what it is called, who may read what, and what can be bought.
// Every field that can stand here is explained by your editor when you hold the pointer over it.
import { defineConfig } from 'standfirst'

export default defineConfig({
  publication: {
    name: 'My Newspaper',
    // One sentence for feeds and search engines.
    description: 'News and a guide, to begin with.',
    language: 'en',
    // Meters begin anew at midnight here, and dates are written in this zone.
    timeZone: 'UTC',
    // Where the public reaches it. Without an address, only this machine does.
    // address: 'https://www.example.org',
    sections: [
      { id: 'news', name: 'News' },
      { id: 'guide', name: 'Guide' },
    ],
  },

  policy: {
    // Articles may say their own access; then the first rule that matches; then this.
    default: 'metered',
    rules: [
      // A year after it came out, everything is free. Delete this line to keep the archive closed.
      { name: 'archive is free', access: 'free', olderThanDays: 365 },
    ],
    // Different articles a month, before a reader is asked to register, and then to subscribe.
    meter: { period: 'month', anonymous: 3, registered: 5 },
  },

  plans: [
    {
      id: 'all',
      name: 'Everything',
      description: 'Every article, as often as you like.',
      offers: [
        // Prices are in cents, pence, öre: 900 is 9.00.
        { id: 'monthly', price: 900, currency: 'EUR', every: 'month' },
        { id: 'yearly', price: 9000, currency: 'EUR', every: 'year' },
      ],
    },
  ],

  // Nobody pays and everything else works. Only on this machine.
  payments: 'practice',
})
