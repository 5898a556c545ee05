// Preset: what is known of a system's addresses before anything was asked of it.
import type { Asked } from './asked.ts'

/** What a rule says of an address. `read` may name the parameters that are asked, in place of the preset's. */
export type Verdict =
  | { readonly kind: 'closed' | 'origin' | 'ask'; readonly why: string }
  | { readonly kind: 'read'; readonly parameters?: KnownParameters }

/** `number` and `version` tell pages apart that are shared; `text` has no end of values. */
export type ParameterKind = 'number' | 'version' | 'text' | 'search' | 'configured'
export type KnownParameters = ReadonlyMap<string, ParameterKind>

export interface AddressRule {
  readonly paths: RegExp
  /** Without: every method for `origin`, reading ones for `read`, all for `closed`. */
  readonly methods?: readonly string[]
  readonly verdict: Verdict
}

/**
 * `dropped`: never asked of the site. `kept`: asked, and kept apart from what is shared, second views left out. `asked`:
 * those too.
 */
export type UnknownParameters = 'dropped' | 'kept' | 'asked'

export interface Preset {
  /** Every path that the site takes the request for; the last is the one that it answers. */
  paths(asked: Asked): readonly string[]
  readonly rules: readonly AddressRule[]
  readonly parameters: KnownParameters
  readonly unknownParameters: UnknownParameters
}

export function closed(why: string): Verdict {
  return { kind: 'closed', why }
}

export function origin(why: string): Verdict {
  return { kind: 'origin', why }
}

export function known(
  ...kinds: readonly (readonly [ParameterKind, readonly string[]])[]
): KnownParameters {
  return new Map(kinds.flatMap(([kind, names]) => names.map((name) => [name, kind] as const)))
}

export const READING: readonly string[] = ['GET', 'HEAD']
