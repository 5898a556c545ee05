// Robots: what the site's robots.txt lets an audit read, after RFC 9309.
import { createRequire } from 'node:module'
import { AGENT_NAME } from './agent.ts'

interface Rules {
  isDisallowed(url: string, agent?: string): boolean | undefined
  getSitemaps(): string[]
}

// The package is CommonJS, and its types describe an ES module.
const parse: (url: string, text: string) => Rules = createRequire(import.meta.url)('robots-parser')

/** A robots.txt beyond this is read up to it (RFC 9309 §2.5 asks for at least 500 KiB). */
const MOST_CHARACTERS = 512 * 1024

export interface Robots {
  /** Of an absolute address of this site. */
  allows(url: string): boolean
  readonly sitemaps: readonly string[]
  /** It could not be read, which closes everything. */
  readonly failing: boolean
}

/** `status` 5xx means that nobody may read anything (§2.3.1.4), 4xx that there are no rules (§2.3.1.3). */
export function readRobots(url: string, status: number, text: string): Robots {
  if (status >= 500) return { allows: () => false, sitemaps: [], failing: true }
  if (status >= 300) return { allows: () => true, sitemaps: [], failing: false }
  const rules = parse(url, text.slice(0, MOST_CHARACTERS))
  return {
    allows: (address) => rules.isDisallowed(address, AGENT_NAME) !== true,
    sitemaps: rules.getSitemaps(),
    failing: false,
  }
}
