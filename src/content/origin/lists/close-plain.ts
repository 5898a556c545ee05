// Plain text closed: what machines are told about a site (llms.txt, robots.txt) stays; what reads like an article goes.
import { closedValue } from './closing.ts'
import { isOfSite, listingOf } from './listing.ts'
import type { ListReading } from './reading.ts'
import type { Splice } from './splices.ts'
import { TITLE_WORDS, wordsIn } from './texts.ts'

/** What a text for machines may say in sentences; lines of settings and comments do not count. */
const MOST_PROSE = 60
const SENTENCE = 8
/** `- [Title](address): what it says` (llmstxt.org). */
const LISTED = /\]\(([^\s()]{1,2000})\)/
const COMMENT = /^\s*#/
const SETTING = /^\s*[\w-]+:\s/

/** The places that change, with what stands in them then. */
export function closePlain(text: string, reading: ListReading): readonly Splice[] {
  const { addresses, lookUp } = reading
  const listed: Splice[] = []
  const prose: Splice[] = []
  let words = 0
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const [line] = match
    const link = LISTED.exec(line)
    const [whole = '', address = ''] = link ?? []
    // A link within a sentence lists nothing.
    if (link !== null && isOfSite(address, addresses) && !isProse(line.slice(0, link.index))) {
      const listing = listingOf([address], lookUp, addresses)
      const from = match.index + link.index + whole.length
      const to = match.index + line.length
      const said = text.slice(from, to).replace(/^:\s*/, '')
      const instead = closedValue('excerpt', said, listing, false)
      if (instead === undefined) continue
      if (listing.kind === 'unknown') reading.note(listing.where)
      listed.push({ from, to, text: instead === '' ? '' : `: ${instead}` })
    } else if (isProse(line)) {
      words += wordsIn(line)
      prose.push({ from: match.index, to: match.index + line.length, text: '' })
    }
  }
  return words > MOST_PROSE ? [...listed, ...prose] : listed
}

/** A value that is longer than a headline is a text, whatever stands before it. */
function isProse(line: string): boolean {
  if (COMMENT.test(line)) return false
  return wordsIn(line) >= (SETTING.test(line) ? TITLE_WORDS : SENTENCE)
}
