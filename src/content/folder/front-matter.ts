// Front matter: what an article says of itself above its text, checked to the letter. Whatever is not understood
// breaks the article: a mistyped `access` that were only ignored would open what should be closed.
import { isUtf8 } from 'node:buffer'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Access, Article } from '../../core/article.ts'
import type { Checked, Fault } from '../../core/fault.ts'
import { nearest } from '../../core/nearest.ts'
import { idOf } from '../article-id.ts'
import { addressOf, fileBeside, isReserved } from './address.ts'
import { detached, sharing } from './detached.ts'
import { first, MOST_FAULTS } from './first-faults.ts'
import { instants } from './instant.ts'
import type { FolderOptions } from './options.ts'
import { type PlainFields, plainFields } from './plain-yaml.ts'
import { unreadable, type YamlFault, yamlFaults, yamlLines } from './yaml-faults.ts'

/** An article's file, taken apart. */
interface Parts {
  readonly head: string
  /** Offset of the text's first byte. */
  readonly textAt: number
}

const LARGEST_HEAD = 64 * 1024
const KEYS = [
  'title',
  'summary',
  'byline',
  'published',
  'updated',
  'section',
  'tags',
  'access',
  'image',
  'imageAlt',
  'correction',
  'moved',
] as const

export interface ReadArticle {
  /** With `moved` as written: whether those addresses are free is known when the edition is put together. */
  readonly article: Article
  /** Lines of the fields that are looked at again later. */
  readonly lines: { readonly moved: number | undefined; readonly image: number | undefined }
  /** Offset of the text's first byte, below the front matter. */
  readonly textAt: number
  /** Faults that do not keep the article from being served. */
  readonly faults: readonly Fault[]
}

/** Gives `(file, bytes) => reading`; `file` is relative to the articles folder, faults name it within the edition. */
export function frontMatterReader(
  options: Pick<FolderOptions, 'sections' | 'plans' | 'timeZone' | 'reserved'>,
): (file: string, bytes: Buffer) => Checked<ReadArticle> {
  const schema = frontMatterSchema(options)
  const mends = mendsFor(options)
  const share = sharing()
  return (file, bytes) => {
    const place = `articles/${file}`
    const broken = (faults: readonly YamlFault[]): Checked<ReadArticle> => ({
      ok: false,
      faults: faults.map((fault) => ({ file: place, ...fault })),
    })
    const parts = takeApart(bytes)
    if ('what' in parts) return broken([parts])
    const plain = plainFields(parts.head)
    const easy = plain && schema.safeParse(plain.value)
    if (easy?.success) {
      const lineOf: LineOf = ([key]) => lineNumber(plain, key)
      return assemble({ file, textAt: parts.textAt, lineOf, share }, easy.data)
    }
    try {
      const counter = new LineCounter()
      const document = parseDocument(parts.head, { lineCounter: counter, prettyErrors: false })
      const lineOf = yamlLines(document, counter, 1)
      const damage = yamlFaults(document, counter, 1)
      if (damage.length > 0) return broken(first(damage))
      const value: unknown = document.toJS({ maxAliasCount: 20 })
      const result = schema.safeParse(withoutEmpty(value))
      if (result.success)
        return assemble({ file, textAt: parts.textAt, lineOf, share }, result.data)
      const issues = result.error.issues.flatMap(keyByKey)
      const said = issues.slice(0, MOST_FAULTS)
      const faults = said.map((issue) => faultOf(issue, value, lineOf, mends))
      return broken(first(faults, issues.length - said.length))
    } catch (error) {
      return broken([unreadable(error)])
    }
  }
}

/** The front matter begins on the second line. */
function lineNumber(plain: PlainFields | undefined, key: PropertyKey | undefined) {
  const index = plain?.keys.indexOf(String(key)) ?? -1
  return index < 0 ? undefined : index + 2
}

/** The text of a file whose front matter was good, in its place: its lines have their numbers in the file. */
export function textOf(bytes: Buffer, textAt: number): string {
  let lines = ''
  for (let at = bytes.indexOf(10); at >= 0 && at < textAt; at = bytes.indexOf(10, at + 1))
    lines += '\n'
  return lines + bytes.toString('utf8', textAt)
}

/** Where head and text of an article lie, or why they cannot be told apart. */
function takeApart(bytes: Buffer): Parts | YamlFault {
  if (!isUtf8(bytes))
    return { line: undefined, what: 'is not UTF-8', mend: 'save it as UTF-8 in your editor' }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const opening = /^---[ \t]*\r?\n/.exec(bytes.toString('latin1', start, start + 80))
  const mend = 'begin the file with a line of three hyphens, the front matter, and three hyphens'
  if (opening === null) return { line: 1, what: 'has no front matter', mend }
  const headAt = start + opening[0].length
  const head = bytes.toString('latin1', headAt, headAt + LARGEST_HEAD)
  const closing = /^---[ \t]*(?:\r?\n|$)/m.exec(head)
  if (closing === null) return { line: 1, what: 'has front matter without an end', mend }
  return {
    head: bytes.toString('utf8', headAt, headAt + closing.index),
    textAt: headAt + closing.index + closing[0].length,
  }
}

const text = z.string().trim().min(1)
const texts = z.union([text.transform((one) => [one]), z.array(text)])

function frontMatterSchema({
  sections,
  plans,
  timeZone,
  reserved,
}: Parameters<typeof frontMatterReader>[0]) {
  const instantOf = instants(timeZone)
  const instant = z.string().transform((written, context) => {
    const found = instantOf(written.trim())
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: 'no date' })
    return z.NEVER
  })
  const plan = z.string().refine((id) => plans.includes(id))
  const known = sections.map(({ id }) => id)
  const address = z
    .string()
    // As every address that is asked for is led: an old one written otherwise would never be met.
    .transform((path) =>
      path
        .replace(/(?<=.)\/$/, '')
        .normalize('NFC')
        .toLowerCase(),
    )
    .refine((path) => /^(?:\/[^/?#\s]+)+$/.test(path) && !isReserved(path, reserved))
  return z.strictObject({
    title: text,
    summary: text.default(''),
    byline: texts.default([]),
    published: instant,
    updated: instant.optional(),
    section: text.refine((id) => known.length === 0 || known.includes(id)).optional(),
    tags: texts.default([]),
    access: z
      .union([
        z.enum(['free', 'registered', 'metered', 'subscribers']),
        z.strictObject({ subscribers: z.array(plan).min(1) }),
      ])
      .optional(),
    image: text.optional(),
    imageAlt: text.optional(),
    correction: text.optional(),
    moved: z.union([address.transform((one) => [one]), z.array(address)]).default([]),
  })
}

type FrontMatter = z.infer<ReturnType<typeof frontMatterSchema>>
type LineOf = (path: readonly PropertyKey[]) => number | undefined

/** What an article's file gives besides its front matter. */
interface Place {
  readonly file: string
  readonly textAt: number
  readonly lineOf: LineOf
  readonly share: (text: string) => string
}

function assemble(
  { file, textAt, lineOf, share }: Place,
  front: FrontMatter,
): Checked<ReadArticle> {
  const path = addressOf(file)
  const faults: Fault[] = []
  const image = leadImage(file, front, lineOf, faults)
  const article: Article = {
    id: idOf(front.moved[0] ?? path),
    path,
    title: detached(front.title),
    summary: detached(front.summary),
    bylines: front.byline.map(share),
    published: front.published,
    updated: front.updated,
    section: front.section && share(front.section),
    tags: listOf(new Set(front.tags.map(share))),
    access: accessOf(front.access),
    image: image && detached(image),
    imageAlt: detached(front.imageAlt ?? ''),
    correction: front.correction && detached(front.correction),
    moved: listOf(new Set(front.moved.map(detached))),
  }
  const lines =
    front.moved.length === 0 && front.image === undefined
      ? NO_LINES
      : { moved: lineOf(['moved']), image: lineOf(['image']) }
  return { ok: true, value: { article, lines, textAt, faults: listOf(faults) } }
}

/** What most articles have none of is one for all of them: there may be a hundred thousand. */
const NOTHING: readonly never[] = []
const NO_LINES = { moved: undefined, image: undefined }

function listOf<Item>(items: Iterable<Item>): readonly Item[] {
  const list = [...items]
  return list.length === 0 ? NOTHING : list
}

/** The lead picture's file; without words for those who do not see it, it is not shown. */
function leadImage(
  file: string,
  { image, imageAlt }: FrontMatter,
  lineOf: LineOf,
  faults: Fault[],
): string | undefined {
  if (image === undefined) return undefined
  const fault = (what: string, mend: string) => {
    faults.push({ file: `articles/${file}`, line: lineOf(['image']), field: 'image', what, mend })
    return undefined
  }
  if (imageAlt === undefined)
    return fault('has no imageAlt', 'say under imageAlt what the picture shows')
  return (
    fileBeside(file, image) ??
    fault(`is "${image}"`, 'name a file within articles/, relative to this one')
  )
}

function accessOf(access: FrontMatter['access']): Access | undefined {
  if (access === undefined) return undefined
  if (typeof access === 'string') return { kind: access }
  return { kind: 'subscribers', plans: access.subscribers }
}

/**
 * A key with nothing behind it is a key that is not there. Not so `access`: somebody meant to close the article, and the
 * policy's default might open it.
 */
function withoutEmpty(value: unknown): unknown {
  if (value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).filter(([key, one]) => one !== null || key === 'access'),
  )
}

/** An issue of several unknown keys, as one of each. */
function keyByKey(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'unrecognized_keys' || issue.path.length > 0) return [issue]
  return issue.keys.map((key) => ({ ...issue, keys: [key] }))
}

/** What is wrong, in the words of the field rather than of the schema. */
function faultOf(
  issue: z.core.$ZodIssue,
  value: unknown,
  lineOf: LineOf,
  mends: ReadonlyMap<string, (met: unknown) => string>,
): YamlFault {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    const [key = ''] = issue.keys
    const meant = nearest(key, KEYS)
    const mend = meant === undefined ? `take it out, or use one of ${KEYS.join(', ')}` : undefined
    const line = lineOf([key])
    return { line, field: key, what: 'is not known', mend: mend ?? `write ${meant}` }
  }
  const path = innermost(issue)
  const [field] = path
  if (field === undefined)
    return { line: 2, what: 'has front matter without keys', mend: 'write title: and published:' }
  const met = path.reduce<unknown>((inside, key) => property(inside, key), value)
  const missing = met === undefined || met === null
  const name = path.reduce<string>(
    (all, key) =>
      typeof key === 'number' ? `${all}[${key}]` : all ? `${all}.${String(key)}` : String(key),
    '',
  )
  const empty = field === 'access' && met === null
  const what = empty ? 'is empty' : missing ? 'is missing' : `is ${shown(met)}`
  const mend = mends.get(String(field))?.(met) ?? 'take it out'
  return { line: lineOf(path) ?? lineOf([field]), field: name, what, mend }
}

/** Of a union that matched nothing, the alternative that came furthest says best what is wrong. */
function innermost(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  if (issue.code !== 'invalid_union') return issue.path
  const inner = issue.errors.flat().map((one) => innermost(one))
  const longest = inner.reduce<readonly PropertyKey[]>((a, b) => (b.length > a.length ? b : a), [])
  return [...issue.path, ...longest]
}

function property(inside: unknown, key: PropertyKey): unknown {
  return typeof inside === 'object' && inside !== null
    ? Object.getOwnPropertyDescriptor(inside, key)?.value
    : undefined
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function mendsFor({
  sections,
  plans,
}: Pick<FolderOptions, 'sections' | 'plans'>): ReadonlyMap<string, (met: unknown) => string> {
  const inQuotes = (what: string) => () => `write ${what} as text, in quotes where it is a number`
  const date = () => 'write a date such as 2026-11-23, 2026-11-23 07:30 or 2026-11-23T07:30+01:00'
  const oneOf = (names: readonly string[], met: unknown) => {
    const meant = typeof met === 'string' ? nearest(met, names) : undefined
    return meant === undefined ? `write one of ${names.join(', ')}` : `write ${meant}`
  }
  const ids = sections.map(({ id }) => id)
  const kinds = ['free', 'registered', 'metered', 'subscribers']
  return new Map<string, (met: unknown) => string>([
    ['title', inQuotes('the headline')],
    ['summary', inQuotes('the lines under the headline')],
    ['byline', () => 'write one name, or a list of names'],
    ['published', date],
    ['updated', date],
    ['section', (met) => (ids.length === 0 ? 'write its id' : oneOf(ids, met))],
    ['tags', () => 'write one tag, or a list of tags'],
    [
      'access',
      (met) =>
        plans.length > 0 && typeof met === 'string' && nearest(met, kinds) === undefined
          ? `write one of ${kinds.join(', ')}, or subscribers: [plan] with the plans ${plans.join(', ')}`
          : oneOf(kinds, met),
    ],
    ['image', inQuotes('the name of a picture')],
    ['imageAlt', inQuotes('what the picture shows')],
    ['correction', inQuotes('the correction')],
    [
      'moved',
      () => 'write old addresses of this article, oldest first, each like /harbour/old-name',
    ],
  ])
}
