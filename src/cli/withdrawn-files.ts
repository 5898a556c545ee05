// Withdrawn files: which files of an edition belong to one article alone, and their deletion.
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { mentionsIn } from '../content/folder/mentions.ts'

/**
 * The article's Markdown file and those of its pictures whose name stands in no other file of the edition: as paths
 * relative to the edition, those that are there. `pictures` (relative to articles/) are known from its text; what it
 * mentions of its own folder counts as well, because a broken article has no text.
 */
export async function filesOf(
  edition: string,
  path: string,
  pictures: ReadonlySet<string>,
): Promise<string[]> {
  const own = `articles${path}.md`
  const mentioned = await mentionedElsewhere(edition, own)
  const text = await readFile(join(edition, own), 'utf8').catch(() => '')
  const beside = mentionsIn(text).map((name) => join(dirname(own), name))
  const known = [...pictures].map((picture) => join('articles', picture))
  const alone = [...new Set([...known, ...beside])].filter((file) => !mentioned.has(basename(file)))
  const states = await Promise.all(
    [own, ...alone].map(async (file) => ({ file, found: await isFile(join(edition, file)) })),
  )
  return states.filter(({ found }) => found).map(({ file }) => file)
}

/** Deletes what it can. Gives the files that are still there, each with the reason. */
export async function deleteFiles(
  edition: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const left = new Map<string, string>()
  for (const file of files) {
    try {
      await rm(join(edition, file), { force: true })
    } catch (error) {
      left.set(file, error instanceof Error ? error.message : String(error))
    }
  }
  return left
}

/** Names of pictures in every text of the edition but one. Names without their folders: rather one too many is kept. */
async function mentionedElsewhere(edition: string, own: string): Promise<ReadonlySet<string>> {
  const articles = await readdir(join(edition, 'articles'), { recursive: true })
  const around = await readdir(edition)
  const texts = [
    ...articles.filter((file) => file.endsWith('.md')).map((file) => join('articles', file)),
    ...around.filter((file) => /^standfirst\.config\.|^front\.yaml$/.test(file)),
  ]
  const names = new Set<string>()
  for (const file of texts) {
    if (file === join(own)) continue
    for (const name of mentionsIn(await readFile(join(edition, file), 'utf8'))) names.add(name)
  }
  return names
}

async function isFile(file: string): Promise<boolean> {
  const state = await stat(file).catch(() => undefined)
  return state?.isFile() === true
}
