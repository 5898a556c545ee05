// Lines: what is remembered of articles as lines of one file, of which the last one of an article counts.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Remembered } from './remembered.ts'

/** `learnt` undefined: it was forgotten. */
export interface Line {
  readonly path: string
  readonly learnt: Remembered | undefined
}

const texts = z.array(z.string())
const optional = <Type extends z.ZodType>(type: Type) =>
  type.optional().transform((value): z.output<Type> | undefined => value)

const accessOfLine = z.union([
  z.object({ kind: z.literal('free') }),
  z.object({ kind: z.literal('registered') }),
  z.object({ kind: z.literal('metered') }),
  z
    .object({ kind: z.literal('subscribers'), plans: texts.optional() })
    .transform(({ plans }) =>
      plans === undefined
        ? { kind: 'subscribers' as const }
        : { kind: 'subscribers' as const, plans },
    ),
])

const LineOfFile = z.object({
  path: z.string(),
  learnt: optional(
    z.object({
      article: z.object({
        id: z.string(),
        path: z.string(),
        title: z.string(),
        summary: z.string(),
        bylines: texts,
        published: z.number(),
        updated: optional(z.number()),
        section: optional(z.string()),
        tags: texts,
        access: optional(accessOfLine),
        sign: optional(accessOfLine),
        image: optional(z.string()),
        imageAlt: z.string(),
        correction: optional(z.string()),
        moved: texts,
      }),
      gated: z.boolean(),
      previewHtml: z.string(),
      openText: z.string(),
      gatedFiles: texts,
      openFiles: texts,
      parts: texts,
      gone: optional(z.literal(true)),
    }),
  ),
})

/**
 * Gives how many lines there were; without end where one says nothing, for it is torn or of another version: the next
 * would be written behind what is left of it. Throws what the file system throws, a missing file apart.
 */
export async function readLines(file: string, take: (line: Line) => void): Promise<number> {
  let lines = 0
  const input = createReadStream(file, 'utf8')
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      lines++
      const line = lineOf(text)
      if (line === undefined) lines = Number.POSITIVE_INFINITY
      else take(line)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return lines
}

export function textOfLine(line: Line): string {
  return `${JSON.stringify(line)}\n`
}

function lineOf(text: string): Line | undefined {
  try {
    const parsed = LineOfFile.safeParse(JSON.parse(text))
    return parsed.success ? { path: parsed.data.path, learnt: parsed.data.learnt } : undefined
  } catch {
    return undefined
  }
}
