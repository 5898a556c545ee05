// Closing: what of an item's values stays, by what they are called and whose they are.
import { escapeUTF8 } from 'entities'
import type { Listing } from './listing.ts'
import {
  FEW_WORDS,
  isMarkup,
  isOpen,
  openBeginning,
  TITLE_WORDS,
  textOf,
  wordsIn,
} from './texts.ts'

/** As many as a section, a person or an office has. */
const NAME_WORDS = 12

/**
 * `title`: stays at a headline's length. `body`: the article's text. `excerpt`: a part of it, or what was written about
 * it. `head`: what a page's head says of it. `plain`: anything else.
 */
export type Role = 'title' | 'body' | 'excerpt' | 'head' | 'plain'

const TITLES =
  /^(?:(?:og|twitter|meta|seo|short|page|social|media|itunes)?_?(?:title|headline)|headlines|name|label|basic|caption_title|categor(?:y|ies)|keywords?|tags?|subject|slug|author|creator|byline|rights|copyright|license|credit|term|url|link|href|guid|permalink|id|path)$/
const BODIES =
  /^(?:content|contents|encoded|body|html|plaintext|plain_text|text|fulltext|full_text|full-text|articlebody|article_body|bodytext|body_text|bodyhtml|body_html|content_html|content_text|contenthtml|contenttext|markdown|lexical|mobiledoc|amp_html|content_elements|blocks|paragraphs|transcript|value|raw|rendered|children)$/
const EXCERPTS =
  /^(?:description|summary|excerpt|custom_excerpt|abstract|subtitle|subheadline|deck|dek|lead|lede|teaser|intro|snippet|preview|blurb|standfirst|(?:og|twitter|meta|seo|social)_?description|subheadlines)$/
const HEADS = /^(?:yoast_head|rank_math_head|aioseo_head|codeinjection_(?:head|foot)|head)$/

export function roleOf(name: string): Role {
  const plain = name.toLowerCase()
  if (TITLES.test(plain)) return 'title'
  if (BODIES.test(plain)) return 'body'
  if (EXCERPTS.test(plain)) return 'excerpt'
  return HEADS.test(plain) ? 'head' : 'plain'
}

/**
 * What stands in a value's place; undefined where it stays. What was markup is markup again. `again`: the item has its
 * preview in a value of this name already.
 */
export function closedValue(
  role: Role,
  value: string,
  listing: Listing,
  again: boolean,
): string | undefined {
  if (listing.kind === 'free' || value.trim() === '') return undefined
  switch (role) {
    case 'title':
      return closedTitle(value, listing)
    case 'body':
      return closedBody(value, listing, again)
    case 'excerpt':
      return closedExcerpt(value, listing)
    case 'head':
      return isOpenIn(value, listing) && !isMarkup(value) ? undefined : ''
    case 'plain':
      return saysLittle(value) || isOpenIn(value, listing) ? undefined : ''
  }
}

function closedBody(value: string, listing: Listing, again: boolean): string | undefined {
  if (listing.kind !== 'gated') return isShort(value) ? undefined : ''
  if (!isMarkup(value) && isOpenIn(value, listing)) return undefined
  if (again || isShort(value) || isState(value)) return ''
  const { previewHtml } = listing.known
  return isMarkup(value) ? previewHtml : textOf(previewHtml)
}

/** RFC 822 dates have six words. */
const DATE =
  /^\s*(?:[a-z]{3},? +)?\d{1,2} [a-z]{3,9} \d{2,4}(?: [\d:]{4,8})?(?: (?:[+-]\d{4}|[a-z]{1,4}))?\s*$/i

function saysLittle(value: string): boolean {
  return wordsIn(value) <= FEW_WORDS || DATE.test(value)
}

/** A type, a number: nothing that could be an article's end. */
function isShort(value: string): boolean {
  return !isMarkup(value) && !/\s/.test(value.trim()) && wordsIn(value) <= 1
}

/** An editor's state is a text within a text; no preview can be made of it. */
function isState(value: string): boolean {
  return /^\s*[{[]/.test(value)
}

function closedExcerpt(value: string, listing: Listing): string | undefined {
  if (listing.kind !== 'gated')
    return wordsIn(value) <= FEW_WORDS && !isMarkup(value) ? undefined : ''
  const { known } = listing
  if (isOpen(value, known)) return undefined
  const open = openBeginning(value, known) || known.article.summary
  return like(value, open || beginningOf(known.previewHtml))
}

/** As long as WordPress makes an excerpt. */
const EXCERPT_WORDS = 55

/** What an editor wrote beside the article is not known to be open: its own beginning is. */
function beginningOf(previewHtml: string): string {
  const words = textOf(previewHtml).split(/\s+/)
  const beginning = words.slice(0, EXCERPT_WORDS).join(' ')
  return words.length > EXCERPT_WORDS ? `${beginning} …` : beginning
}

/** Of an article that was read its headline is known; what is longer than names are and is not open is none. */
function closedTitle(value: string, listing: Listing): string | undefined {
  const words = wordsIn(value)
  if (listing.kind !== 'gated') return words <= TITLE_WORDS ? undefined : ''
  const { known } = listing
  if (words <= NAME_WORDS || isOpen(value, known)) return undefined
  return like(value, openBeginning(value, known) || known.article.title)
}

function isOpenIn(value: string, listing: Listing): boolean {
  return listing.kind === 'gated' && isOpen(value, listing.known)
}

/** A plain text, written like the value that it stands in place of. */
function like(value: string, text: string): string {
  return isMarkup(value) ? escapeUTF8(text) : text
}
