// Light: whether a text is closed in so little time, whatever it says, that no other reader notices.

export const LIGHT_BYTES = 32 * 1024
/** Markup that is never closed is opened again by each block behind it: of n tags parse5 makes up to n²/4 elements. */
const MOST_TAGS = 200
/** The beginning of a tag, in every way of writing it that is undone before a text is parsed. */
const TAG = /<|&(?:amp;)*(?:lt|#0*60|#x0*3c)|\\(?:u00|x)3c|%(?:25)*3c/gi

/** Of a text that has no more than LIGHT_BYTES. */
export function isLight(text: string): boolean {
  TAG.lastIndex = 0
  for (let tags = 0; TAG.test(text); tags++) if (tags >= MOST_TAGS) return false
  return true
}
