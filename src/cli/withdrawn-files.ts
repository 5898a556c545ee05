// Withdrawn files: which files of an edition belong to one article alone, and their deletion. What is deleted is gone
// for good, so in doubt a file stays, and nothing is reached through a link.
import { lstat, readdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { basename, join, normalize } from 'node:path'
import { parseFragment } from 'parse5'

/** All relative to the edition, those that are there. */
export interface OwnFiles {
  /** The article's Markdown file, and the pictures that nothing else mentions. */
  readonly own: readonly string[]
  /** Pictures that something else mentions, or may. */
  readonly shared: readonly string[]
}

/** A picture below articles/ by its name alone: no part of it is hidden or leads upward. */
const PLAIN_PICTURE =
  /^(?:[\p{L}\p{M}\p{N}_-][\p{L}\p{M}\p{N}_.-]*\/)*[\p{L}\p{M}\p{N}_-][\p{L}\p{M}\p{N}_.-]*\.(?:svg|png|jpe?g|webp|avif|gif)$/iu

/** `pictures`: those that the parsed article shows, relative to articles/. What its text only mentions does not count. */
export async function ownFilesOf(
  edition: string,
  path: string,
  pictures: readonly string[],
): Promise<OwnFiles> {
  const article = `articles${path}.md`
  const plain = [...new Set(pictures)]
    .filter((file) => PLAIN_PICTURE.test(file))
    .map((file) => `articles/${file}`)
  const found: string[] = []
  for (const file of [article, ...plain]) if (await isThere(join(edition, file))) found.push(file)
  const shared = await mentionedBeside(edition, article, new Set(plain))
  return {
    own: found.filter((file) => !shared.has(file)),
    shared: found.filter((file) => shared.has(file)),
  }
}

/** Deletes what it can. Gives the files that are still there, each with the reason. */
export async function deleteFiles(
  edition: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const left = new Map<string, string>()
  for (const file of files) {
    try {
      const why = await whyNotOurs(edition, file)
      if (why === undefined) await rm(join(edition, file), { force: true })
      else left.set(file, why)
    } catch (error) {
      left.set(file, error instanceof Error ? error.message : String(error))
    }
  }
  return left
}

/** Why a file must not be deleted: it is not where its name says. Throws when it is not there. */
async function whyNotOurs(edition: string, file: string): Promise<string | undefined> {
  const articles = await realpath(join(edition, 'articles'))
  const claimed = join(articles, normalize(file).slice('articles/'.length))
  const found = await realpath(join(edition, file))
  return found === claimed ? undefined : `it is reached through a link and lies at ${found}`
}

/** Those of the pictures that another text than the article's own mentions; one that cannot be read may mention any. */
async function mentionedBeside(
  edition: string,
  article: string,
  pictures: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const mentioned = new Set<string>()
  if (pictures.size === 0) return mentioned
  const articles = await readdir(join(edition, 'articles'), { recursive: true })
  const around = await readdir(edition)
  const texts = [
    ...articles.filter((file) => /\.md$/i.test(file)).map((file) => join('articles', file)),
    ...around.filter((file) => /^standfirst\.config\.|^front\.yaml$/.test(file)),
  ]
  for (const file of texts) {
    if (file === join(article)) continue
    if ((await stat(join(edition, file)).catch(() => undefined))?.isFile() !== true) continue
    const text = await readFile(join(edition, file), 'utf8').then(spelledOut, () => undefined)
    for (const picture of pictures)
      if (text === undefined || names(text, picture)) mentioned.add(picture)
  }
  return mentioned
}

/** Whether a text, spelled out, mentions a file of this name in whatever folder: rather one too many is kept. */
function names(text: string, file: string): boolean {
  const name = spelledOut(basename(file))
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\p{L}\p{M}\p{N}_.-]/u.test(text.charAt(at - 1))) return true
  return false
}

/** A text without the many ways to write one name: character references, percent signs, backslashes, letter case. */
function spelledOut(text: string): string {
  const [read] = parseFragment(text.replaceAll('<', '&lt;')).childNodes
  const whole = read !== undefined && 'value' in read ? read.value : text
  return whole
    .replace(/(?:%[\da-f]{2})+/gi, decoded)
    .replaceAll('\\', '')
    .normalize('NFC')
    .toLowerCase()
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}

async function isThere(file: string): Promise<boolean> {
  const state = await lstat(file).catch(() => undefined)
  return state !== undefined && !state.isDirectory()
}
