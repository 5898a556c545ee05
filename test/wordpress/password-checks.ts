// Password checks: a post with a password of WordPress's own stays WordPress's behind the gate: everybody gets its form, for
// nothing, and its text whoever gave the password.
import { ask, knowPassword } from './asking.ts'
import type { Gate } from './gate.ts'
import type { WordPress } from './wordpress.ts'

export async function passwordOpens(
  { address, articles, password }: WordPress,
  gate: Gate,
): Promise<readonly string[]> {
  const shut = articles.filter(({ kind }) => kind === 'protected').slice(0, 2)
  const here = (url: string) => gate.address + url.slice(address.length)
  const cookie = await knowPassword({ address: gate.address, password })
  const faults = shut.length === 0 ? ['there is none'] : []
  for (const { url, below } of shut) {
    const form = await ask(here(url))
    if (!form.text.includes('post-password-form')) faults.push(`${url} shows no form`)
    const opened = await ask(here(url), cookie)
    const [first = ''] = below.canaries
    if (!opened.text.includes(first)) faults.push(`${url} stays shut (${opened.status})`)
    const after = await ask(here(url))
    if (below.canaries.some((canary) => after.text.includes(canary)))
      faults.push(`${url} stays open for everybody`)
  }
  return faults
}
