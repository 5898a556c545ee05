// Meetings: what a reader meets on the page of an article, apart from its text.
import type { Meeting, Problem, Severity } from './finding.ts'
import type { Gated } from './matching/gated.ts'
import type { Read } from './reading.ts'
import type { Article } from './site.ts'
import { noticesIn } from './texts/wall-words.ts'

export interface Met {
  readonly article: Article
  readonly read: Read
  /** Whether part of it is not for everybody. */
  readonly walled: boolean
  readonly gated: Gated | undefined
}

export function meetings({ article, read, walled }: Met): readonly Meeting[] {
  const { page } = read.apart
  if (page === undefined) return []
  const met: Meeting[] = []
  const meet = (problem: Problem, severity: Severity, why: string) =>
    met.push({ kind: 'reader', article: article.url, problem, severity, why })
  const notices = noticesIn(page.readerText)
  if (notices.length > 0)
    meet(
      'notice-in-reader-mode',
      'medium',
      `Reader mode takes ${notices.length === 1 ? 'a notice' : `${notices.length} notices`} for text: the page ${notices.join(', ')}.`,
    )
  if (walled && page.wall && !page.logIn)
    meet(
      'log-in-missing',
      'medium',
      'The wall stands there, and no link leads those who have paid to their log-in.',
    )
  return met
}
