// standfirst withdraw: takes an article away for good, for court orders. The order is on the disk before anything is
// deleted, so that no crash in between brings the article back.
import { resolve } from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { faultLine } from '../core/fault.ts'
import { nearest } from '../core/nearest.ts'
import { failed, ok, type Result } from '../core/result.ts'
import { sitePath } from '../http/gate/site-path.ts'
import { normalPath } from '../http/normal-path.ts'
import { openEdition } from '../node/open-edition.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { withdraw as recordWithdrawal } from '../store/orders.ts'
import { readServing, type ServingNote } from '../store/serving.ts'
import { type Command, readArguments, refuse, type Terminal } from './command.ts'
import { DATA_OPTION, dataDirOf, dataUsage } from './data-option.ts'
import {
  isMeant,
  mayBeOrdered,
  sayUnknown,
  sayWhetherItIsGone,
  type WithdrawOrder,
} from './withdrawing.ts'
import { deleteFiles, type OwnFiles, ownFilesOf } from './withdrawn-files.ts'

const OPTIONS = {
  ...DATA_OPTION,
  edition: { type: 'string' },
  yes: { type: 'boolean' },
  unknown: { type: 'boolean' },
} as const

export const withdraw: Command = {
  usage: `standfirst withdraw /path [--edition DIR] [--yes] [--unknown] [--data DIR]

Readers get 410 Gone at the article's address and its old ones; it leaves feeds, maps and memory. A
running server is asked whether it answers so. Its Markdown file is deleted, and with it the
pictures that it shows and nothing else mentions; nothing outside of articles/ ever is. Where
Standfirst stands in front of a site, every version that it keeps is deleted instead, and the whole
address may be written, https://www.example.org/path.

  --edition DIR   the edition's folder; when left out, the one that is being served
  --yes           does not ask
  --unknown       also where no article is known: one that is gone already, or must not come
${dataUsage(18)}`,
  async run(args, terminal) {
    const read = readArguments(args, OPTIONS, 1)
    if (!read.ok) return refuse(read.detail, terminal)
    const { values, positionals } = read.value
    const [written] = positionals
    if (written === undefined)
      return refuse('Say which article: standfirst withdraw /path', terminal)
    // Which form it must have depends on the edition; no edition has these.
    if (URL.parse(written) === null && sitePath(encodeURI(written)).kind !== 'normal')
      return refuse(noAddress(written), terminal)
    const folder = await openDataFolder(dataDirOf(values.data, terminal))
    if (!folder.ok) return refuse(folder.detail, terminal)
    const dataDir = folder.value.path
    const serving = await readServing(dataDir)
    const edition =
      values.edition === undefined ? serving?.edition : resolve(terminal.folder, values.edition)
    if (edition === undefined)
      return refuse(`No server is running on ${dataDir}: name the folder with --edition.`, terminal)
    const config = await loadConfig(edition, terminal.env)
    if (!config.ok) return refuse(config.faults.map(faultLine).join('\n'), terminal)
    const { yes = false, unknown = false } = values
    const way = { config: config.value, written, dataDir, serving, yes, unknown }
    return config.value.origin === undefined
      ? fromEdition({ ...way, edition }, terminal)
      : (await import('./withdraw-origin.ts')).withdrawFromSite(way, terminal)
  },
}

async function fromEdition(
  order: WithdrawOrder & { readonly edition: string },
  terminal: Terminal,
): Promise<number> {
  const { edition, dataDir } = order
  const path = pathOf(order.written)
  if (!path.ok) return refuse(path.detail, terminal)
  const found = await inEdition(path.value, edition, order.config)
  if (!found.ok) return refuse(found.detail, terminal)
  const { title, files, paths, meant } = found.value
  const isThere = title !== undefined || files.own.length > 0
  if (!isThere && !order.unknown && !(await mayBeOrdered(dataDir, path.value)))
    return refuse(sayUnknown(path.value, meant), terminal)
  announce(found.value, terminal)
  if (!order.yes && !(await isMeant(paths[0] ?? path.value, terminal))) return 1
  return carryOut(found.value, order, terminal)
}

interface Order {
  /** The article's address, then its old ones. */
  readonly paths: readonly string[]
  readonly title: string | undefined
  readonly edition: string
  readonly files: OwnFiles
  /** Whether its pictures are known: they are not while its text cannot be read. */
  readonly isRead: boolean
  /** Of a path at which no article can be read: the nearest at which one can. */
  readonly meant: string | undefined
}

function noAddress(written: string): string {
  return `${written} is no address of an article: write /section/name.`
}

function pathOf(written: string): Result<string, 'usage'> {
  const normal = normalPath(encodeURI(written))
  if (normal.kind === 'refused' || !written.startsWith('/'))
    return failed('usage', noAddress(written))
  const found = normal.kind === 'normal' ? normal.path : decodeURIComponent(normal.to)
  // Addresses of articles have no capitals: an order for one would hold for nothing.
  return ok(found.toLowerCase())
}

async function inEdition(
  path: string,
  edition: string,
  config: Config,
): Promise<Result<Order, 'unreadable'>> {
  const opened = await openEdition(edition, config, { isWithdrawn: () => false }, () => {})
  if (!opened.ok) return failed('unreadable', opened.detail)
  const content = opened.value
  try {
    const { byPath, moved } = content.edition()
    const present = moved.get(path) ?? path
    const article = byPath.get(present)
    const old = (article?.moved ?? []).filter((one) => !byPath.has(one))
    const body = article && (await content.body(article))
    const shown = body?.ok ? [...body.value.pictures] : []
    const files = await ownFilesOf(edition, present, shown)
    const isRead = body?.ok === true
    const meant = article === undefined ? nearest(path, [...byPath.keys()]) : undefined
    return ok({ paths: [present, ...old], title: article?.title, edition, files, isRead, meant })
  } finally {
    await content.close()
  }
}

function announce({ paths, title, edition, files, isRead }: Order, { out }: Terminal): void {
  out(title === undefined ? `No article can be read at ${paths[0]} now.` : `“${title}”`)
  out(`To be gone for good at ${paths.join(', ')}`)
  for (const file of files.own) out(`To be deleted in ${edition}: ${file}`)
  for (const file of files.shared) out(`To be kept, for something else may show it: ${file}`)
  if (!isRead) out('Its text cannot be read: if it has pictures, delete them by hand.')
}

async function carryOut(
  { paths, edition, files }: Order,
  { dataDir, serving }: { readonly dataDir: string; readonly serving: ServingNote | undefined },
  terminal: Terminal,
): Promise<number> {
  try {
    await recordWithdrawal(dataDir, paths, Date.now())
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return refuse(`Nothing was done: ${dataDir} does not take the order: ${why}`, terminal)
  }
  terminal.out(`The order is kept in ${dataDir}.`)
  const left = await deleteFiles(edition, files.own)
  for (const file of files.own) if (!left.has(file)) terminal.out(`Deleted: ${file}`)
  for (const [file, why] of left) terminal.err(`Not deleted, do it by hand: ${file} (${why})`)
  terminal.out(
    'Beyond its reach: the history of a version control system, backups, copies on other servers, caches and screens of readers, search engines.',
  )
  const isGone = await sayWhetherItIsGone(paths, { dataDir, serving }, terminal)
  return left.size === 0 && isGone ? 0 : 1
}
