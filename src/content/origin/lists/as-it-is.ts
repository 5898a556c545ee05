// As it is: a text of which nothing is closed, with public addresses in place of the site's own.
import type { SiteAddresses } from '../../../core/origin.ts'
import { rewriteText } from '../addresses.ts'
import { withoutSums } from '../sums.ts'

/** A page may say sums of files whose addresses are rewritten in them. */
export type AsItIs = 'page' | 'text'

export function asItIs(text: string, kind: AsItIs, addresses: SiteAddresses): string {
  return rewriteText(kind === 'page' ? withoutSums(text, addresses) : text, addresses)
}
