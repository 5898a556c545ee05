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

/** Words of a text that is longer than any headline with a byline. */
const LONG = 100
/** Words of such, and which part of a text they are when sentences stand beside them. */
const REST = 25
const REST_SHARE = 0.05
/** Words of a sentence that says why a text was taken back. */
const SENTENCE = 8

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
  if (isARest(now, before) && !saysMore(now, before)) return true
  const left = new Set(linesOf(now))
  if (linesOf(before).some((line) => left.has(line))) return false
  // Found by a less certain way: the place of the text is empty, and a headline or comments are taken for it.
  if (SURENESS[now.foundBy] < SURENESS[before.foundBy]) return true
  return now.words <= NEXT_TO_NONE && before.words >= FEW
}

/** Whether no more is left than the headline and the byline that a template goes on writing into the text's place. */
function isARest(now: Text, before: Text): boolean {
  if (before.words <= LONG || now.words >= REST) return false
  return now.words < before.words * REST_SHARE || !linesOf(now).some(isSentence)
}

/** Whether a sentence stands in it that did not stand there before: an editor wrote it, as of a text that is taken back. */
function saysMore(now: Text, before: Text): boolean {
  const said = [before.openText, ...before.gatedTexts].join('\n')
  return linesOf(now).some((line) => isSentence(line) && !said.includes(line))
}

function isSentence(line: string): boolean {
  return /[.!?…]\P{L}*$/u.test(line) && wordsIn(line) >= SENTENCE
}

/** Below headline and summary, which a template may go on showing. */
function linesOf({ openText, gatedTexts }: Text): readonly string[] {
  return [...openText.split('\n').slice(2), ...gatedTexts].filter(
    (line) => wordsIn(line) >= OWN_LINE,
  )
}
