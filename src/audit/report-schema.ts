// The JSON form of a report: what `--json` writes, what an interrupted audit goes on from, and its JSON Schema.
// Every key is always there; what is undefined in the value is null in the file.
import { z } from 'zod'
import { failed, ok, type Result } from '../core/result.ts'
import type { Report } from './finding.ts'
import { channelIds } from './report-figures.ts'

/** Null in the file, undefined in the value. */
function maybe<Type extends z.ZodType>(type: Type) {
  return type.nullable().transform((value) => value ?? undefined)
}

const address = z.string().describe('An absolute http or https address')
const instant = z.iso.datetime().describe('ISO 8601, in UTC')
const count = z.int().nonnegative()
const channel = z.enum(channelIds())
const basis = z
  .enum(['truth', 'comparison'])
  .describe(
    'truth: the full texts were known; comparison: what only some of those who ask get to see',
  )
const severity = z.enum(['high', 'medium', 'low'])

const site = z.strictObject({
  origin: z.string().describe('Scheme and authority'),
  system: maybe(z.string()).describe('What it runs on, as far as its answers show'),
  articles: count.describe('How many articles were to be looked at'),
  basis,
  control: maybe(z.enum(['well-known', 'edition', 'loopback'])).describe(
    'What showed that whoever asked controls the site; without it there is no proof in leaks',
  ),
})

const article = z.strictObject({
  url: address,
  title: maybe(z.string()),
  access: z.enum(['gated', 'metered', 'open', 'unknown']),
  gatedWords: count.describe('How many of its words are paid for'),
  tried: z.array(channel).describe('Each channel that was tried for it'),
})

const leak = z.strictObject({
  kind: z.literal('leak'),
  article: maybe(address).describe('Null when the leak is not of one article'),
  channel,
  persona: z.string().describe('Who asked'),
  basis,
  words: count.describe('Paid words that got out'),
  gatedWords: count.describe('How many there are'),
  severity,
  why: z.string(),
  proof: maybe(
    z.strictObject({
      excerpt: z.string().describe('At most twelve words'),
      request: z.string().describe('The request, so that it can be repeated'),
    }),
  ),
})

const note = z.strictObject({
  kind: z.literal('note'),
  article: maybe(address),
  channel: maybe(channel),
  persona: maybe(z.string()),
  text: z.string(),
})

const meeting = z.strictObject({
  kind: z.literal('reader'),
  article: address,
  problem: z.enum([
    ...['script-needed', 'notice-in-reader-mode', 'log-in-missing', 'markup-missing'],
    ...['markup-wrong', 'cache-contradicts', 'heavy', 'ends-in-sentence', 'third-party'],
  ] as const),
  severity,
  why: z.string(),
})

const report = z
  .strictObject({
    version: z.literal(1),
    began: instant,
    ended: maybe(instant),
    complete: z.boolean().describe('False: it was interrupted, and holds what it had by then'),
    site,
    articles: z.array(article),
    leaks: z.array(leak),
    notes: z.array(note),
    meetings: z.array(meeting),
  })
  .describe('What standfirst audit found on a site')

/** JSON Schema, draft 2020-12; src/audit/report.schema.json is this, written down. */
export function reportSchema(): object {
  return z.toJSONSchema(report, {
    io: 'input',
    target: 'draft-2020-12',
    // `format` says it, and to people as well.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
    },
  })
}

/** The report as the text of a JSON file. */
export function jsonReport(value: Report): string {
  const nullForUndefined = (_: string, one: unknown) => (one === undefined ? null : one)
  return `${JSON.stringify(value, nullForUndefined, 2)}\n`
}

/** Reads what `jsonReport` wrote. Fails `unreadable` with the end of a sentence about the text. */
export function readReport(text: string): Result<Report, 'unreadable'> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return failed('unreadable', 'is not JSON')
  }
  const read = report.safeParse(json)
  if (read.success) return ok(read.data)
  const [first] = read.error.issues
  const place = first?.path.join('.') ?? ''
  return failed('unreadable', `is no report of an audit (${place === '' ? 'as a whole' : place})`)
}
