// Remembered: what stays in memory of an article that was read, and the digest of the texts that do not.
import { hash } from 'node:crypto'
import type { ArticlePageReading, KnownArticle } from '../../../core/origin.ts'

/**
 * An article as it is remembered. `previewHtml` and `openText` are empty of a free one, which lists leave as it is, and of
 * one for which there was no room; its texts on the disk say more.
 */
export interface Remembered extends KnownArticle {
  readonly gatedFiles: readonly string[]
  readonly openFiles: readonly string[]
  /** Digests of the texts of its pages: the first, and later ones as they were read. */
  readonly parts: readonly string[]
  /** The article is gone, and what stood below its cut is no more open for that. */
  readonly gone?: true | undefined
}

/** What one page of an article says, above the cut and below. */
export interface PartTexts {
  readonly gatedTexts: readonly string[]
  readonly openText: string
}

/** Of texts as they are kept: who reads them again knows whether they are whole. */
export function digestOf({ gatedTexts, openText }: PartTexts): string {
  return hash('sha256', JSON.stringify([openText, ...gatedTexts]), 'hex').slice(0, 32)
}

/**
 * A later page of an article adds to what is gated of it; the first page alone says what everybody may know. What stood
 * below the cut once is still there for whoever knows its address, and so are the files of later pages.
 */
export function rememberedOf(
  reading: ArticlePageReading,
  before: Remembered | undefined,
): Remembered {
  const { article, gated, gatedFiles, openFiles } = reading
  const previewHtml = gated ? reading.previewHtml : ''
  const openText = gated ? reading.openText : ''
  const part = digestOf(reading)
  const read = { article, gated, previewHtml, openText, gatedFiles, openFiles, parts: [part] }
  if (before === undefined) return read
  if (!reading.continues || before.gone === true) {
    const earlier = gated ? before.gatedFiles.filter((file) => !openFiles.includes(file)) : []
    return { ...read, gatedFiles: [...new Set([...gatedFiles, ...earlier])] }
  }
  return {
    ...before,
    gatedFiles: [...new Set([...before.gatedFiles, ...gatedFiles])],
    parts: withPart(before.parts, part),
  }
}

/** More pages no article has; one that says another thing each time it is asked for has no end of them. */
const MOST_PARTS = 100

function withPart(parts: readonly string[], part: string): readonly string[] {
  if (parts.includes(part)) return parts
  const [first, ...later] = parts
  return first === undefined ? [part] : [first, ...later.slice(2 - MOST_PARTS), part]
}

/** What is left of an article that is gone: which files stood below its cut, which may still lie where they lay. */
export function goneOf({ article, gatedFiles }: Remembered): Remembered | undefined {
  if (gatedFiles.length === 0) return undefined
  const nothing = { title: '', summary: '', bylines: [], imageAlt: '', correction: undefined }
  return {
    ...{ article: { ...article, ...nothing }, gated: true, gone: true, gatedFiles },
    ...{ previewHtml: '', openText: '', openFiles: [], parts: [] },
  }
}
