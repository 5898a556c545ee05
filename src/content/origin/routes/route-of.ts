// Routes: what is done with a request, by its method and address alone. What cannot be told from these is decided by
// what the site answers.
import type { OriginSettings, Route } from '../../../core/origin.ts'
import { pathMatches } from '../../../core/policy.ts'
import { type Asked, parametersOf, plainPath } from './asked.ts'
import { NEVER, SECOND_WAYS, unknownSite } from './everywhere.ts'
import { ghost } from './ghost.ts'
import { keyOf } from './key.ts'
import {
  type AddressRule,
  closed,
  type KnownParameters,
  type Preset,
  READING,
  type Verdict,
} from './preset.ts'
import { wordpress } from './wordpress.ts'

const PRESETS: Readonly<Record<OriginSettings['cms'], Preset>> = {
  wordpress,
  ghost,
  none: unknownSite,
}

/** What of the configuration says where a request goes. */
export type RouteSettings = Pick<
  OriginSettings,
  'cms' | 'articles' | 'closed' | 'gates' | 'pass' | 'open' | 'parameters' | 'searches'
>

export interface RouteRequest {
  readonly method: string
  /** As it was sent, encoded. */
  readonly path: string
  /** As it was sent, with or without its question mark. */
  readonly query: string
}

/**
 * The first that applies: an address that can be read in two ways, and what nobody publishes, are closed; then the
 * configuration's `closed`, `gates`, `pass` and `open`, in this order, so that what is opened in one place opens
 * nothing that is closed or gated in another; then the system's own addresses; then second ways to articles.
 */
export function createRoutes(settings: RouteSettings): (request: RouteRequest) => Route {
  const preset = PRESETS[settings.cms]
  const named = configuredParameters(settings)
  const parameters = new Map([...named, ...preset.parameters])
  const answer = (verdict: Verdict, asked: Asked) =>
    routeOf(verdict, asked, preset, parameters, named)
  return (request) => {
    const asked = askedOf(request)
    if (asked === undefined) return shut('its address can be read in more than one way')
    const paths = [withoutDots(asked.path), ...preset.paths(asked)]
    const never = ruleFor(NEVER, paths, asked.method)
    if (never !== undefined) return answer(never, asked)
    const configured = configuredRoute(settings, asked, paths, parameters)
    if (configured !== undefined) return configured
    const verdict =
      queryVerdict(asked) ??
      ruleFor(preset.rules, paths, asked.method) ??
      (matchesAny(settings.articles.paths, paths)
        ? undefined
        : ruleFor(SECOND_WAYS, paths, asked.method))
    if (verdict !== undefined) return answer(verdict, asked)
    if (!READING.includes(asked.method))
      return { ...shut('readers write nothing there'), forWantOfPass: true }
    return answer({ kind: 'read' }, asked)
  }
}

/** Some servers take no notice of dots and spaces at the end of a name. */
function withoutDots(path: string): string {
  return path.replace(/[. ]+(?=\/|$)/g, '') || '/'
}

function askedOf({ method, path, query }: RouteRequest): Asked | undefined {
  const plain = plainPath(path)
  const parameters = parametersOf(query)
  if (plain === undefined || parameters === undefined) return undefined
  return { method: method.toUpperCase(), path: plain, raw: path, parameters }
}

function configuredRoute(
  settings: RouteSettings,
  asked: Asked,
  paths: readonly string[],
  parameters: KnownParameters,
): Route | undefined {
  const answered = paths.slice(-1)
  if (matchesAny(settings.closed, paths)) return shut('closed by the configuration')
  const gate = settings.gates.find((one) => matchesAny(one.paths, paths))
  if (gate !== undefined) return { kind: 'gate', gate }
  const passed = settings.pass.find(
    ({ path, methods }) =>
      methods.some((one) => one.toUpperCase() === asked.method) && matchesAny([path], answered),
  )
  if (passed !== undefined) return { kind: 'pass' }
  if (!matchesAny(settings.open, answered) || !READING.includes(asked.method)) return undefined
  return keyOf(asked, parameters, 'asked')
}

/** Patterns of the configuration are compared without case, as the paths are. */
function matchesAny(patterns: readonly string[], paths: readonly string[]): boolean {
  return patterns.some((pattern) =>
    paths.some((path) => pathMatches(withoutEnd(pattern.toLowerCase()), path)),
  )
}

function withoutEnd(pattern: string): string {
  return pattern.length > 1 && pattern.endsWith('/') ? pattern.slice(0, -1) : pattern
}

/**
 * What closes an address closes it in each of its spellings; what opens it has to hold for the one that is answered.
 */
function ruleFor(
  rules: readonly AddressRule[],
  paths: readonly string[],
  method: string,
): Verdict | undefined {
  const answered = paths.at(-1) ?? '/'
  return rules.find(({ paths: pattern, methods, verdict }) => {
    if (methods !== undefined && !methods.includes(method)) return false
    return verdict.kind === 'closed'
      ? paths.some((path) => pattern.test(path))
      : pattern.test(answered)
  })?.verdict
}

/** `?query={…}` is GraphQL at whatever address; a filter by the text would tell, bit by bit, what it says. */
function queryVerdict({ parameters }: Asked): Verdict | undefined {
  const isAsked = parameters.some(({ name, value }) =>
    name === 'query'
      ? /^\s*(?:\{|query\b|fragment\b|subscription\b)\s*[\w{($]/.test(value)
      : name === 'filter' && /(?:^|[^\w-])(?:plaintext|html|lexical|mobiledoc)\s*:/i.test(value),
  )
  return isAsked ? closed('an interface that answers whatever is asked of it') : undefined
}

function routeOf(
  verdict: Verdict,
  asked: Asked,
  preset: Preset,
  parameters: KnownParameters,
  configured: KnownParameters,
): Route {
  if (verdict.kind !== 'read') return verdict
  const only = verdict.parameters
  return only === undefined
    ? keyOf(asked, parameters, preset.unknownParameters)
    : keyOf(asked, new Map([...configured, ...only]), 'dropped')
}

function configuredParameters({ parameters, searches }: RouteSettings): KnownParameters {
  return new Map([
    ...parameters.map((name) => [name, 'configured'] as const),
    ...searches.map((name) => [name, 'search'] as const),
  ])
}

function shut(why: string): Extract<Route, { kind: 'closed' }> {
  return { kind: 'closed', why }
}
