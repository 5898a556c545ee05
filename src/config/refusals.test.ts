// What a configuration refuses, one fault at a time, each in the words that its publisher reads.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { faultLine } from '../core/fault.ts'

const named = { publication: { name: 'A' } }

const plan = {
  id: 'all',
  name: 'All',
  offers: [{ id: 'm', price: 900, currency: 'EUR', every: 'month' }],
}

const AS_COMPARED = 'write it as addresses are compared, decoded and in lower case:'

async function faultsOf(config: unknown): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'refused-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  await writeFile(join(dir, 'standfirst.config.json'), JSON.stringify(config))
  const loaded = await loadConfig(dir, {})
  return loaded.ok ? [] : loaded.faults.map(faultLine)
}

test.each<[string, unknown, string]>([
  ['a list', [], 'exports what is []: write an object with publication, content, policy, plans'],
  ['no publication', {}, 'publication is missing: write an object with name'],
  [
    'an address with a path',
    { publication: { name: 'A', address: 'https://a.example/x' } },
    'publication.address is "https://a.example/x"',
  ],
  [
    'an address with http',
    { publication: { name: 'A', address: 'http://a.example' } },
    'publication.address is',
  ],
  [
    'an address with a password',
    { publication: { name: 'A', address: 'https://a:b@a.example' } },
    'publication.address is',
  ],
  [
    'a link in the footer that leads nowhere',
    { publication: { name: 'A', links: [{ name: 'Imprint', url: 'imprint.html' }] } },
    'publication.links[0].url is "imprint.html": write a path of your own, "/imprint", or',
  ],
  [
    'a link in the footer that only looks like a path',
    { publication: { name: 'A', links: [{ name: 'Imprint', url: '//a.example/imprint' }] } },
    'publication.links[0].url is "//a.example/imprint"',
  ],
  [
    'a link in the footer that runs something',
    { publication: { name: 'A', links: [{ name: 'Imprint', url: 'javascript:alert(1)' }] } },
    'publication.links[0].url is "javascript:alert(1)"',
  ],
  [
    'a link in the footer without its name',
    { publication: { name: 'A', links: [{ url: '/imprint' }] } },
    'publication.links[0].name is missing',
  ],
  [
    'more links than a footer holds',
    { publication: { name: 'A', links: Array(9).fill({ name: 'Imprint', url: '/imprint' }) } },
    'write at most 8 links',
  ],
  [
    'an unknown time zone',
    { publication: { name: 'A', timeZone: 'Mars/One' } },
    'publication.timeZone is "Mars/One"',
  ],
  [
    'an offset for a time zone',
    { publication: { name: 'A', timeZone: '+01:00' } },
    'publication.timeZone is "+01:00"',
  ],
  [
    'an unknown language',
    { publication: { name: 'A', language: 'deutsch!' } },
    'publication.language is',
  ],
  [
    'two sections of one id',
    {
      publication: {
        name: 'A',
        sections: [
          { id: 'a', name: 'A' },
          { id: 'a', name: 'B' },
        ],
      },
    },
    'publication.sections[1].id is "a" a second time',
  ],
  [
    'a section at an address of ours',
    { publication: { name: 'A', sections: [{ id: 'account', name: 'A' }] } },
    'publication.sections[0].id is "account", and /account is',
  ],
  [
    'a logo that is not there',
    { publication: { name: 'A', logo: 'logo.svg' } },
    'publication.logo is "logo.svg", a file that cannot be read',
  ],
  [
    'a logo outside',
    { publication: { name: 'A', logo: '../logo.svg' } },
    'publication.logo is "../logo.svg", which lies outside',
  ],
  [
    'a rule of an unknown section',
    {
      publication: { name: 'A', sections: [{ id: 'sea', name: 'S' }] },
      policy: { rules: [{ name: 'r', access: 'free', section: ['sea', 'see'] }] },
    },
    'policy.rules[0].section[1] is "see", which is no section: name one of publication.sections (sea)',
  ],
  [
    'a rule of an unknown plan',
    { ...named, policy: { rules: [{ name: 'r', access: { subscribers: ['gold'] } }] } },
    'policy.rules[0].access.subscribers[0] is "gold", which is no plan: name one of plans (there is none yet)',
  ],
  [
    'a rule named default',
    { ...named, policy: { rules: [{ name: 'default', access: 'free' }] } },
    'policy.rules[0].name is "default", which receipts use already',
  ],
  [
    'a rule that never matches',
    {
      ...named,
      policy: { rules: [{ name: 'r', access: 'free', olderThanDays: 9, youngerThanDays: 9 }] },
    },
    'policy.rules[0].youngerThanDays is 9 while olderThanDays is 9',
  ],
  [
    'a rule with a path without slash',
    { ...named, policy: { rules: [{ name: 'r', access: 'free', path: 'sport' }] } },
    'policy.rules[0].path is "sport"',
  ],
  [
    'a meter of half a read',
    { ...named, policy: { meter: { registered: 2.5 } } },
    'policy.meter.registered is 2.5',
  ],
  [
    'a plan without offers',
    { ...named, plans: [{ id: 'a', name: 'A', offers: [] }] },
    'plans[0].offers is []: write at least one offer',
  ],
  [
    'once without days',
    {
      ...named,
      plans: [{ ...plan, offers: [{ id: 'm', price: 1, currency: 'EUR', every: 'once' }] }],
    },
    'plans[0].offers[0].days is missing',
  ],
  [
    'a trial of what is bought once',
    {
      ...named,
      plans: [
        {
          ...plan,
          offers: [{ id: 'm', price: 1, currency: 'EUR', every: 'once', days: 1, trialDays: 3 }],
        },
      ],
    },
    'plans[0].offers[0].trialDays means nothing for what is bought once',
  ],
  [
    'an introductory price above the price',
    {
      ...named,
      plans: [
        { ...plan, offers: [{ ...plan.offers[0], introductory: { price: 900, periods: 2 } }] },
      ],
    },
    'plans[0].offers[0].introductory.price is 900 and not below',
  ],
  [
    'two offers of one id',
    { ...named, plans: [plan, { ...plan, id: 'b' }] },
    'plans[1].offers[0].id is "m" a second time',
  ],
  [
    'no currency',
    { ...named, plans: [{ ...plan, offers: [{ ...plan.offers[0], currency: 'ABC' }] }] },
    'plans[0].offers[0].currency is "ABC"',
  ],
  [
    'a script from nowhere',
    { ...named, pages: { scripts: ['https://x.example/a.js'] } },
    'pages.scripts[0] is "https://x.example/a.js" from an origin that pages do not allow: add "https://x.example"',
  ],
  [
    'a third party with http',
    { ...named, pages: { thirdParties: ['http://x.example'] } },
    'pages.thirdParties[0] is',
  ],
  [
    'paths in each other',
    { ...named, paths: { account: '/standfirst/account' } },
    'paths.account puts one of',
  ],
  ['mail from nobody', { ...named, mail: { from: 'nobody' } }, 'mail.from is "nobody"'],
  ...(
    [
      ['/Premium', `${AS_COMPARED} "/premium"`],
      ['/caf%C3%A9', `${AS_COMPARED} "/café"`],
      ['/cafe\u0301', `${AS_COMPARED} "/café"`],
      ['/2019%2F*', `${AS_COMPARED} "/2019/*"`],
      ['/', 'write "/*" for all articles'],
      ['/sport/', `${AS_COMPARED} "/sport"`],
      ['/sport//x', 'write a path of letters'],
      ['/sport.html', 'write a path of letters'],
      ['/100%', 'write a path of letters'],
    ] as const
  ).map(([path, mend]): [string, unknown, string] => [
    `a rule with the path ${path}, which no article has`,
    { ...named, policy: { rules: [{ name: 'r', access: 'subscribers', path: ['/a', path] }] } },
    `policy.rules[0].path[1] is ${JSON.stringify(path)}: ${mend}`,
  ]),
  [
    'a rule with one path that no article has',
    { ...named, policy: { rules: [{ name: 'r', access: 'subscribers', path: '/Premium' }] } },
    'policy.rules[0].path is "/Premium": write it as addresses are compared',
  ],
  [
    'a rule with a tag that no article has',
    { ...named, policy: { rules: [{ name: 'r', access: 'subscribers', tag: 'premium ' }] } },
    'policy.rules[0].tag is "premium ": write it without spaces at its ends',
  ],
  [
    'a rule behind one that decides for all articles',
    {
      ...named,
      policy: {
        rules: [
          { name: 'all', access: 'metered' },
          { name: 'r', access: 'subscribers', path: '/premium' },
        ],
      },
    },
    'policy.rules[1] is never looked at, for policy.rules[0] has no condition',
  ],
])('refuses %s', async (_, config, expected) => {
  const lines = await faultsOf(config)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(expected)
})

test('takes paths as articles have them', async () => {
  const path = ['/sport', '/2019/*', '/*', '/café_au-lait', '/日本/*-報']
  const rules = [{ name: 'r', access: 'free', path, tag: 'Premium' }]
  expect(await faultsOf({ ...named, policy: { rules } })).toEqual([])
})
