// Sentinel alone: what of the text below the cuts would get out if nothing were cut, and only the sentinel looked
// through what WordPress itself sends. The net under the cut, measured; docs/decisions/0022-the-sentinel.md has the table.

import { readPage } from '../../src/content/origin/page/read-page.ts'
import { withoutTraces } from '../../src/content/origin/sentinel/passages.ts'
import { createSentinel, type Sentinel } from '../../src/content/origin/sentinel/sentinel.ts'
import { settings } from '../support/gated-page.ts'
import { crawl, type Told } from './crawl.ts'
import type { WordPress } from './wordpress.ts'

const ROUNDS = 4
const MOST = 300
/** Of the paragraphs and quotations that WordPress tells, at least this part must be taken out. */
const LEAST = 0.98

interface Count {
  before: number
  after: number
}

/** Learns every article as the gate does, from its page, and takes out of a crawl what the sentinel finds. */
export async function sentinelAlone(
  wordpress: WordPress,
  say: (line: string) => void = () => {},
): Promise<readonly string[]> {
  const sentinel = await learnAll(wordpress)
  const told = await crawl(wordpress.address, [], MOST)
  const counts = new Map<string, Count>()
  for (const one of told) count(wordpress, one, sentinel, counts)
  for (const [name, { before, after }] of [...counts].sort())
    say(
      `    ${name.padEnd(22)} ${String(before).padStart(6)} told, ${after} left (${share(after, before)})`,
    )
  const paragraphs = [...counts].filter(([name]) => /^\w+ (?:paragraph|quote)$/.test(name))
  return paragraphs.flatMap(([name, { before, after }]) =>
    after > before * (1 - LEAST) ? [`${name}: ${after} of ${before} are left`] : [],
  )
}

async function learnAll({ address, articles }: WordPress): Promise<Sentinel> {
  const sentinel = createSentinel()
  const policy = { ...settings.policy, default: { kind: 'subscribers' } as const }
  const own = {
    ...settings,
    policy,
    cms: 'wordpress',
    addresses: { public: address, own: [] },
  } as const
  const read = articles.filter(({ kind }) => kind === 'cut' || kind === 'whole')
  for (const url of read.flatMap((one) =>
    one.pages === 1 ? [one.url] : [one.url, `${one.url}2/`],
  )) {
    const response = await fetch(url)
    const source = {
      bytes: new Uint8Array(await response.arrayBuffer()),
      type: response.headers.get('content-type') ?? undefined,
      address: url.slice(address.length),
    }
    const page = readPage(source, own, Date.now())
    if (page.kind === 'article') sentinel.learn(page.article.path, page.gatedTexts, page.openText)
  }
  return sentinel
}

function count(
  { articles }: WordPress,
  { type, text }: Told,
  sentinel: Sentinel,
  counts: Map<string, Count>,
): void {
  const channel = /html/.test(type) ? 'page' : /json/.test(type) ? 'api' : 'feed'
  let left = text
  for (let round = 0; round < ROUNDS; round++) left = withoutTraces(left, sentinel.look(left))
  for (const { kind, below } of articles) {
    if (kind !== 'cut') continue
    for (const canary of below.canaries) {
      if (!text.includes(canary)) continue
      const name = `${channel} ${/^zq\d+([a-z]+)\d/.exec(canary)?.[1] ?? 'other'}`
      const known = counts.get(name) ?? { before: 0, after: 0 }
      known.before++
      if (left.includes(canary)) known.after++
      counts.set(name, known)
    }
  }
}

function share(after: number, before: number): string {
  return `${Math.round((100 * after) / before)} %`
}
