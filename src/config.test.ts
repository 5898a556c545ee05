// Configurations as publishers write them, right and wrong, in real folders.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Config, loadConfig, practiceFault } from './config.ts'
import { faultLine } from './core/fault.ts'

let dir = ''

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'config-')), 'harbour-news')
  await mkdir(dir)
})

afterEach(async () => {
  await rm(join(dir, '..'), { recursive: true })
})

async function written(file: string, text: string): Promise<void> {
  await writeFile(join(dir, file), text)
}

async function load(env: Record<string, string> = {}): Promise<Config> {
  const loaded = await loadConfig(dir, env)
  if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'))
  return loaded.value
}

async function faults(env: Record<string, string> = {}): Promise<string[]> {
  const loaded = await loadConfig(dir, env)
  return loaded.ok ? [] : loaded.faults.map(faultLine)
}

async function faultsOf(config: unknown): Promise<string[]> {
  await written('standfirst.config.json', JSON.stringify(config))
  return (await faults()).map((line) => line.replace('standfirst.config.json:1: ', ''))
}

const named = { publication: { name: 'A' } }

const plan = {
  id: 'all',
  name: 'All',
  offers: [{ id: 'm', price: 900, currency: 'EUR', every: 'month' }],
}

test('a folder without configuration is a publication with its name and every default', async () => {
  expect(await load()).toEqual({
    site: {
      publication: {
        name: 'harbour-news',
        description: '',
        language: 'en',
        timeZone: 'UTC',
        sections: [],
        logo: undefined,
      },
      paths: { account: '/account', standfirst: '/standfirst' },
      policy: {
        default: { kind: 'metered' },
        rules: [],
        meter: {
          period: 'month',
          timeZone: 'UTC',
          anonymous: 3,
          registered: 5,
          perNetworkPerHour: 20,
        },
        registrationFirst: true,
        cut: { words: 80 },
      },
      plans: [],
      thirdParties: [],
      scripts: [],
    },
    address: undefined,
    logo: undefined,
    trustedProxies: [],
    mail: { from: undefined },
    storage: { decisionDays: 30 },
    practice: false,
    file: undefined,
  })
})

test('every field arrives where it belongs', async () => {
  await written('logo.svg', '<svg/>')
  await written(
    'standfirst.config.json',
    JSON.stringify({
      publication: {
        name: 'The Herald',
        address: 'https://herald.example',
        language: 'de-at',
        timeZone: 'europe/vienna',
        sections: [{ id: 'harbour', name: 'The Harbour' }],
        logo: 'logo.svg',
      },
      policy: {
        default: 'registered',
        rules: [
          { name: 'archive', access: 'free', section: 'harbour', tag: ['x'], olderThanDays: 30 },
          { name: 'gold', access: { subscribers: ['all'] }, path: ['/gold', '/2019/*'] },
        ],
        meter: { period: { days: 30 }, anonymous: 0 },
        registrationWall: false,
        cut: { words: 40 },
      },
      plans: [plan],
      payments: 'practice',
      trustedProxies: ['10.0.0.0/8', '2001:db8::1'],
      pages: { thirdParties: ['https://s.example'], scripts: ['https://s.example/count.js'] },
      paths: { account: '/konto' },
      mail: { from: 'The Herald <post@herald.example>' },
      storage: { decisionDays: 7 },
    }),
  )
  const config = await load()
  const { publication, policy, plans, paths, scripts } = config.site
  expect(publication).toMatchObject({ language: 'de-AT', timeZone: 'Europe/Vienna' })
  expect(policy).toMatchObject({
    default: { kind: 'registered' },
    rules: [
      { name: 'archive', access: { kind: 'free' }, sections: ['harbour'], tags: ['x'] },
      {
        name: 'gold',
        access: { kind: 'subscribers', plans: ['all'] },
        paths: ['/gold', '/2019/*'],
        sections: undefined,
      },
    ],
    meter: { period: { days: 30 }, timeZone: 'Europe/Vienna', anonymous: 0, registered: 5 },
    registrationFirst: false,
    cut: { words: 40 },
  })
  expect(plans).toEqual([
    {
      ...plan,
      description: '',
      offers: [
        { ...plan.offers[0], days: undefined, trialDays: undefined, introductory: undefined },
      ],
    },
  ])
  expect(paths).toEqual({ account: '/konto', standfirst: '/standfirst' })
  expect(scripts).toEqual(['https://s.example/count.js'])
  expect(config).toMatchObject({
    address: 'https://herald.example',
    logo: join(dir, 'logo.svg'),
    trustedProxies: [
      { version: 4, prefix: 8 },
      { version: 6, prefix: 128 },
    ],
    mail: { from: 'The Herald <post@herald.example>' },
    storage: { decisionDays: 7 },
  })
})

test('all faults come in one list, each with line, field, value met and mend', async () => {
  await written(
    'standfirst.config.json',
    `{
  "publication": { "name": "", "adress": "https://x.example" },
  "polcy": {},
  "policy": {
    "rules": [
      { "name": "old", "access": "fre", "section": "sea",
        "olderThanDays": -3 }
    ],
    "meter": { "anonymous": 201 }
  },
  "trustedProxies": ["10.0.0.1/8"]
}`,
  )
  expect(
    await faults({ STANDFIRST_ADDRESS: 'herald.example', STANDFIRST_PRACTICE: 'yes' }),
  ).toEqual([
    'standfirst.config.json:2: publication.name is "": write one line of text of at most 100 characters',
    'standfirst.config.json:2: publication.adress is not a known field: did you mean address?',
    'standfirst.config.json:3: polcy is not a known field: did you mean policy?',
    'standfirst.config.json:6: policy.rules[0].access is "fre": write "free", "registered", "metered", "subscribers" or { subscribers: ["id of a plan"] }',
    'standfirst.config.json:7: policy.rules[0].olderThanDays is -3: write a whole number from 0 to 36500',
    'standfirst.config.json:9: policy.meter.anonymous is 201: write a whole number from 0 to 200',
    'standfirst.config.json:11: trustedProxies[0] is "10.0.0.1/8": its address has bits set behind the first 8; write a network "10.0.0.0/8" or one address "192.0.2.7"',
    'environment: STANDFIRST_ADDRESS is "herald.example": write scheme and host alone, with https (http only for this machine)',
    'environment: STANDFIRST_PRACTICE is "yes": write 1, or leave it out',
  ])
})

test.each<[string, unknown, string]>([
  ['a list', [], 'exports what is []: write an object with publication, policy, plans'],
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
])('refuses %s', async (_, config, expected) => {
  const lines = await faultsOf(config)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(expected)
})

test('whatever stands in a configuration, faults are listed and nothing is thrown', async () => {
  const field = fc.constantFrom(
    'publication',
    'policy',
    'plans',
    'paths',
    'pages',
    'name',
    'rules',
    'sections',
    'offers',
    'id',
    'access',
    'meter',
    'scripts',
    '__proto__',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue(),
      fc.dictionary(field, tie('tree')),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }))
  await fc.assert(
    fc.asyncProperty(tree, async (config) => {
      await written('standfirst.config.json', JSON.stringify(config) ?? 'null')
      const loaded = await loadConfig(dir, {})
      if (!loaded.ok) for (const fault of loaded.faults) expect(fault.mend).not.toBe('')
    }),
    { numRuns: 60 },
  )
})

test.each([
  [
    '{\n  "publication": {\n    "name": "A"\n    "language": "en"\n  }\n}',
    'standfirst.config.json:4: has a mistake in its writing (Unexpected token): correct it',
  ],
  [
    '{\n  "publication": { "name": "A" },\n}',
    'standfirst.config.json:3: is not JSON (Expected double-quoted property name): correct it',
  ],
  [
    '{ "publication": A }',
    "standfirst.config.json: is not JSON (Unexpected token 'A'): correct it",
  ],
  ['', 'standfirst.config.json:1: has a mistake in its writing (Unexpected token): correct it'],
])('JSON that is broken says so: %j', async (text, expected) => {
  await written('standfirst.config.json', text)
  expect(await faults()).toEqual([expected])
})

test('two configurations and a folder that is not there are faults', async () => {
  await written('standfirst.config.json', JSON.stringify(named))
  await written('standfirst.config.mjs', 'export default {}')
  expect(await faults()).toEqual([
    'standfirst.config.json: stands beside standfirst.config.mjs: keep one configuration and remove the other',
  ])
  const missing = await loadConfig(join(dir, 'nowhere'), {})
  expect(missing).toMatchObject({ ok: false, faults: [{ what: 'is not a folder' }] })
})

test('the environment goes before the configured address', async () => {
  const publication = { name: 'A', address: 'https://a.example' }
  await written('standfirst.config.json', JSON.stringify({ publication }))
  expect((await load({ STANDFIRST_ADDRESS: 'https://b.example' })).address).toBe(
    'https://b.example',
  )
  expect((await load({ STANDFIRST_ADDRESS: '' })).address).toBe('https://a.example')
})

test('practice payments are for this machine, unless somebody says otherwise', async () => {
  await written('standfirst.config.json', JSON.stringify({ ...named, plans: [plan] }))
  const here = await load()
  const away = await load({ STANDFIRST_ADDRESS: 'https://a.example' })
  expect(practiceFault(here)).toBeUndefined()
  expect(practiceFault(here, '127.0.0.1')).toBeUndefined()
  expect(practiceFault(here, '::1')).toBeUndefined()
  expect(practiceFault(here, '0.0.0.0')?.what).toContain('0.0.0.0 is open to everybody')
  expect(practiceFault(away, '127.0.0.1')?.what).toContain('https://a.example is open to everybody')
  expect(
    practiceFault(
      await load({ STANDFIRST_ADDRESS: 'https://a.example', STANDFIRST_PRACTICE: '1' }),
    ),
  ).toBeUndefined()
  expect(practiceFault(await load({ STANDFIRST_ADDRESS: 'http://localhost:4000' }))).toBeUndefined()
  await written('standfirst.config.json', JSON.stringify(named))
  expect(practiceFault(await load({ STANDFIRST_ADDRESS: 'https://a.example' }))).toBeUndefined()
})
