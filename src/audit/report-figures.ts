// Figures: what a report adds up to. The page, the terminal and the sentence on top all count with these.
import { CHANNELS, type Channel } from './channels.ts'
import type { ArticleFacts, Leak, Report } from './finding.ts'

export interface Figures {
  /** Articles of which something is paid for. */
  readonly paid: number
  readonly leaking: number
  /** Those that could not be read. */
  readonly unread: number
  /** How many paid words got out. */
  readonly words: number
  /** Of all paid words, how many got out, from 0 to 1; undefined when nothing is paid for. */
  readonly share: number | undefined
  /** The channels that were tried: those that leak first, the greatest damage first. */
  readonly channels: readonly ChannelFigures[]
  readonly untried: readonly Channel[]
  /** One for each article: the leakiest first. */
  readonly rows: readonly Row[]
}

export interface ChannelFigures {
  readonly channel: Channel
  /** How many articles leak here, of how many it was tried for. */
  readonly leaking: number
  readonly tried: number
  /** Of all paid words of the audit, from 0 to 1; undefined when what leaks is not of one article. */
  readonly share: number | undefined
  readonly leaks: readonly Leak[]
}

export interface Row {
  readonly article: ArticleFacts
  /** The greatest share that one channel gave away, from 0 to 1; undefined when nothing of it is paid for. */
  readonly share: number | undefined
  readonly words: number
  readonly cells: ReadonlyMap<Channel, number>
  readonly leaks: readonly Leak[]
}

export function figuresOf(report: Report): Figures {
  const rows = report.articles
    .map((article) => rowOf(article, report.leaks))
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1) || b.words - a.words)
  const paidWords = sum(rows.map(({ article }) => article.gatedWords))
  const words = sum(rows.map((row) => row.words))
  const all = channelIds()
    .map((channel) => channelOf(channel, report, paidWords))
    .sort(byDamage)
  const channels = all.filter(({ tried, leaks }) => tried > 0 || leaks.length > 0)
  return {
    paid: rows.filter(({ article }) => isPaid(article)).length,
    leaking: rows.filter(({ leaks }) => leaks.length > 0).length,
    unread: rows.filter(({ article }) => article.access === 'unknown').length,
    words,
    share: shareOf(words, paidWords),
    channels,
    untried: channelIds().filter((id) => !channels.some(({ channel }) => channel === id)),
    rows,
  }
}

export function channelIds(): readonly Channel[] {
  return Object.keys(CHANNELS).filter((id): id is Channel => Object.hasOwn(CHANNELS, id))
}

/** From 0 to 1; undefined when there is nothing to have a share of. */
function shareOf(words: number, gatedWords: number): number | undefined {
  return gatedWords > 0 ? Math.min(1, words / gatedWords) : undefined
}

/** Something of it is paid for, though it may not be known what. */
export function isPaid({ access }: ArticleFacts): boolean {
  return access === 'gated' || access === 'metered'
}

function rowOf(article: ArticleFacts, all: readonly Leak[]): Row {
  const leaks = all.filter((leak) => leak.article === article.url)
  const cells = new Map<Channel, number>()
  for (const { channel, words, gatedWords } of leaks) {
    const share = shareOf(words, gatedWords) ?? 1
    cells.set(channel, Math.max(share, cells.get(channel) ?? 0))
  }
  const words = mostWords(leaks, article.gatedWords)
  return { article, share: shareOf(words, article.gatedWords), words, cells, leaks }
}

function mostWords(leaks: readonly Leak[], gatedWords: number): number {
  return Math.min(gatedWords, Math.max(0, ...leaks.map(({ words }) => words)))
}

function channelOf(channel: Channel, report: Report, paidWords: number): ChannelFigures {
  const leaks = report.leaks.filter((leak) => leak.channel === channel)
  const leaking = report.articles.filter(({ url }) => leaks.some(({ article }) => article === url))
  const words = leaking.map(({ url, gatedWords }) =>
    mostWords(
      leaks.filter(({ article }) => article === url),
      gatedWords,
    ),
  )
  return {
    channel,
    leaking: leaking.length,
    tried: report.articles.filter(({ tried }) => tried.includes(channel)).length,
    share: leaks.length > 0 && leaking.length === 0 ? undefined : shareOf(sum(words), paidWords),
    leaks,
  }
}

function byDamage(a: ChannelFigures, b: ChannelFigures): number {
  return (
    Number(b.leaks.length > 0) - Number(a.leaks.length > 0) ||
    (b.share ?? 0) - (a.share ?? 0) ||
    b.leaking - a.leaking
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
