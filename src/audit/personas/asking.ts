// Asking: one request on behalf of a persona, and what an answer to it would show.
import type { Question } from '../asking/asker.ts'
import type { Channel } from '../channels.ts'
import { PERSONAS, type Persona } from '../personas.ts'
import type { PageFacts } from '../texts/apart.ts'

export interface Asking {
  readonly persona: Persona
  readonly channel: Channel
  /** What is tried: equal for all articles, so that what a site does not have is not asked for every one of them. */
  readonly attempt: string
  readonly question: Question
}

/** What is known of an article before it is asked for in other ways. */
export interface AskedArticle {
  /** Absolute, without a fragment. */
  readonly url: URL
  readonly page: PageFacts | undefined
  /** What a reader brings along who has read all that the meter gives; undefined when there is no meter. */
  readonly cookie: string | undefined
  /** A query that makes an address nobody else asks for, so that no shared cache keeps what a claim has opened. */
  readonly own: string
}

export function ask(
  persona: Persona,
  channel: Channel,
  attempt: string,
  question: Omit<Question, 'agent'> & { readonly agent?: string },
): Asking {
  return { persona, channel, attempt, question: { agent: PERSONAS[persona].agent, ...question } }
}

/** Path and query with one more parameter, as written. */
export function withQuery({ url }: AskedArticle, parameter: string): string {
  if (parameter === '') return url.pathname + url.search
  return `${url.pathname}${url.search === '' ? '?' : `${url.search}&`}${parameter}`
}

/** The last part of the path, without an ending. */
export function slugOf({ url }: Pick<AskedArticle, 'url'>): string {
  const last = url.pathname.split('/').findLast((part) => part !== '') ?? ''
  return last.replace(/\.(?:html?|php|aspx?)$/, '')
}

/** The path without a slash at its end. */
export function barePath({ url }: Pick<AskedArticle, 'url'>): string {
  return url.pathname.replace(/\/+$/, '')
}
