// Fault: something in an edition that has to be mended, in words that say where, what and how.

export interface Fault {
  /** Relative to the edition's folder, with forward slashes. */
  readonly file: string
  /** Counted from 1; undefined when the fault is the file's as a whole. */
  readonly line: number | undefined
  /** Path of the field: `policy.rules[2].olderThanDays`. */
  readonly field?: string
  /** What was met, without a full stop: `is -3`. With a field it reads on after its name. */
  readonly what: string
  /** What to do, as an instruction: `write a whole number from 0 to 200`. */
  readonly mend: string
}

/** One line: `standfirst.config.ts:12: policy.meter.anonymous is -3: write a whole number from 0 to 200`. */
export function faultLine({ file, line, field, what, mend }: Fault): string {
  const place = line === undefined ? file : `${file}:${line}`
  return `${place}: ${field === undefined ? '' : `${field} `}${what}: ${mend}`
}

/** A value that was read whole, or everything that is wrong with it. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[] }
