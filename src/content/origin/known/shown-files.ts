// Shown files: which articles show a file below their cut, which of these stand openly elsewhere; and at how many
// addresses the same text was met.
import { originalsOf } from '../file-key.ts'
import type { Remembered } from './remembered.ts'

/** The same text at so many addresses is enough: some sites answer with it at any that one invents. */
const MOST_COPIES = 8

export function createCopies() {
  const counts = new Map<string, number>()
  const keyOf = ({ parts, gatedFiles }: Remembered) => [...parts, ...gatedFiles].join('\n')
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

/**
 * Which articles show a file below their cut, and which of these stand openly in another. A page that is no article opens
 * none: a CMS has a page of its own for every picture.
 */
export function createFiles(fileKey: (file: string) => string) {
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
