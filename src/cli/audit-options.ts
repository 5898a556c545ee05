// What an audit is told on the command line, checked before the first request: minutes of work must not end in a fault
// of writing.
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { isProof, PROOF } from '../audit/control.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { readArguments, type Terminal } from './command.ts'

const AUDIT_OPTIONS = {
  articles: { type: 'string' },
  sitemap: { type: 'string' },
  'full-text': { type: 'string' },
  'cookie-file': { type: 'string' },
  edition: { type: 'string' },
  json: { type: 'string' },
  html: { type: 'string' },
  rate: { type: 'string' },
  proof: { type: 'string' },
  contact: { type: 'string' },
  'no-browser': { type: 'boolean' },
  'fail-on': { type: 'string' },
} as const

/** What is audited. Folders and files are absolute. */
type Subject =
  | {
      readonly kind: 'site'
      readonly url: string
      /** Where it is known from what is paid for; undefined: it is compared. */
      readonly truth: TruthFrom | undefined
    }
  | {
      readonly kind: 'edition'
      readonly edition: string
      /** Where it is served already; undefined: it is served for this alone. */
      readonly url: string | undefined
    }

interface TruthFrom {
  readonly kind: 'full-text' | 'cookie-file'
  readonly path: string
}

export interface AuditOrder {
  readonly subject: Subject
  readonly articles: number | undefined
  readonly sitemap: string | undefined
  /** Requests a second. */
  readonly rate: number | undefined
  readonly proof: string | undefined
  readonly contact: string | undefined
  readonly browser: 'auto' | 'none'
  readonly failOnLeak: boolean
  /** Absolute. */
  readonly json: string | undefined
  readonly html: string | undefined
}

/** Fails `usage` with one line that says what to write instead. */
export async function readOrder(
  args: readonly string[],
  { folder }: Terminal,
): Promise<Result<AuditOrder, 'usage'>> {
  const read = readArguments(args, AUDIT_OPTIONS, 1)
  if (!read.ok) return read
  const { values, positionals } = read.value
  const subject = readSubject(positionals[0], values, folder)
  if (!subject.ok) return subject
  const numbers = readNumbers(values)
  if (!numbers.ok) return numbers
  const sitemap = readSitemap(values.sitemap, subject.value.url)
  if (!sitemap.ok) return sitemap
  const contact = readContact(values.contact)
  if (!contact.ok) return contact
  if (values['fail-on'] !== undefined && values['fail-on'] !== 'leak')
    return failed('usage', `--fail-on ${values['fail-on']} is not known: write --fail-on leak.`)
  if (values.proof !== undefined && !isProof(values.proof))
    return failed('usage', `--proof has to begin with “standfirst-audit:” and go on: ${PROOF}`)
  const files = await readFiles(values, folder)
  if (!files.ok) return files
  return ok({
    subject: subject.value,
    ...numbers.value,
    sitemap: sitemap.value,
    proof: values.proof,
    contact: contact.value,
    browser: values['no-browser'] === true ? 'none' : 'auto',
    failOnLeak: values['fail-on'] === 'leak',
    ...files.value,
  })
}

type Written = Readonly<Partial<Record<keyof typeof AUDIT_OPTIONS, string | boolean>>>

function readSubject(
  written: string | undefined,
  values: Written,
  folder: string,
): Result<Subject, 'usage'> {
  const [kind, other] = (['full-text', 'cookie-file', 'edition'] as const).filter(
    (one) => values[one] !== undefined,
  )
  if (kind !== undefined && other !== undefined)
    return failed('usage', `--${kind} and --${other} both say what the truth is: give one of them.`)
  const path = kind === undefined ? '' : resolve(folder, String(values[kind]))
  if (written === undefined)
    return kind === 'edition'
      ? ok({ kind, edition: path, url: undefined })
      : failed('usage', 'Say which site: standfirst audit https://www.example.org')
  const url = readUrl(written)
  if (!url.ok) return url
  if (kind === 'edition') return ok({ kind, edition: path, url: url.value })
  const truth = kind === undefined ? undefined : { kind, path }
  return ok({ kind: 'site', url: url.value, truth })
}

/** A site as somebody types it: https unless it says otherwise, http on this machine. */
function readUrl(written: string): Result<string, 'usage'> {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(written)
  const scheme = /^(?:localhost|127\.[\d.]+|\[::1\])(?::|\/|$)/i.test(written) ? 'http' : 'https'
  const url = URL.parse(hasScheme ? written : `${scheme}://${written}`)
  if (url === null || !/^https?:$/.test(url.protocol))
    return failed('usage', `${written} is no address of a site: write https://www.example.org`)
  if (url.username !== '' || url.password !== '')
    return failed(
      'usage',
      `Leave name and password out of the address: an audit reads what is sent to everybody. Write ${url.origin}`,
    )
  return ok(url.href)
}

const MOST_ARTICLES = 1000
const MOST_REQUESTS = 50

function readNumbers(
  values: Written,
): Result<{ articles: number | undefined; rate: number | undefined }, 'usage'> {
  const rate = values.rate === undefined ? undefined : Number(values.rate)
  if (rate !== undefined && !(rate >= 0.1 && rate <= MOST_REQUESTS))
    return failed(
      'usage',
      `--rate ${values.rate} is not a number of requests a second from 0.1 to ${MOST_REQUESTS}.`,
    )
  const articles = values.articles === undefined ? undefined : Number(values.articles)
  if (
    articles !== undefined &&
    !(Number.isInteger(articles) && articles > 0 && articles <= MOST_ARTICLES)
  )
    return failed(
      'usage',
      `--articles ${values.articles} is not a whole number from 1 to ${MOST_ARTICLES}.`,
    )
  return ok({ articles, rate })
}

function readSitemap(
  written: string | undefined,
  url: string | undefined,
): Result<string | undefined, 'usage'> {
  if (written === undefined) return ok(undefined)
  const address = URL.parse(written, url)
  return address !== null && /^https?:$/.test(address.protocol)
    ? ok(address.href)
    : failed('usage', `--sitemap ${written} is no address: write it whole, with https://`)
}

/** It stands in every request: nothing but an address, in letters that a header may hold. */
function readContact(written: string | undefined): Result<string | undefined, 'usage'> {
  if (written === undefined) return ok(undefined)
  const address = /\s/.test(written) ? null : URL.parse(written)
  return address !== null && /^(?:https?|mailto):$/.test(address.protocol)
    ? ok(address.href)
    : failed('usage', '--contact has to be an address: https://www.example.org/who-asks')
}

type Files = Pick<AuditOrder, 'json' | 'html'>

async function readFiles(values: Written, folder: string): Promise<Result<Files, 'usage'>> {
  const at = (written: string | boolean | undefined) =>
    written === undefined ? undefined : resolve(folder, String(written))
  const files: Files = { json: at(values.json), html: at(values.html) }
  if (files.json !== undefined && files.json === files.html)
    return failed('usage', '--json and --html name the same file: give each its own.')
  for (const [option, file] of Object.entries(files)) {
    const fault = file === undefined ? undefined : await writeFault(file)
    if (fault !== undefined)
      return failed('usage', `--${option} ${file} cannot be written: ${fault}`)
  }
  return ok(files)
}

/** Why nothing can be put there, as the end of a sentence; undefined when it can. */
async function writeFault(file: string): Promise<string | undefined> {
  const there = await stat(file).catch(() => undefined)
  if (there !== undefined && !there.isFile()) return 'it is no file.'
  const parent = dirname(file)
  const isFolder = (await stat(parent).catch(() => undefined))?.isDirectory() === true
  if (!isFolder) return `there is no folder ${basename(parent)}; make it first.`
  const may = await access(parent, constants.W_OK).then(
    () => true,
    () => false,
  )
  return may ? undefined : `the folder ${basename(parent)} takes no files.`
}
