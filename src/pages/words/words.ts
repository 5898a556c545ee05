// Words: everything that readers see and no article says, one file per language.
import { german } from './de.ts'
import { english } from './en.ts'
import { formats } from './formats.ts'
import type { Words } from './vocabulary.ts'

export type { Words } from './vocabulary.ts'

/** The words for a BCP 47 language: `de-AT` → German with Austrian dates; what nobody translated yet → English. */
export function wordsFor(language: string): Words {
  const base = new Intl.Locale(language).language
  if (base === 'de') return german(formats(language))
  return english(formats(base === 'en' ? language : 'en'))
}
