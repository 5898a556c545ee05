// standfirst explain: what a reader gets of an article, which rule decided that, and where the cut is.
import { resolve } from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import type { FolderContent } from '../content/folder/folder.ts'
import { instants } from '../content/folder/instant.ts'
import { faultLine } from '../core/fault.ts'
import { nearest } from '../core/nearest.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { normalPath } from '../http/normal-path.ts'
import { previewAddress } from '../http/preview.ts'
import { createSeals } from '../http/seal.ts'
import { openEdition } from '../node/open-edition.ts'
import { readKeyRing } from '../store/key-ring.ts'
import { readServing, type ServingNote } from '../store/serving.ts'
import { type Command, readArguments, readNumber, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, DATA_USAGE, dataDirOf } from './data-option.ts'
import {
  cutInFolder,
  type Explanation,
  explainCase,
  meaningOf,
  READERS,
  type ReaderKind,
  type WrittenQuestion,
} from './explanation.ts'
import { ordersIn } from './orders-in.ts'
import { instantInWords } from './until.ts'

const OPTIONS = {
  ...DATA_OPTION,
  as: { type: 'string' },
  read: { type: 'string' },
  on: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const explain: Command = {
  usage: `standfirst explain EDITION /path --as anonymous|registered|subscriber
                   [--read N] [--on DATE] [--json] [--data DIR]

Where Standfirst stands in front of a site, the page is asked for there, once; the whole address may
be written, https://www.example.org/path, and without --as all three readers are explained.

  --as WHO     who asks; a subscriber here has every plan
  --read N     how many other metered articles were read in the running period; 0 when left out
  --on DATE    when: 2026-12-01, "2026-12-01 18:00" in the publication's time zone, or an instant
               with its offset; now when left out
  --json       the same for programs
${DATA_USAGE}`,
  async run(args, terminal) {
    const written = writtenIn(args, terminal)
    if (!written.ok) return refuse(written.detail, terminal)
    const { edition, json } = written.value
    const config = await loadConfig(edition, terminal.env)
    if (!config.ok) return refuse(config.faults.map(faultLine).join('\n'), terminal)
    if (config.value.origin !== undefined)
      return (await import('./explain-origin.ts')).explainFromSite(
        { ...written.value, config: config.value, settings: config.value.origin },
        terminal,
      )
    const asked = questionOf(written.value)
    if (!asked.ok) return refuse(asked.detail, terminal)
    const answered = await answer(asked.value, config.value, terminal)
    if (!answered.ok) return refuse(answered.detail, terminal)
    if (json) terminal.out(JSON.stringify(forPrograms(answered.value, asked.value), undefined, 2))
    else for (const line of inWords(answered.value, asked.value, config.value)) terminal.out(line)
    return 0
  },
}

interface Question extends WrittenQuestion {
  readonly path: string
  readonly as: ReaderKind
}

interface Answer extends Explanation {
  /** Epoch milliseconds. */
  readonly on: number
  /** Of an article that is not out: its secret address, where there are keys to make it with. */
  readonly preview: string | undefined
  /** The edition that is served on the data folder, where it is another one: its keys may be another newspaper's. */
  readonly servedInstead: string | undefined
}

function writtenIn(args: readonly string[], terminal: Terminal): Result<WrittenQuestion, 'usage'> {
  const read = readArguments(args, OPTIONS, 2)
  if (!read.ok) return read
  const { values, positionals } = read.value
  const [edition, written] = positionals
  if (edition === undefined || written === undefined)
    return failed('usage', 'Say which: standfirst explain EDITION /path --as anonymous')
  const as = READERS.find((one) => one === values.as)
  if (as === undefined && values.as !== undefined) return failed('usage', WHO)
  const count = readNumber('read', values.read ?? '0', 200)
  if (!count.ok) return count
  return ok({
    edition: resolve(terminal.folder, edition),
    written,
    as,
    read: count.value,
    on: values.on,
    json: values.json === true,
    dataDir: dataDirOf(values.data, terminal),
  })
}

const WHO = 'Say who asks: --as anonymous, --as registered or --as subscriber.'

function questionOf(question: WrittenQuestion): Result<Question, 'usage'> {
  const { written, as } = question
  const normal = normalPath(encodeURI(written))
  if (normal.kind === 'refused' || !written.startsWith('/'))
    return failed('usage', `${written} is no address of an article: write /section/name.`)
  if (as === undefined) return failed('usage', WHO)
  const path = normal.kind === 'normal' ? normal.path : decodeURIComponent(normal.to)
  return ok({ ...question, path, as })
}

async function answer(
  question: Question,
  config: Config,
  { env }: Terminal,
): Promise<Result<Answer, 'unexplained'>> {
  const { dataDir, edition } = question
  const { timeZone } = config.site.publication
  const on = question.on === undefined ? Date.now() : instants(timeZone)(question.on)
  if (on === undefined)
    return failed('unexplained', `--on ${question.on} is no date: write 2026-12-01.`)
  const orders = await ordersIn(dataDir)
  if (!orders.ok) return failed('unexplained', orders.detail)
  const { openings, isWithdrawn } = orders.value
  const opened = await openEdition(edition, config, { isWithdrawn: () => false }, () => {})
  if (!opened.ok) return failed('unexplained', opened.detail)
  const content = opened.value
  try {
    const { byPath, moved } = content.edition()
    if (isWithdrawn(question.path))
      return failed('unexplained', `${question.path} was withdrawn: everybody gets 410 Gone.`)
    const article = byPath.get(moved.get(question.path) ?? question.path)
    if (article === undefined) return failed('unexplained', missing(question.path, content))
    const cut = await cutInFolder(article, config, content)
    if (!cut.ok) return failed('unexplained', cut.detail)
    const explained = explainCase({ ...question, article, on, openings }, config, cut.value)
    const { isOut } = explained
    const serving = await readServing(dataDir)
    const preview = isOut
      ? undefined
      : await previewOf(article.path, config, { dataDir, env, edition, serving })
    const served = serving?.edition === edition ? undefined : serving?.edition
    return ok({ ...explained, on, preview, servedInstead: served })
  } finally {
    await content.close()
  }
}

/** The secret address of an article; undefined where there are no keys that could be used. */
async function previewOf(
  path: string,
  config: Config,
  {
    dataDir,
    env,
    edition,
    serving,
  }: {
    readonly dataDir: string
    readonly env: Terminal['env']
    readonly edition: string
    readonly serving: ServingNote | undefined
  },
): Promise<string | undefined> {
  const ring = await readKeyRing(dataDir, env).catch(() => undefined)
  if (ring === undefined) return undefined
  const { publication, paths } = config.site
  // Another newspaper's server may run on this data folder: its address leads nowhere.
  const served = serving?.edition === edition ? serving.address : ''
  const address = config.address ?? served
  return `${address}${previewAddress(
    path,
    paths,
    createSeals(() => ring, publication.name),
  )}`
}

function missing(path: string, content: FolderContent): string {
  const broken = content.faults().filter(({ file }) => file === `articles${path}.md`)
  if (broken.length > 0) return broken.map(faultLine).join('\n')
  const meant = nearest(path, [...content.edition().byPath.keys()])
  return `There is no article ${path}${meant === undefined ? '.' : `; did you mean ${meant}?`}`
}

function inWords(answer: Answer, question: Question, config: Config): string[] {
  const { article, decision, access, receipt, cut, on, isOut } = answer
  const { timeZone } = config.site.publication
  const who = question.as === 'anonymous' ? 'an anonymous' : `a ${question.as}`
  const subject = question.as === 'subscriber' ? who : `${who} reader`
  const metered =
    question.read === 1 ? '1 other metered article' : `${question.read} other metered articles`
  const before = question.read === 0 ? '' : ` who has read ${metered}`
  const end = cut.by === 'author' ? 'where its author put it' : 'by length'
  const lines = [
    `${article.path}  “${article.title}”`,
    ...(isOut ? [] : notOut(answer, timeZone)),
    `${isOut ? `On ${instantInWords(on, timeZone)},` : 'Once it is out,'} ${subject}${before} ${meaningOf(decision)}`,
    `Rule      ${decision.rule}: ${access}`,
    `Cut       after ${cut.wordsBefore} of ${cut.words} words, ${end}`,
    receipt,
  ]
  if (article.path !== question.path) lines.unshift(`${question.path} moved to ${article.path}`)
  return lines
}

function notOut({ article, preview, servedInstead }: Answer, timeZone: string): string[] {
  const lines = [
    `It is not out before ${instantInWords(article.published, timeZone)}; until then everybody gets 404.`,
    preview === undefined
      ? 'Its preview address is made with the keys of the data folder, and the first start makes those.'
      : `Preview   ${preview}`,
  ]
  if (preview !== undefined && servedInstead !== undefined)
    lines.push(
      `          The data folder serves ${servedInstead}: if that is another newspaper, name this one's with --data.`,
    )
  return lines
}

function forPrograms(
  { article, decision, access, receipt, cut, on, isOut, preview }: Answer,
  { as, read }: Question,
) {
  return {
    path: article.path,
    title: article.title,
    as,
    read,
    on: new Date(on).toISOString(),
    published: new Date(article.published).toISOString(),
    isOut,
    decision,
    access,
    receipt,
    cut,
    preview,
  }
}
