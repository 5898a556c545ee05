// Emptied: whether an article's new version has lost its text by a fault of its template. An article may say little, and
// one that is taken back says another thing in the same place; so it is judged by what the version before had.
import type { ArticlePageReading, FoundBy } from '../../core/origin.ts'
import { wordsIn } from './lists/texts.ts'

type Text = Pick<ArticlePageReading, 'words' | 'foundBy' | 'openText' | 'gatedTexts'>

/** Words of a text that a video or a gallery may have had, and may lose. */
const FEW = 50
/** Words that a template leaves where a text was: buttons to share it. */
const NEXT_TO_NONE = 3
/** Words of a line that stands in no other text by accident. */
const OWN_LINE = 5

/** What is said of a page comes before what is guessed. */
const SURENESS: Readonly<Record<FoundBy, number>> = {
  configured: 4,
  'has-part': 3,
  cms: 2,
  known: 1,
  readability: 0,
}

/** Whether nothing of the text before is left, and no other text stands where it stood. */
export function isEmptied(now: Text, before: Text): boolean {
  if (before.words === 0) return false
  const left = new Set(linesOf(now))
  if (linesOf(before).some((line) => left.has(line))) return false
  // Found by a less certain way: the place of the text is empty, and a headline or comments are taken for it.
  if (SURENESS[now.foundBy] < SURENESS[before.foundBy]) return true
  return now.words <= NEXT_TO_NONE && before.words >= FEW
}

/** Below headline and summary, which a template may go on showing. */
function linesOf({ openText, gatedTexts }: Text): readonly string[] {
  return [...openText.split('\n').slice(2), ...gatedTexts].filter(
    (line) => wordsIn(line) >= OWN_LINE,
  )
}
