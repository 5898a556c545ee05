// Pictures: whether those that stand below the cut are open to whoever knows their address.
import type { Leak } from './finding.ts'
import type { Gated } from './matching/gated.ts'
import { PERSONAS } from './personas.ts'
import type { Article, Audited } from './site.ts'

const MOST = 5

export async function openPictures(
  addresses: readonly string[],
  gated: Gated,
  article: Article,
  { reading, facts }: Audited,
): Promise<Leak | undefined> {
  for (const address of addresses.slice(0, MOST)) {
    const url = URL.parse(address, article.url)
    if (url === null || url.origin !== reading.asker.origin.origin) continue
    const path = url.pathname + url.search
    const asked = await reading.asker.ask({ path, method: 'HEAD', agent: PERSONAS.browser.agent })
    if (!asked.ok || asked.value.status !== 200 || !asked.value.type.startsWith('image/')) continue
    return {
      kind: 'leak',
      article: article.url,
      channel: 'picture',
      persona: 'browser',
      basis: facts.basis,
      words: 0,
      gatedWords: gated.size,
      severity: 'medium',
      why: 'A picture that stands below the cut is open to everybody who knows its address.',
      proof: facts.control && { excerpt: '', request: `HEAD ${path}` },
    }
  }
  return undefined
}
