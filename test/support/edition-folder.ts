// An edition's folder for tests: real files in a folder of its own, opened as the server opens it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type FolderContent, openFolder } from '../../src/content/folder/folder.ts'
import type { FolderOptions } from '../../src/content/folder/options.ts'
import { type Fault, faultLine } from '../../src/core/fault.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

/** Front matter of an article that is in order, with more keys if need be, above a text. */
export function article(text: string, more = ''): string {
  return `---\ntitle: A headline\npublished: 2026-11-20\n${more}---\n${text}\n`
}

/** A text that takes some tenths of a second to read: the others wait for it. */
export const SLOW_TEXT = `<div>\n<p>${'<b>'.repeat(90)}x${'<p>x'.repeat(3000)}\n</div>`

/** A folder with these files, taken away after the test. */
export async function folderWith(files: Files): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'edition-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  await mkdir(join(dir, 'articles'))
  for (const [file, text] of Object.entries(files)) await put(dir, file, text)
  return dir
}

export async function put(dir: string, file: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(dir, file)), { recursive: true })
  await writeFile(join(dir, file), text)
}

export interface Opened {
  readonly content: FolderContent
  /** What was reported so far, one line each. */
  readonly reported: string[]
}

/** Opens a folder as an edition and closes it after the test. */
export async function openEditionIn(
  dir: string,
  change: Partial<FolderOptions> = {},
): Promise<Opened> {
  const reported: string[] = []
  const result = await openFolder({ ...folderOptions(dir), report: keep(reported), ...change })
  if (!result.ok) throw new Error(result.detail)
  onTestFinished(() => result.value.close())
  return { content: result.value, reported }
}

export function folderOptions(dir: string): FolderOptions {
  return {
    dir,
    sections: [{ id: 'town' }, { id: 'sport' }],
    plans: ['digital'],
    timeZone: 'Europe/London',
    cut: { words: 80 },
    imagesPath: '/standfirst/images',
    reserved: ['/account', '/account/*', '/town', '/sport'],
    footnoteLabel: 'Footnotes',
    footnoteBackLabel: 'Back to reference',
    tableLabel: 'Table',
    isWithdrawn: () => false,
    report: () => {},
  }
}

function keep(reported: string[]): (fault: Fault) => void {
  return (fault) => reported.push(faultLine(fault))
}
