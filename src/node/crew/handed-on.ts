// Handed on: the pages that a worker keeps, as text on its way to one that begins, which may be of newer code.
import { z } from 'zod'
import type { Variant } from '../../core/variant.ts'
import type { KeptPages } from '../../http/kept-pages.ts'

/** What a page says of an older code's variant is looked at when it is made: here only what is gone through. */
const told = z.object({ view: z.string(), notice: z.object({ kind: z.string() }) })
const variant = z.custom<Variant>((value) => told.safeParse(value).success)
const encoding = z.enum(['identity', 'gzip', 'br'])
const kept = z.object({
  wanted: z.array(z.object({ variant, encoding })),
  pages: z.array(z.tuple([z.string(), z.array(z.number())])),
})

export function textOfKept(pages: KeptPages): string {
  return JSON.stringify(pages)
}

/** Undefined of what is no such text. */
export function keptOfText(text: string): KeptPages | undefined {
  try {
    return kept.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
