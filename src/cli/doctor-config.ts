// Doctor, configuration: how a publication is set up, as numbers and choices. Hosts, names and addresses are left out.
import { isPrivateHost } from '../audit/asking/private-address.ts'
import { isLoopback } from '../config/fields.ts'
import type { Config } from '../config.ts'
import type { OriginSettings } from '../core/origin.ts'
import type { MeterPeriod } from '../core/policy.ts'
import { countOf } from './command.ts'

/** What a line of the report is about, and what it says. */
export type Fact = readonly [about: string, said: string]

const HOUR = 3_600_000

export function configFacts(config: Config): readonly Fact[] {
  const { site, storage } = config
  const { publication, policy, plans, paths } = site
  const { meter } = policy
  const offers = plans.flatMap((plan) => plan.offers).length
  const wall = policy.registrationFirst ? 'registration wall first' : 'paywall at once'
  const own = paths.account === '/account' && paths.standfirst === '/standfirst'
  return [
    ['Configuration', config.file ?? 'no file, all defaults'],
    ['Address', addressKind(config.address)],
    ...(config.origin === undefined ? [] : [originFact(config.origin)]),
    [
      'Publication',
      `${publication.language}, ${publication.timeZone}, ${countOf(publication.sections.length, 'section')}, own paths ${own ? 'as usual' : 'changed'}`,
    ],
    [
      'Policy',
      `${policy.default.kind} by default, ${countOf(policy.rules.length, 'rule')}, ${wall}, cut at ${policy.cut.words} words`,
    ],
    [
      'Meter',
      `${periodInWords(meter.period)}: ${meter.anonymous} anonymous, ${meter.registered} registered; ${meter.perNetworkPerHour} an hour to a network`,
    ],
    ['Plans', `${plans.length} with ${countOf(offers, 'offer')}`],
    [
      'Mail',
      `${serverKind(config.smtpUrl)}, sender ${config.mail.from === undefined ? 'not set' : 'set'}`,
    ],
    ['Grace', countOf(config.grace / HOUR, 'hour')],
    [
      'Other',
      [
        countOf(config.trustedProxies.length, 'trusted network'),
        countOf(site.thirdParties.length, 'foreign origin'),
        countOf(site.scripts.length, 'script'),
        `decisions kept ${countOf(storage.decisionDays, 'day')}`,
        `practice ${config.practice ? 'allowed anywhere' : 'on this machine alone'}`,
      ].join(', '),
    ],
  ]
}

function addressKind(address: string | undefined): string {
  if (address === undefined) return 'none: serves the one it listens on'
  const { protocol, hostname } = new URL(address)
  return `${protocol.slice(0, -1)}, ${isLoopback(hostname) ? 'this machine' : 'a public host'}`
}

function originFact(settings: OriginSettings): Fact {
  const { url, host, cms, mode, articles, cache, cookies, editors } = settings
  const { protocol, hostname } = new URL(url)
  const listed = [
    countOf(settings.gates.length, 'gate'),
    `${settings.closed.length} closed`,
    `${settings.open.length} open`,
    `${settings.pass.length} passed`,
    countOf(settings.partners.length, 'partner'),
    `cookies on ${countOf(cookies.length, 'path')}`,
    `${settings.dropCookies.length} dropped`,
  ].join(', ')
  const place = isPrivateHost(hostname) ? 'a private host' : 'a public host'
  return [
    'Origin',
    `${cms}, ${mode}, ${protocol.slice(0, -1)} on ${place}${host === undefined ? '' : ' with a Host of its own'}; ${countOf(articles.paths.length, 'pattern')} of articles, body ${articles.body === undefined ? 'found' : 'named'}; ${listed}; editors ${editors ? 'let through' : 'not let through'}; ${cache.memoryBytes / 2 ** 20} MB in memory, ${cache.diskBytes / 2 ** 20} MB on disk`,
  ]
}

function serverKind(url: string | undefined): string {
  if (url === undefined) return 'into the outbox'
  const protocol = URL.parse(url)?.protocol
  return protocol === 'smtp:' || protocol === 'smtps:'
    ? `by ${protocol.slice(0, -1).toUpperCase()}`
    : 'by a server whose address cannot be read'
}

function periodInWords(period: MeterPeriod): string {
  return typeof period === 'string' ? period : countOf(period.days, 'day')
}
