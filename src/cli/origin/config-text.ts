// Config text: the standfirst.config.ts that `init --origin` writes from what it has found.
import { isPrivateHost } from '../../audit/asking/private-address.ts'
import { addressPath } from '../../core/address-path.ts'
import { quoted } from '../written-text.ts'
import type { SiteAddress } from './ask-site.ts'
import type { Endpoint } from './endpoints.ts'
import type { SiteFacts } from './site-facts.ts'

export interface Found {
  readonly address: SiteAddress
  readonly facts: SiteFacts
  readonly name: string
  /** Of this machine, where the site does not say its own. */
  readonly timeZone: string
  readonly endpoints: readonly Endpoint[]
  /** Ids of sections and tags that were met, the most frequent first. */
  readonly sections: readonly string[]
  /** What all articles that were read have at the beginning of their address: `/2026/*`. */
  readonly articlePaths: readonly string[]
  readonly rented: readonly string[]
  /** Paths of pages that feeds name as articles and nothing else does. */
  readonly passedOver: readonly string[]
  /** `2026-11-26`. */
  readonly on: string
}

export function configText(found: Found): string {
  const { address, name, on } = found
  return `// ${commented(name)} with Standfirst in front: where the site is asked, who may read what, and what can be bought.
// Written on ${on} by \`standfirst init --origin ${address.url}\` from what the site shows everybody.
// Every field that can stand here is explained by your editor when you hold the pointer over it.
import { defineConfig, origin } from 'standfirst'

export default defineConfig({
${publicationText(found)}

${originText(found)}

${policyText(found)}

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
`
}

function publicationText({ facts, name, timeZone }: Found): string {
  const known = isPublic(facts)
    ? facts.address.replace(/^http:/, 'https:')
    : 'https://www.example.org'
  return `  publication: {
    name: ${quoted(name)},
${facts.description === '' ? '' : `    description: ${quoted(facts.description)},\n`}    language: ${quoted(facts.language ?? 'en')},
    // Meters begin anew at midnight here.${facts.timeZone === undefined ? ' The site does not say its zone: this is the one of the machine that wrote this.' : ''}
    timeZone: ${quoted(facts.timeZone ?? timeZone)},
    // Where the public reaches it, once that leads to Standfirst. Without an address, only this machine does.
    // address: ${quoted(known)},
  },`
}

function originText(found: Found): string {
  const { address, facts, endpoints, rented } = found
  // Once the public comes to Standfirst, this one leads to Standfirst too.
  const isPublicUrl = isPublic(facts) && address.url === facts.address
  const host = new URL(facts.address).host
  // The first is the one by which the site knows itself.
  const own =
    isPublic(facts) || facts.own.length > 0 ? [...new Set([facts.address, ...facts.own])] : []
  const lines = [
    `// Where the site is asked.${isPublicUrl ? ' Before the public comes to Standfirst, this has to be an address that only Standfirst' : ''}`,
    ...(isPublicUrl
      ? [
          '// reaches, with the Host that the site expects:',
          `// url: 'http://10.0.0.5:8080', host: ${quoted(host)},`,
        ]
      : []),
    `url: ${quoted(address.url)},`,
    ...(address.host === undefined ? [] : [`host: ${quoted(address.host)},`]),
    ...(own.length === 0
      ? []
      : [
          '// What its pages call their own address; readers get the public one instead.',
          `addresses: [${own.map(quoted).join(', ')}],`,
        ]),
    `cms: ${quoted(facts.cms)},`,
    "// 'observe' decides, counts and logs while everything passes.",
    "mode: 'gate',",
    ...articleLines(found),
    ...endpointLines(endpoints),
    ...(rented.length === 0
      ? []
      : [
          `// Pages carry scripts of ${rented.join(', ')}. With true they are taken out.`,
          'removeRented: false,',
        ]),
  ]
  return `  content: origin({\n${lines.map((line) => `    ${line}`.trimEnd()).join('\n')}\n  }),`
}

function articleLines({
  articlePaths: paths,
  passedOver,
}: Pick<Found, 'articlePaths' | 'passedOver'>): readonly string[] {
  // What its query alone names has no path of its own.
  const named = passedOver.filter((path) => !path.includes('?')).map(addressPath)
  if (named.length > 0)
    return [
      '// A feed names these as articles, and nothing on their pages says so: everybody gets them whole until they, and all',
      '// that are like them, are named here. What is no article belongs into except.',
      `// articles: { paths: [${[...new Set([...paths, ...named])].map(quoted).join(', ')}] },`,
    ]
  if (paths.length === 0) return []
  return [
    '// All articles that were looked at stand below this. Named here, one whose text is not found is refused, also when',
    '// its page no longer says that it is an article.',
    `// articles: { paths: [${paths.map(quoted).join(', ')}] },`,
  ]
}

function endpointLines(endpoints: readonly Endpoint[]): readonly string[] {
  const passes = endpoints.flatMap(({ pass, plugin }) => (pass ? [{ pass, plugin }] : []))
  const cookies = endpoints.flatMap((one) => one.cookies)
  return [
    ...(passes.length === 0
      ? []
      : [
          '// Readers send something there, and read no article.',
          'pass: [',
          ...passes.map(({ pass, plugin }) => `  { path: ${quoted(pass.path)} }, // ${plugin}`),
          '],',
        ]),
    ...(cookies.length === 0
      ? []
      : [
          'cookies: [',
          ...cookies.map(
            ({ path, names }) =>
              `  { path: ${quoted(path)}, names: [${names.map(quoted).join(', ')}] },`,
          ),
          '],',
        ]),
  ]
}

function policyText({ sections }: Found): string {
  const example = sections[0] ?? 'sport'
  const known =
    sections.length === 0
      ? ''
      : `\n      // Sections that were met: ${sections.map(commented).join(', ')}.`
  return `  policy: {
    // The first rule that matches an article decides; then what its page says of it; then this.
    default: 'metered',
    rules: [
      // { name: 'a section is free', access: 'free', section: ${quoted(example)} },${known}
      // { name: 'archive is free', access: 'free', olderThanDays: 365 },
      // Whatever pages say of themselves:
      // { name: 'all', access: 'metered' },
    ],
    // Different articles a month, before a reader is asked to register, and then to subscribe.
    meter: { period: 'month', anonymous: 3, registered: 5 },
    // About how many words everybody reads; never more than a third of an article.
    cut: { words: 80 },
  },`
}

/** What a site says of itself must not end a comment. */
function commented(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}

/** Whether the site calls itself by an address that everybody can reach. */
function isPublic({ address }: SiteFacts): boolean {
  return !isPrivateHost(new URL(address).hostname)
}

export function readmeText({ name, address }: Pick<Found, 'name' | 'address'>): string {
  return `# ${commented(name)}

Standfirst in front of ${address.url}: the site stays where it is, and readers get of each article what they may read.

| Here | What it is |
|---|---|
| \`standfirst.config.ts\` | Where the site is asked, who may read what, and what can be bought. |

Where Standfirst was installed as a package, \`npx standfirst\` starts it, as below. In a clone of its repository that is \`npm run -s standfirst --\`, with this folder's path instead of each dot.

Serve it, and read it at the address that is printed:

    npx standfirst serve . --data ./standfirst-data

Look whether every article is found, and where its text stands:

    npx standfirst check .

Ask why a reader sees what they see:

    npx standfirst explain . /address/of/an-article --as anonymous

Ask from outside whether anything gets out:

    npx standfirst audit http://127.0.0.1:4000

Standfirst keeps in \`standfirst-data/\` its keys, its logs, copies of pages, and the accounts with the readers' addresses and what they bought. Do not publish them, and do back up the keys (\`keys.json\`) and the accounts: \`npx standfirst db backup FILE --data ./standfirst-data\` copies the accounts while it runs.
`
}
