// Address said: what the gate does with an address before anything is asked of the site, by the functions that the server
// decides with, in sentences.
import type { Config } from '../../config.ts'
import { withPostPasswords } from '../../content/origin/asking.ts'
import { partnersAt } from '../../content/origin/editors/partner.ts'
import { createRoutes } from '../../content/origin/routes/route-of.ts'
import { searchIn } from '../../content/origin/search/asked-search.ts'
import type { OriginSettings, Route } from '../../core/origin.ts'
import { isOwn } from '../../http/gate/direct.ts'
import { sitePath } from '../../http/gate/site-path.ts'
import { opensSocket } from '../../node/gate.ts'
import { accessInWords } from '../explanation.ts'

export interface AddressSaid {
  readonly kind: 'own' | 'refused' | 'redirect' | Route['kind']
  /** What becomes of it when somebody reads it; of `read` what the site is asked. */
  readonly read: string
  /** What becomes of what is sent there, who gets more, and whether the gate only observes: a word and a sentence each. */
  readonly more: readonly (readonly [string, string])[]
  /** Path and query as the site is asked; undefined where the address alone decides. */
  readonly key: string | undefined
}

/** `target`: path and query as they are sent. */
export function sayAddress(target: string, config: Config, given: OriginSettings): AddressSaid {
  const settings = withPostPasswords(given)
  const { account, standfirst } = config.site.paths
  if (isOwn(target, [account, standfirst]))
    return { kind: 'own', read: ownInWords(target, config, settings), more: [], key: undefined }
  const place = sitePath(target)
  if (place.kind === 'refused') return decided('refused', REFUSED, settings)
  if (place.kind === 'redirect')
    return decided('redirect', `led to ${place.to}, the one form of it.`, settings)
  const { path, query } = place
  const routes = createRoutes(settings)
  const route = routes({ method: 'GET', path, query })
  const sent = sentThere((method) => routes({ method, path, query }), route)
  const isSocket = opensSocket(target, settings)
  const partners = partnersAt(target, settings).map(({ name }) => name)
  const search = route.kind === 'read' && !isObserving(settings) && searchIn(route.key, settings)
  return {
    kind: route.kind,
    read: routeInWords(route, target, settings),
    more: [
      ...(search ? [['Search', SEARCH[search.kind]] as const] : []),
      ...sent,
      ...formsClosed(routes({ method: 'POST', path, query }), path),
      ...(isSocket ? [['Sockets', 'WebSockets are passed on to the site.'] as const] : []),
      ...(partners.length === 0
        ? []
        : [['Partners', `${partners.join(', ')}: in full, with the secret.`] as const]),
      ...observing(settings),
    ],
    key: route.kind === 'read' ? route.key : undefined,
  }
}

const REFUSED = 'refused (400): two servers could read it differently.'
const SEARCH = {
  page: 'An article is listed only where every searched word stands in what everybody may read of it.',
  interface: 'As data or a feed it is closed, for its counts tell; content.origin.open opens it.',
}

function decided(
  kind: 'refused' | 'redirect',
  read: string,
  settings: OriginSettings,
): AddressSaid {
  return { kind, read, more: observing(settings), key: undefined }
}

function isObserving({ mode }: OriginSettings): boolean {
  return mode === 'observe'
}

function observing(settings: OriginSettings): AddressSaid['more'] {
  return isObserving(settings)
    ? [['Observes', 'content.origin.mode is observe: until it is gate, all of the site passes.']]
    : []
}

function ownInWords(target: string, { site, metrics }: Config, settings: OriginSettings): string {
  const { account, standfirst } = site.paths
  const [path = ''] = target.split('?', 1)
  const own = "Standfirst's own, whatever the site has there: "
  if (!path.startsWith(standfirst))
    return `${own}${path === account ? "the reader's account, or the way to log in" : "a page of readers' accounts where there is one of that name, else 404"}.`
  const rest = path.slice(standfirst.length)
  if (rest === '/health') return `${own}whether it runs, for whoever watches it.`
  if (rest === '/metrics' && metrics !== undefined) return `${own}counts, for whoever may see them.`
  if (rest.startsWith('/assets/')) return `${own}files of its pages.`
  if (rest === '/purge')
    return settings.purgeSecret === undefined
      ? `${own}404, for STANDFIRST_PURGE_SECRET is not set; with it, what is posted there purges.`
      : `${own}it forgets what is posted there with the secret; whoever only reads it gets 404.`
  return `${own}nothing, 404.`
}

/** What the address alone decides, as the end of “ADDRESS is …”. */
function routeInWords(route: Route, target: string, { editors }: OriginSettings): string {
  switch (route.kind) {
    case 'read':
      return route.key === target ? 'asked of the site.' : `asked of the site as ${route.key}.`
    case 'closed':
      return `closed to everybody${editors ? ' but editors' : ''}: ${route.why}.`
    case 'origin':
      return `left to the site: ${route.why}.`
    case 'pass':
      return 'passed on to the site untouched, as content.origin.pass says.'
    case 'ask':
      return `asked of the site for each reader, and read: ${route.why}.`
    case 'gate':
      return `gated by “${route.gate.name}”: ${accessInWords(route.gate.access)}. Whoever may not read it gets a page with the wall.`
  }
}

const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A form of the site that leads there has to be named: nothing else opens it. */
function formsClosed(sent: Route, path: string): AddressSaid['more'] {
  if (sent.kind !== 'closed' || !sent.forWantOfPass) return []
  const named = `pass: [{ path: '${path}' }]`
  return [
    [
      'Sent',
      `POST: closed (404). If a form of the site is sent there by readers, write ${named} into content.origin.`,
    ],
  ]
}

/** Said where it goes another way than what is read. */
function sentThere(
  routeOf: (method: string) => Route,
  read: Route,
): readonly (readonly [string, string])[] {
  const ways = Map.groupBy(WRITING, (method) => sentInWords(routeOf(method)))
  const isSaid = read.kind === 'origin' ? sentInWords(read) : undefined
  return [...ways].flatMap(([way, methods]) =>
    way === undefined || way === isSaid ? [] : [['Sent', `${methods.join(', ')}: ${way}`] as const],
  )
}

function sentInWords(route: Route): string | undefined {
  switch (route.kind) {
    case 'pass':
      return 'passed on to the site untouched, as content.origin.pass says.'
    case 'origin':
      return 'left to the site.'
    case 'ask':
      return `taken to the site, and what it answers is read: ${route.why}.`
    case 'read':
    case 'closed':
    case 'gate':
      return undefined
  }
}
