// Device: a few words by which a reader knows a session again, made of the user agent and nothing else.

const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const

const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Macintosh', 'Mac'],
  ['CrOS', 'Chromebook'],
  ['Linux', 'Linux'],
] as const

/** `Firefox, Android`; `` for an agent that says nothing known. */
export function deviceOf(agent: string | null): string {
  const known = (list: readonly (readonly [string, string])[]) =>
    list.find(([sign]) => agent?.includes(sign))?.[1]
  return [known(BROWSERS), known(SYSTEMS)].filter((word) => word !== undefined).join(', ')
}
