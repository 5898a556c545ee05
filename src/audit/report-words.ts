// The words of a report, for a publisher who has never read our documentation. Page and terminal say the same.
import { CHANNELS } from './channels.ts'
import type { ArticleFacts, Problem, Report, SiteFacts } from './finding.ts'
import { PERSONAS } from './personas.ts'
import type { ChannelFigures, Figures } from './report-figures.ts'

export interface Verdict {
  /** What it comes to: one or two sentences. */
  readonly sentences: readonly string[]
  /** What that rests on, and where to begin. */
  readonly rest: string
}

export function verdictOf(report: Report, figures: Figures): Verdict {
  return {
    sentences: sentencesOf(report, figures),
    rest: [...waysOut(figures), ...limitsOf(report, figures)].join(' '),
  }
}

function sentencesOf({ articles, leaks, site }: Report, figures: Figures): string[] {
  const { paid, leaking, unread } = figures
  const count = articles.length
  if (count === 0) return ['No article was looked at.']
  if (leaking > 0) {
    const much = site.basis === 'truth' ? ofPaidWords(figures) : countOfWords(figures.words)
    return [`${leakingOf(leaking, count)}.`, `${much} can be read without paying.`]
  }
  if (leaks.length > 0) return ['Paid text gets out, though not of one article alone.']
  if (unread === count) return ['No article could be read.']
  if (paid === 0) return ['Nothing here seems to be paid for.']
  if (count === 1) return ['The article does not leak.']
  return [count === 2 ? 'Neither article leaks.' : `None of ${count} articles leaks.`]
}

function leakingOf(leaking: number, count: number): string {
  if (count === 1) return 'The article leaks'
  if (leaking === count) return count === 2 ? 'Both articles leak' : `All ${count} articles leak`
  return `Of ${count} articles, ${leaking === 1 ? '1 leaks' : `${leaking} leak`}`
}

function ofPaidWords({ share = 0 }: Figures): string {
  return `${percent(share)} of the paid words`
}

/** Where only what got out is known, a share of it says nothing. */
function countOfWords(words: number): string {
  return words === 1 ? '1 paid word' : `${words.toLocaleString('en-GB')} paid words`
}

function waysOut({ channels, paid }: Figures): string[] {
  const names = channels
    .filter(({ leaks }) => leaks.length > 0)
    .map(({ channel }) => CHANNELS[channel].name)
  const [first, second, ...rest] = names
  if (first === undefined)
    return paid === 0
      ? []
      : [channels.length === 1 ? 'One way was tried.' : `${channels.length} ways were tried.`]
  if (second === undefined) return [`Paid text gets out in one place: ${first}.`]
  if (rest.length === 0) return [`Paid text gets out in two places: ${first}, ${second}.`]
  return [
    `Paid text gets out in ${names.length} places; most damage is done by ${first}, ${second} and ${rest[0]}.`,
  ]
}

function limitsOf(
  { articles, site, complete, notes }: Report,
  { paid, unread, leaking }: Figures,
): string[] {
  const said: string[] = []
  if (!complete)
    said.push(
      articles.length === 0
        ? 'The audit was interrupted.'
        : `The audit was interrupted: ${articles.length} of ${articlesOf(site.articles)} were looked at.`,
    )
  const open = articles.filter(({ access }) => access === 'open').length
  if (open > 0 && paid > 0)
    said.push(`${articlesOf(open)} ${open === 1 ? 'is' : 'are'} open to everybody.`)
  if (unread > 0 && unread < articles.length) said.push(`${articlesOf(unread)} could not be read.`)
  if (site.basis === 'comparison' && articles.length > 0)
    said.push(
      leaking > 0
        ? 'The full texts were not known: there may be more paid text, and more of it out.'
        : 'The full texts were not known: with them (--full-text or --cookie-file) it would be more certain.',
    )
  const whole = notes.filter(
    ({ article, channel }) => article === undefined && channel === undefined,
  )
  // What is of the whole audit may make all of it worthless.
  return [...said, ...whole.map(({ text }) => text)]
}

export function articlesOf(count: number): string {
  return count === 1 ? '1 article' : `${count} articles`
}

/** A share from 0 to 1 in words. What is neither nothing nor all never looks like it. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return 'less than 1\u00a0%'
  return `${wholePercent(share)}\u00a0%`
}

/** The same for a cell of a table: `0`, `<1 %`, `62 %`. */
export function briefPercent(share: number): string {
  if (share === 0) return '0'
  return share < 0.01 ? '<1\u00a0%' : `${wholePercent(share)}\u00a0%`
}

function wholePercent(share: number): number {
  return share < 1 ? Math.min(99, Math.round(share * 100)) : 100
}

/** Where a channel leaks, without the share: `in 14 of 20 articles`. */
export function whereOf({ leaking, tried }: ChannelFigures): string {
  if (leaking === 0) return 'not in one article alone'
  if (leaking !== tried) return `in ${leaking} of ${articlesOf(tried)}`
  if (tried <= 2) return tried === 2 ? 'in both articles' : 'in the one article'
  return `in all ${tried} articles`
}

/** Who asked, in words; an id that is not known here stays as it is. */
export function personaName(id: string): string {
  const names: Readonly<Record<string, { readonly name: string }>> = PERSONAS
  return Object.hasOwn(names, id) ? (names[id]?.name ?? id) : id
}

export const ACCESS: Readonly<Record<ArticleFacts['access'], string>> = {
  gated: 'paid',
  metered: 'metered',
  open: 'open to everybody',
  unknown: 'could not be read',
}

/** What a channel's share is of. */
export const SHARE_OF: Readonly<Record<SiteFacts['basis'], string>> = {
  truth: 'of all paid words',
  comparison: 'of the paid words that were seen',
}

export const BASIS: Readonly<Record<SiteFacts['basis'], string>> = {
  truth:
    'The full texts were known. Paid text is what stands in them and not in the preview; a share is of those words.',
  comparison:
    'The full texts were not known. Paid text is what somebody who asks gets and the plain page does not show to a reader’s eye; a share is of the words that were seen in this way. What nobody got was not counted.',
}

export const CONTROL: Readonly<Record<NonNullable<SiteFacts['control']>, string>> = {
  'well-known': 'a line in /.well-known/standfirst-audit showed that the site is yours',
  edition: 'the edition is yours',
  loopback: 'the site runs on the machine that asked',
}

export interface ProblemWords {
  readonly name: string
  readonly what: string
  readonly how: string
}

export const PROBLEMS: Readonly<Record<Problem, ProblemWords>> = {
  'script-needed': {
    name: 'Nothing to read without script',
    what: 'Where a script fails, is blocked or is slow, the preview is not there.',
    how: 'Send the preview in the page itself.',
  },
  'notice-in-reader-mode': {
    name: 'Notices among the text in Reader mode',
    what: 'Reader mode takes notices of the wall for text of the article.',
    how: 'Put them outside the article element, or mark them as what they are.',
  },
  'log-in-missing': {
    name: 'No way to log in at the wall',
    what: 'Who pays already meets the wall and finds no link to log in there.',
    how: 'Put a link to log in beside the button that sells.',
  },
  'markup-missing': {
    name: 'Markup for paid articles missing',
    what: 'Search engines are not told that the article is paid for, and may take the wall for cloaking.',
    how: 'Add isAccessibleForFree: false and hasPart to the JSON-LD of the article.',
  },
  'markup-wrong': {
    name: 'Markup for paid articles wrong',
    what: 'What search engines are told does not agree with what readers get.',
    how: 'Let isAccessibleForFree follow the same decision as the page, and hasPart name the class of the paid part.',
  },
  'cache-contradicts': {
    name: 'Cache headers contradict the wall',
    what: 'A shared cache may give one reader’s page to the next.',
    how: 'Send Cache-Control: private, no-cache and Vary: Cookie with what depends on the reader.',
  },
  heavy: {
    name: 'Heavy pages',
    what: 'The page is large before one sentence of it can be read.',
    how: 'Send text and style first, everything else later or not at all.',
  },
  'ends-in-sentence': {
    name: 'Previews that end inside a sentence',
    what: 'The preview breaks off in the middle.',
    how: 'Cut between paragraphs.',
  },
  'third-party': {
    name: 'Third parties before reading',
    what: 'The reader’s browser asks other companies before there is anything to read.',
    how: 'Load nothing of others before the text, and nothing before consent where that is the law.',
  },
}
