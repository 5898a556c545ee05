// Exported: how what is kept of a reader is written down for them to take along.

export type Exported = Readonly<Record<string, unknown>>

/** ISO 8601. */
export function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString()
}
