// Kept texts: what articles say, on the disk and not in memory, a file for each page that was read. From them the
// sentinel is taught anew where its fingerprints are lost, and a search learns what is open of a free article.
import { hash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { digestOf, type PartTexts } from './remembered.ts'

export interface KeptTexts {
  /** Undefined where it is not there, or not as it was written. */
  read(path: string, part: string): Promise<PartTexts | undefined>
  /** Throws what the file system throws. */
  write(path: string, part: string, texts: PartTexts): Promise<void>
  /** Takes all others of an article off the disk, also such as a crash left behind. Throws likewise. */
  keepOnly(path: string, parts: readonly string[]): Promise<void>
}

const FOLDER = 'texts'
const Kept = z.object({ gatedTexts: z.array(z.string()), openText: z.string() })

/** `folder`: in which theirs lies. */
export function createKeptTexts(folder: string): KeptTexts {
  const made = new Set<string>()
  return {
    async read(path, part) {
      const text = await readFile(fileIn(folder, path, part), 'utf8').catch(() => undefined)
      return text === undefined ? undefined : wholeOf(text, part)
    },
    async write(path, part, texts) {
      const file = fileIn(folder, path, part)
      const parent = dirname(file)
      if (!made.has(parent)) await mkdir(parent, { recursive: true, mode: 0o700 })
      made.add(parent)
      const { gatedTexts, openText } = texts
      await writeFile(file, JSON.stringify({ gatedTexts, openText }), { mode: 0o600 })
    },
    async keepOnly(path, parts) {
      const parent = dirname(fileIn(folder, path, ''))
      const kept = new Set(parts.map((part) => fileIn(folder, path, part)))
      const names = await readdir(parent).catch(noneIfMissing)
      const own = names.filter((name) => name.startsWith(`${nameOf(path)}-`))
      for (const file of own.map((name) => join(parent, name)))
        if (!kept.has(file)) await rm(file, { force: true })
    },
  }
}

/** A file that a crash left half written has another digest than its name says. */
function wholeOf(text: string, part: string): PartTexts | undefined {
  try {
    const parsed = Kept.safeParse(JSON.parse(text))
    return parsed.success && digestOf(parsed.data) === part ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function fileIn(folder: string, path: string, part: string): string {
  const name = nameOf(path)
  return join(folder, FOLDER, name.slice(0, 2), `${name}-${part}`)
}

function nameOf(path: string): string {
  return hash('sha256', path, 'hex').slice(0, 24)
}

function noneIfMissing(error: unknown): readonly string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
