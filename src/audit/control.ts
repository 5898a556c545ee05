// Control: whether whoever asks has shown that the site is theirs. Only then are excerpts and exact requests shown, for
// with them anybody could read what others pay for.
import { CONTROL_PATH } from './asking/agent.ts'
import type { Asker } from './asking/asker.ts'
import type { SiteFacts } from './finding.ts'
import type { AuditOptions } from './options.ts'

/** What the file holds when the operator chose no line of their own. It proves only that whoever wrote it there may write there. */
const PROOF = 'standfirst-audit: proof'

export async function controlOf(
  asker: Asker,
  options: AuditOptions,
  loopback: boolean,
): Promise<SiteFacts['control']> {
  if (options.control === 'edition') return 'edition'
  if (loopback) return 'loopback'
  const asked = await asker.ask({ path: CONTROL_PATH, agent: '' })
  if (!asked.ok || asked.value.status !== 200) return undefined
  // A site that answers every address with a page has no such line by itself.
  const lines = asked.value.body
    .toString('utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
  return lines.includes((options.proof ?? PROOF).trim()) ? 'well-known' : undefined
}
