// Scan: which files and folders there are below a folder.
import { opendir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fault } from '../../core/fault.ts'
import { codeOf } from './read-file.ts'

export interface Scan {
  /** Articles' files, relative to the articles folder. */
  readonly files: readonly string[]
  /** Folders that are there but cannot be read: what was below them is not known. */
  readonly unreadable: readonly string[]
  readonly faults: readonly Fault[]
}

/**
 * Looks through `start` (relative to `root`; empty for all of it). `enter` is called with each folder before it is
 * read, so that nothing that appears in it meanwhile is missed. Links to folders are not followed.
 */
export async function scan(
  root: string,
  start: string,
  enter: (folder: string) => void,
): Promise<Scan> {
  const files: string[] = []
  const unreadable: string[] = []
  const faults: Fault[] = []
  const folders = [start]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    enter(folder)
    try {
      for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
        if (isHidden(entry.name)) continue
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (entry.isDirectory()) folders.push(path)
        else if (isArticleFile(entry.name)) files.push(path)
        else if (entry.isSymbolicLink() && (await isFolder(join(root, path))))
          faults.push({
            file: `articles/${path}`,
            line: undefined,
            what: 'is a link to a folder, which is not followed',
            mend: 'move the folder itself here',
          })
      }
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT' || code === 'ENOTDIR') continue
      unreadable.push(folder)
      faults.push({
        file: folder === '' ? 'articles' : `articles/${folder}`,
        line: undefined,
        what: `cannot be read (${code})`,
        mend: 'let the account that runs Standfirst read it',
      })
    }
  }
  return { files, unreadable, faults }
}

export function isArticleFile(name: string): boolean {
  return name.toLowerCase().endsWith('.md')
}

/** Version control, editors' own files. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}

/** Whether a folder holds nothing but hidden files. */
export async function isEmpty(folder: string): Promise<boolean> {
  for await (const { name } of await opendir(folder)) if (!isHidden(name)) return false
  return true
}

/** Also through a link. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    // Not there, or a link to nowhere.
    return false
  }
}
