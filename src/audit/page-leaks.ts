// Page leaks: pages that were made for readers who may not read on, looked through for what they may not hold. For who
// makes the pages themselves and can have all of them.
import { evidenceOf, Letters, type Outflow, outflows } from './evidence.ts'
import type { Leak } from './finding.ts'
import { whyOf } from './leak.ts'
import { Gated } from './matching/gated.ts'
import { lettersOf } from './matching/words.ts'
import { PERSONAS } from './personas.ts'
import { takeApart } from './texts/take-apart.ts'

export interface GivenPage {
  /** What tells it from the article's other pages. */
  readonly name: string
  readonly html: string
}

export interface GivenPages {
  readonly url: string
  readonly gated: string
  /** What all of them may hold. */
  readonly preview: string
  readonly pages: readonly GivenPage[]
}

/** One leak for each channel, of the first page that has it. */
export function leaksInPage({ url, gated: text, preview, pages }: GivenPages): readonly Leak[] {
  const gated = new Gated(text)
  gated.exceptOwn(lettersOf(preview))
  const letters = new Letters()
  const found = new Map<string, Leak>()
  if (gated.size === 0) return []
  for (const { name, html } of pages)
    for (const flow of flowsOf(html, url, gated, letters))
      if (!found.has(flow.channel)) found.set(flow.channel, leakIn(flow, name, url))
  return [...found.values()]
}

function flowsOf(html: string, url: string, gated: Gated, letters: Letters): readonly Outflow[] {
  const body = Buffer.from(html)
  const type = 'text/html'
  const apart = takeApart({
    bytes: body,
    type,
    charset: 'utf-8',
    url,
    styles: [],
    readerMode: false,
    textsOnly: true,
  })
  const { pathname } = new URL(url)
  const answer = {
    question: { path: pathname, agent: PERSONAS.browser.agent },
    url,
    status: 200,
    headers: new Map(),
    type,
    charset: 'utf-8',
    body,
    cut: false,
    digest: '',
    cookies: [],
  }
  const source = {
    persona: 'browser',
    channel: undefined,
    read: { answer, apart },
    isOwn: () => true,
    besidePage: false,
    headline: undefined,
  } as const
  return outflows(gated, evidenceOf(source, letters), [])
}

function leakIn(flow: Outflow, name: string, url: string): Leak {
  const { gated, coverage, channel, persona } = flow
  return {
    kind: 'leak',
    article: url,
    channel,
    persona,
    basis: 'truth',
    words: coverage.count,
    gatedWords: gated.size,
    severity: 'high',
    why: `${whyOf(flow)} holds text below the cut, in the variant “${name}”.`,
    proof: { excerpt: gated.excerpt(coverage), request: `the variant ${name}` },
  }
}
