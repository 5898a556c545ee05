// Key: an address as it tells pages apart, which is also what the site is asked: tracking is left out, the rest sorted.
import type { Route } from '../../../core/origin.ts'
import { type Asked, asSent, type Parameter } from './asked.ts'
import { isTracking, isView } from './everywhere.ts'
import type { KnownParameters, ParameterKind, UnknownParameters } from './preset.ts'

/** More words than these, or quotes, make a sentence of a search, that WordPress compares as a whole. */
const MOST_SEARCHED = 9

export function keyOf(asked: Asked, known: KnownParameters, unknown: UnknownParameters): Route {
  const kept: { readonly name: string; readonly sent: string; readonly shared: boolean }[] = []
  const seen = new Set<string>()
  for (const parameter of asked.parameters) {
    const kind = known.get(parameter.name)
    if (kind !== undefined) {
      if (seen.has(parameter.name))
        return { kind: 'closed', why: `the parameter ${parameter.name} is given twice` }
      seen.add(parameter.name)
      kept.push(knownParameter(parameter, kind))
    } else if (unknown !== 'dropped' && !isTracking(parameter.name)) {
      if (unknown === 'kept' && hidesView(parameter))
        return { kind: 'closed', why: 'its query can be read in more than one way' }
      if (unknown === 'asked' || !isView(parameter.name, parameter.value))
        kept.push({ name: parameter.name, sent: parameter.raw, shared: false })
    }
  }
  kept.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
  const query = kept.map(({ sent }) => sent).join('&')
  const shared = kept.every((parameter) => parameter.shared)
  return { kind: 'read', key: query === '' ? asked.raw : `${asked.raw}?${query}`, shared }
}

function knownParameter({ name, value }: Parameter, kind: ParameterKind) {
  const wanted = kind === 'search' ? searched(value) : value
  return { name, sent: asSent(name, wanted), shared: isShared(kind, value) }
}

/** What has no end of values would fill the cache. */
function isShared(kind: ParameterKind, value: string): boolean {
  switch (kind) {
    case 'number':
      return /^\d{1,10}$/.test(value)
    case 'version':
      return /^[\w.-]{1,64}$/.test(value)
    case 'configured':
      return value.length <= 128
    case 'text':
    case 'search':
      return false
  }
}

function searched(value: string): string {
  const words = value
    .replaceAll('"', ' ')
    .split(/[\s,+]+/)
    .filter((word) => word !== '')
  return words.slice(0, MOST_SEARCHED).join(' ')
}

/** Some servers part a query at `;` as well, and make `amp` of `x=1;amp=1`. */
function hidesView({ raw }: Parameter): boolean {
  return raw
    .split(';')
    .slice(1)
    .some((part) => isView(part.split('=')[0] ?? '', ''))
}
