// Meter: whether everybody may read some articles whole. Two readers keep the cookies that the site gives them, one goes
// through the articles from the first to the last, the other from the last to the first. What one of them gets no more,
// and a reader without cookies does, is metered. Where there are too few articles for that, a third one has read others.
import { PERSONAS } from './personas.ts'
import type { Reading } from './reading.ts'

/** A page that shows less than this part of what it showed before has been cut. */
const CUT = 0.7

export interface ReadOnce {
  readonly url: string
  /** Words that its page shows to a reader without cookies. */
  readonly words: number
}

/** So many articles spend most meters; a walk through more than these on both sides of each article needs no others. */
const MOST_BEFORE = 20

/**
 * The cookies of a reader for whom the article is cut, by its address; those that stay whole are not in it. `others`:
 * addresses that are not audited, newest first.
 */
export async function spendMeter(
  articles: readonly ReadOnce[],
  others: readonly string[],
  reading: Reading,
): Promise<ReadonlyMap<string, string>> {
  const spent = new Map<string, string>()
  for (const order of [articles, articles.toReversed()]) await walk(order, spent, reading)
  const whole = articles.filter(({ url }) => !spent.has(url))
  if (whole.length === 0 || (spent.size === 0 && articles.length >= MOST_BEFORE)) return spent
  const before = [...spent.keys(), ...others].slice(0, MOST_BEFORE)
  await walk([...before.map((url) => ({ url, words: 0 })), ...whole], spent, reading)
  return spent
}

/** One reader goes through the articles with the cookies that came so far; what is cut for them is added to `spent`. */
async function walk(
  order: readonly ReadOnce[],
  spent: Map<string, string>,
  reading: Reading,
): Promise<void> {
  const jar = new Map<string, string>()
  for (const { url, words } of order) {
    const { pathname, search } = new URL(url)
    const question = {
      path: pathname + search,
      agent: PERSONAS.browser.agent,
      cookie: cookiesOf(jar),
    }
    const read = await reading.read(question)
    if (!read.ok) continue
    const { page } = read.value.apart
    if (page !== undefined && countOf(page.body) < words * CUT && !spent.has(url))
      spent.set(url, cookiesOf(jar))
    keep(jar, read.value.answer.cookies)
  }
}

export function countOf(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

function cookiesOf(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** RFC 6265 §5.2, as far as a walk within minutes needs it. */
function keep(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    if (at <= 0 || pair.length > 4096 || jar.size > 60) continue
    const name = pair.slice(0, at).trim()
    if (/;\s*max-age\s*=\s*(?:0|-)/i.test(line)) jar.delete(name)
    else jar.set(name, pair.slice(at + 1).trim())
  }
}
