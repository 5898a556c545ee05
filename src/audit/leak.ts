// Leak: one way by which gated text got out, put into words for whoever has to close it.
import { CHANNELS, type Channel, WITHIN_PAGE } from './channels.ts'
import { type Outflow, requestOf } from './evidence.ts'
import type { Basis, Leak, Severity } from './finding.ts'
import type { Article, Audited } from './site.ts'
import type { Place } from './texts/apart.ts'

export function leakOf(flow: Outflow, article: Article, site: Audited, basis: Basis): Leak {
  const { control } = site.facts
  const { gated, coverage, best, channel, persona } = flow
  const share = coverage.count / gated.size
  return {
    kind: 'leak',
    article: article.url,
    channel,
    persona,
    basis,
    words: coverage.count,
    gatedWords: gated.size,
    severity: severityOf({
      share,
      words: coverage.count,
      certain: basis === 'truth',
      metered: article.spent !== undefined,
    }),
    why: worded(
      channel,
      site,
      `${whyOf(flow)} holds ${shareInWords(share)} of the text below the cut.`,
    ),
    proof:
      control === undefined
        ? undefined
        : { excerpt: gated.excerpt(coverage), request: requestOf(best.question) },
  }
}

/** The very address is for whoever controls the site; others learn that the channel leaks. */
export function worded(channel: Channel, { facts }: Audited, why: string): string {
  return facts.control === undefined ? CHANNELS[channel].what : why
}

interface Weighed {
  readonly share: number
  readonly words: number
  /** Known from truth to be paid for. */
  readonly certain: boolean
  /** Everybody may read some of these whole. */
  readonly metered: boolean
}

function severityOf({ share, words, certain, metered }: Weighed): Severity {
  if (share >= 0.5) return certain && !metered ? 'high' : 'medium'
  return share >= 0.1 || words >= 60 ? (certain ? 'medium' : 'low') : 'low'
}

function shareInWords(share: number): string {
  const percent = Math.round(share * 100)
  return percent >= 99 ? 'all' : `${Math.max(1, percent)} %`
}

const PLACES: Readonly<Record<Place, string>> = {
  shown: 'its text',
  hidden: 'text that is hidden by',
  'structured-data': '',
  metadata: 'the tag',
  state: '',
  comment: '',
  noscript: '',
  template: '',
  attribute: 'the attribute',
  field: 'the field',
}

export function whyOf({ best, channel }: Outflow): string {
  const { place, at, question } = best
  const where = `${PLACES[place]} ${at.slice(0, LONGEST_PLACE)}`.trim()
  const said = where.charAt(0).toUpperCase() + where.slice(1)
  if (place === 'shown' && channel === 'page') return 'The page that everybody gets'
  if (place === 'shown' && channel === 'hidden-text')
    return 'The text under what lies over the page'
  if (place === 'shown') return `The page at ${question.path}${claimOf(best)}`
  return `${said}${WITHIN_PAGE.includes(channel) ? '' : ` at ${question.path}${claimOf(best)}`}`
}

/** Names of fields and attributes are as long as a site likes. */
const LONGEST_PLACE = 200

/** What a claim was, when it was one that opened it. */
function claimOf({ question, channel }: Outflow['best']): string {
  if (channel === 'agent')
    return ` for the agent ${question.agent.split(/[\s(;]/).find((word) => /bot|external|Slack|LinkedIn/i.test(word)) ?? question.agent}`
  const [first] = Object.entries(question.headers ?? {})
  return first === undefined ? '' : ` with ${first[0]}: ${first[1]}`
}
