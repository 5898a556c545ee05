// locked-packages.mjs is plain JavaScript; this is what its test uses.
declare module '*/locked-packages.mjs' {
  export function locksTheSame(one: string, other: string): boolean
}
