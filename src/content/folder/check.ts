// Check: everything that is wrong with an edition, texts included, for `standfirst check`.
import type { Article } from '../../core/article.ts'
import type { Fault } from '../../core/fault.ts'
import { isReserved } from './address.ts'
import type { Body } from './body.ts'
import { type FolderContent, sorted } from './folder.ts'
import { isArticleFile } from './scan.ts'

/** Parses every text of the edition; gives all faults by file and line. */
export async function checkEdition(content: FolderContent): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  for (const article of content.edition().latest) {
    const body = await content.body(article)
    if (!body.ok) continue
    const file = `articles${article.path}.md`
    faults.push(...cutFaults(file, body.value), ...linkFaults(file, article, body.value, content))
    faults.push(...body.value.faults)
  }
  const seen = new Set<string>()
  return sorted([...content.faults(), ...faults]).filter((fault) => {
    const key = JSON.stringify(fault)
    return !seen.has(key) && seen.add(key)
  })
}

function cutFaults(file: string, { authorCut }: Body): readonly Fault[] {
  if (authorCut === undefined || authorCut.below > 0) return []
  const what = 'the cut leaves nothing below it'
  return [
    { file, line: authorCut.line, what, mend: 'move <!--more--> up, or make the article free' },
  ]
}

/** Links within the publication that lead nowhere. */
function linkFaults(
  file: string,
  article: Article,
  { links }: Body,
  content: FolderContent,
): readonly Fault[] {
  const { byPath, moved } = content.edition()
  return links.flatMap(({ href, line }) => {
    const path = pathOf(href, article.path)
    if (path === undefined)
      return [{ file, line, what: `the link "${href}" is no address`, mend: 'write it anew' }]
    if (path === '/' || byPath.has(path) || isReserved(path, content.options.reserved)) return []
    const now = moved.get(path)
    const mend = isArticleFile(path)
      ? `write the address: ${path.slice(0, -'.md'.length)}`
      : 'write the address of an article, or take the link out'
    if (now !== undefined)
      return [{ file, line, what: `the link ${path} is an old address`, mend: `write ${now}` }]
    return [{ file, line, what: `the link ${href} leads nowhere`, mend }]
  })
}

/** The address a link leads to, decoded, without query and fragment. */
function pathOf(href: string, from: string): string | undefined {
  try {
    const { pathname } = new URL(href, `https://edition.invalid${encodeURI(from)}`)
    return decodeURIComponent(pathname).replace(/(?<=.)\/$/, '')
  } catch {
    return undefined
  }
}
