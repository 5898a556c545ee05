// Known: what was learnt of every article that was ever read, by its path. Lists are closed by it, pictures below a cut
// are found by it, and the sentinel learns from it again after a start. Kept as lines in one file, the last one counts.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Article } from '../../core/article.ts'
import type { ArticlePageReading, KnownArticle } from '../../core/origin.ts'
import { articleBeside, originalsOf } from './file-key.ts'

/** An article as it is remembered. */
export interface Remembered extends KnownArticle {
  readonly gatedTexts: readonly string[]
  readonly gatedFiles: readonly string[]
  readonly openFiles: readonly string[]
  /** The article is gone, and what stood below its cut is no more open for that. */
  readonly gone?: true | undefined
}

export interface Known {
  find(path: string): Remembered | undefined
  all(): readonly Article[]
  /** Grows whenever something that lists may say has changed. */
  generation(): number
  learn(reading: ArticlePageReading): void
  /** All but which files stood below its cut: where they lie they may still be had. */
  forget(path: string): void
  /** Articles below whose cut a file stands, when it stands openly nowhere. */
  below(file: string): readonly Article[]
  /** Resolves when everything is on the disk, and what was forgotten is off it. */
  written(): Promise<void>
}

const FILE = 'articles.jsonl'
const WRITE_AFTER_MS = 1000
const WRITE_AGAIN_MS = 30_000
/** So many lines, and as many as there are articles, that say what later ones say better: the file is written anew. */
const MOST_OLD_LINES = 1000

/** `folder`: where the file lies; undefined keeps all of it in memory alone. `fileKey`: one name for every size of a picture. */
export async function openKnown(options: {
  readonly folder: string | undefined
  readonly fileKey: (file: string) => string
  readonly report: (line: string) => void
}): Promise<Known> {
  const articles = new Map<string, Remembered>()
  const files = createFiles(options.fileKey)
  let generation = 0
  const lines = options.folder === undefined ? 0 : await load(options.folder, articles)
  const copies = createCopies()
  for (const one of articles.values()) {
    files.add(one)
    copies.count(one, 1)
  }
  const journal = await openJournal(options, articles, lines)
  const put = (path: string, next: Remembered | undefined): void => {
    const before = articles.get(path)
    if (before !== undefined) {
      files.remove(before)
      copies.count(before, -1)
    }
    articles.delete(path)
    if (next !== undefined) {
      articles.set(path, next)
      files.add(next)
      copies.count(next, 1)
    }
    generation++
    journal.write({ path, learnt: next })
  }
  const find = (path: string) => {
    const found = articles.get(path)
    return found?.gone === true ? undefined : found
  }
  return {
    find,
    all: () => [...articles.values()].flatMap((one) => (one.gone === true ? [] : one.article)),
    generation: () => generation,
    learn(reading) {
      const { path } = reading.article
      const before = articles.get(path)
      const next = rememberedOf(reading, before)
      if (before === undefined && copies.areMany(next)) return
      if (JSON.stringify(before) !== JSON.stringify(next)) put(path, next)
    },
    forget(path) {
      const before = find(path)
      if (before !== undefined) put(path, goneOf(before))
    },
    below(file) {
      const shownBy = files.below(file)
      if (shownBy.length > 0) return shownBy.flatMap((path) => articles.get(path)?.article ?? [])
      const key = options.fileKey(file)
      const whole = articles.get(articleBeside(key) ?? '')
      return whole?.gated === true && !files.isOpen(key) ? [whole.article] : []
    },
    written: () => journal.written(),
  }
}

/** The same text at so many addresses is enough: some sites answer with it at any that one invents. */
const MOST_COPIES = 8

function createCopies() {
  const counts = new Map<string, number>()
  const keyOf = ({ openText, gatedTexts, gatedFiles }: Remembered) =>
    createHash('sha256')
      .update(JSON.stringify([openText, gatedTexts, gatedFiles]))
      .digest('base64')
  return {
    count(one: Remembered, by: number): void {
      const key = keyOf(one)
      const next = (counts.get(key) ?? 0) + by
      if (next > 0) counts.set(key, next)
      else counts.delete(key)
    },
    areMany: (one: Remembered): boolean => (counts.get(keyOf(one)) ?? 0) >= MOST_COPIES,
  }
}

function goneOf({ article, gatedFiles }: Remembered): Remembered | undefined {
  if (gatedFiles.length === 0) return undefined
  const nothing = { title: '', summary: '', bylines: [], imageAlt: '', correction: undefined }
  return {
    ...{ article: { ...article, ...nothing }, gated: true, gone: true, gatedFiles },
    ...{ previewHtml: '', openText: '', gatedTexts: [], openFiles: [] },
  }
}

/**
 * A later page of an article adds to what is gated of it; the first page alone says what everybody may know. What stood
 * below the cut once is still there for whoever knows its address, and so are the files of later pages.
 */
function rememberedOf(reading: ArticlePageReading, before: Remembered | undefined): Remembered {
  const { article, gated, previewHtml, openText, gatedTexts, gatedFiles, openFiles } = reading
  const read = { article, gated, previewHtml, openText, gatedTexts, gatedFiles, openFiles }
  if (before === undefined) return read
  if (!reading.continues || before.gone === true) {
    const earlier = gated ? before.gatedFiles.filter((file) => !openFiles.includes(file)) : []
    return { ...read, gatedFiles: [...new Set([...gatedFiles, ...earlier])] }
  }
  return {
    ...before,
    gatedTexts: [...new Set([...before.gatedTexts, ...gatedTexts])],
    gatedFiles: [...new Set([...before.gatedFiles, ...gatedFiles])],
  }
}

/**
 * Which articles show a file below their cut, and which of these stand openly in another. A page that is no article opens
 * none: a CMS has a page of its own for every picture.
 */
function createFiles(fileKey: (file: string) => string) {
  const gated = new Map<string, Set<string>>()
  const open = new Map<string, number>()
  const count = (file: string, by: number) => {
    const key = fileKey(file)
    const next = (open.get(key) ?? 0) + by
    if (next > 0) open.set(key, next)
    else open.delete(key)
  }
  return {
    add({ article, gatedFiles, openFiles }: Remembered): void {
      for (const file of openFiles) count(file, 1)
      for (const file of gatedFiles) {
        const key = fileKey(file)
        const by = gated.get(key)
        if (by === undefined) gated.set(key, new Set([article.path]))
        else by.add(article.path)
      }
    },
    remove({ article, gatedFiles, openFiles }: Remembered): void {
      for (const file of openFiles) count(file, -1)
      for (const file of gatedFiles) gated.get(fileKey(file))?.delete(article.path)
    },
    isOpen: (key: string) => open.has(key),
    below(file: string): readonly string[] {
      if (gated.size === 0) return []
      const key = fileKey(file)
      if (open.has(key)) return []
      const isBelow = (one: string) => (gated.get(one)?.size ?? 0) > 0 && !open.has(one)
      const found = isBelow(key) ? key : originalsOf(key).map(fileKey).find(isBelow)
      return found === undefined ? [] : [...(gated.get(found) ?? [])]
    },
  }
}

interface Line {
  readonly path: string
  readonly learnt: Remembered | undefined
}

/** Writes after a moment, so that a thousand articles that are read at once are one write. */
async function openJournal(
  { folder, report }: { folder: string | undefined; report: (line: string) => void },
  articles: ReadonlyMap<string, Remembered>,
  lines: number,
) {
  if (folder === undefined) return { write: () => {}, written: async () => {} }
  const file = join(folder, FILE)
  await mkdir(folder, { recursive: true })
  const isLong = (all: number) => all - articles.size > MOST_OLD_LINES + articles.size
  if (isLong(lines)) await writeAnew(file, articles)
  let written = isLong(lines) ? articles.size : lines
  let waiting: string[] = []
  let isAnew = false
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const text = waiting.join('')
    written += waiting.length
    // A page that says another thing each time it is asked for adds a line each time.
    const anew = isAnew || isLong(written)
    if (anew) written = articles.size
    waiting = []
    isAnew = false
    if (anew || text !== '')
      writing = writing
        .then(() => (anew ? writeAnew(file, articles) : appendFile(file, text)))
        .catch((error: unknown) => {
          report(`${file} cannot be written: ${String(error)}`)
          // Perhaps half of a line was, and what was to go is still there.
          isAnew = true
          timer ??= setTimeout(() => void flush(), WRITE_AGAIN_MS).unref()
        })
    return writing
  }
  return {
    write(line: Line): void {
      // What was taken away does not stay behind in an older line.
      if (line.learnt === undefined || line.learnt.gone === true) isAnew = true
      waiting.push(`${JSON.stringify(line)}\n`)
      timer ??= setTimeout(() => void flush(), WRITE_AFTER_MS).unref()
    },
    written: flush,
  }
}

async function writeAnew(file: string, articles: ReadonlyMap<string, Remembered>): Promise<void> {
  await writeFile(`${file}.new`, linesOf(articles))
  await rename(`${file}.new`, file)
}

/** One at a time: all of them together may be longer than a string can be. */
function* linesOf(articles: ReadonlyMap<string, Remembered>): Generator<string> {
  for (const [path, learnt] of articles) yield `${JSON.stringify({ path, learnt })}\n`
}

const texts = z.array(z.string())
const optional = <Type extends z.ZodType>(type: Type) =>
  type.optional().transform((value): z.output<Type> | undefined => value)

const accessOfLine = z.union([
  z.object({ kind: z.literal('free') }),
  z.object({ kind: z.literal('registered') }),
  z.object({ kind: z.literal('metered') }),
  z
    .object({ kind: z.literal('subscribers'), plans: texts.optional() })
    .transform(({ plans }) =>
      plans === undefined
        ? { kind: 'subscribers' as const }
        : { kind: 'subscribers' as const, plans },
    ),
])

const LineOfFile = z.object({
  path: z.string(),
  learnt: optional(
    z.object({
      article: z.object({
        id: z.string(),
        path: z.string(),
        title: z.string(),
        summary: z.string(),
        bylines: texts,
        published: z.number(),
        updated: optional(z.number()),
        section: optional(z.string()),
        tags: texts,
        access: optional(accessOfLine),
        sign: optional(accessOfLine),
        image: optional(z.string()),
        imageAlt: z.string(),
        correction: optional(z.string()),
        moved: texts,
      }),
      gated: z.boolean(),
      previewHtml: z.string(),
      openText: z.string(),
      gatedTexts: texts,
      gatedFiles: texts,
      openFiles: texts,
      gone: optional(z.literal(true)),
    }),
  ),
})

/**
 * Gives how many lines there were; without end where one says nothing, for it is torn or of another version: the next
 * would be written behind what is left of it.
 */
async function load(folder: string, articles: Map<string, Remembered>): Promise<number> {
  let lines = 0
  const input = createReadStream(join(folder, FILE), 'utf8')
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      lines++
      const line = lineOf(text)
      if (line === undefined) lines = Number.POSITIVE_INFINITY
      else if (line.learnt === undefined) articles.delete(line.path)
      else articles.set(line.path, line.learnt)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return lines
}

function lineOf(text: string): Line | undefined {
  try {
    const parsed = LineOfFile.safeParse(JSON.parse(text))
    return parsed.success ? { path: parsed.data.path, learnt: parsed.data.learnt } : undefined
  } catch {
    return undefined
  }
}
