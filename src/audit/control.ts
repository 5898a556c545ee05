// Control: whether whoever asks has shown that the site is theirs. Only then are excerpts and exact requests shown, for
// with them anybody could read what others pay for.
import { CONTROL_PATH } from './asking/agent.ts'
import type { Asker } from './asking/asker.ts'
import type { SiteFacts } from './finding.ts'
import type { AuditOptions } from './options.ts'

/** What the file holds when the operator chose no line of their own. It proves only that whoever wrote it there may write there. */
export const PROOF = 'standfirst-audit: proof'

/** What every proof begins with: whoever asks could name any other line that the site serves there anyway. */
const BEGINNING = 'standfirst-audit:'

export function isProof(line: string): boolean {
  return line.trim().startsWith(BEGINNING) && line.trim() !== BEGINNING
}

export async function controlOf(
  asker: Asker,
  options: AuditOptions,
  loopback: boolean,
): Promise<SiteFacts['control']> {
  if (options.control === 'edition') return 'edition'
  if (loopback) return 'loopback'
  const proof = (options.proof ?? PROOF).trim()
  if (!isProof(proof)) return undefined
  const asked = await asker.ask({ path: CONTROL_PATH, agent: '' })
  if (!asked.ok || asked.value.status !== 200) return undefined
  const { url, type, body } = asked.value
  // Elsewhere, and on a page, others may write: readers, for one.
  if (new URL(url).pathname !== CONTROL_PATH || /html|xml|json/.test(type)) return undefined
  const text = body.toString('utf8')
  if (/^\uFEFF?\s*</.test(text)) return undefined
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.includes(proof) ? 'well-known' : undefined
}
