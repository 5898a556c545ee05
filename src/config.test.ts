// Configurations as publishers write them, right and wrong, in real folders.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Config, loadConfig, practiceFaults } from './config.ts'
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
        links: [],
      },
      paths: { account: '/account', standfirst: '/standfirst' },
      articlesFrom: 'folder',
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
    crawlers: ['google', 'bing', 'apple'],
    metrics: { networks: [], secret: undefined },
    logs: { requests: 'off', perSecond: 10, slowMilliseconds: 500 },
    mail: { from: undefined },
    smtpUrl: undefined,
    grace: 86_400_000,
    storage: { decisionDays: 30 },
    practice: false,
    file: undefined,
  })
})

const full = {
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
  logs: { requests: 'sampled', perSecond: 50, slowMilliseconds: 200 },
  pages: { thirdParties: ['https://s.example'], scripts: ['https://s.example/count.js'] },
  paths: { account: '/konto' },
  mail: { from: 'The Herald <post@herald.example>' },
  storage: { decisionDays: 7 },
}

test('every field arrives where it belongs', async () => {
  await written('logo.svg', '<svg/>')
  await written('standfirst.config.json', JSON.stringify(full))
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
    logs: full.logs,
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
    await faults({
      STANDFIRST_ADDRESS: 'herald.example',
      STANDFIRST_PRACTICE: 'yes',
      STANDFIRST_LOG: 'yaml',
    }),
  ).toEqual([
    'standfirst.config.json:2: publication.name is "": write one line of text of at most 100 characters',
    'standfirst.config.json:2: publication.adress is not a known field: did you mean address?',
    'standfirst.config.json:3: polcy is not a known field: did you mean policy?',
    'standfirst.config.json:6: policy.rules[0].access is "fre": write "free", "registered", "metered", "subscribers" or { subscribers: ["id of a plan"] }',
    'standfirst.config.json:7: policy.rules[0].olderThanDays is -3: write a whole number from 0 to 36500',
    'standfirst.config.json:9: policy.meter.anonymous is 201: write a whole number from 0 to 200',
    'standfirst.config.json:11: trustedProxies[0] is "10.0.0.1/8": its address has bits set behind the first 8; write a network "10.0.0.0/8" or one address "192.0.2.7"',
    'environment: STANDFIRST_ADDRESS is "herald.example": write scheme and host alone, with https (http only for this machine)',
    'environment: STANDFIRST_LOG is "yaml": write text or json, or leave it out',
    'environment: STANDFIRST_PRACTICE is "yes": write 1, or leave it out',
  ])
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
  expect(practiceFaults(here)).toEqual([])
  expect(practiceFaults(here, '127.0.0.1')).toEqual([])
  expect(practiceFaults(here, '::1')).toEqual([])
  expect(practiceFaults(here, '0.0.0.0')[0]?.what).toContain('0.0.0.0 is open to everybody')
  expect(practiceFaults(away, '127.0.0.1')[0]?.what).toContain(
    'https://a.example is open to everybody',
  )
  const meant = await load({ STANDFIRST_ADDRESS: 'https://a.example', STANDFIRST_PRACTICE: '1' })
  expect(practiceFaults(meant)).toEqual([])
  expect(practiceFaults(await load({ STANDFIRST_ADDRESS: 'http://localhost:4000' }))).toEqual([])
  const both = await load({ STANDFIRST_ADDRESS: 'http://localhost:4000' })
  expect(practiceFaults(both, '127.0.0.1')).toEqual([])
  expect(practiceFaults(both, '0.0.0.0')[0]?.what).toContain('0.0.0.0 is open to everybody')
  await written('standfirst.config.json', JSON.stringify(named))
  const unmailed = await load({ STANDFIRST_ADDRESS: 'https://a.example' })
  expect(practiceFaults(unmailed)).toMatchObject([{ field: 'mail' }])
  expect(practiceFaults(away)).toMatchObject([{ field: 'payments' }, { field: 'mail' }])
  const mailed = { STANDFIRST_SMTP_URL: 'smtps://a:b@mail.example' }
  const open = await load({ STANDFIRST_ADDRESS: 'https://a.example', ...mailed })
  expect(practiceFaults(open)).toEqual([])
})
