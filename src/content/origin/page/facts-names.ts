// Names: sections, tags and authors of an article, out of the ways in which sites write them.
import type { Place } from './find-body-survey.ts'
import { attribute, textOf } from './selectors.ts'

/** Id-like, as rules name it: `Science & Health` → `science-health`. Empty when nothing of it can stand in one. */
function slugOf(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

/** What a system may have made of a name: with its accents, as it is written, and without, as in addresses. */
export function slugsOf(name: string): readonly string[] {
  const slug = slugOf(name)
  return [slug, slug.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')]
}

/** What WordPress and Ghost write into classes, `category-sport`: the names behind the prefix. */
export function classNames(places: readonly Place[], prefix: string): readonly string[] {
  return places.flatMap(({ classes }) =>
    classes.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length)),
  )
}

/** Where links to a section or a tag stand in WordPress's themes, by the class of what is around them. */
const LISTS_OF = {
  section: /^(?:taxonomy-category|cat-links|entry-categories|post-categories)$/,
  tag: /^(?:taxonomy-post_tag|tags-links|tag-links|entry-tags|post-tags)$/,
}

/** The last part of each address that such links lead to: its slug. */
export function linkedNames(
  places: readonly Place[],
  kind: keyof typeof LISTS_OF,
): readonly string[] {
  const names: string[] = []
  let end = -1
  for (const { at, end: after, classes, element } of places) {
    if (classes.some((one) => LISTS_OF[kind].test(one))) end = Math.max(end, after)
    if (element.tagName !== 'a') continue
    const rel = (attribute(element, 'rel') ?? '').split(/\s+/)
    const isNamed = kind === 'section' && rel.includes('category')
    if (at >= end && !isNamed) continue
    const name = lastSegment(attribute(element, 'href') ?? '')
    if (name !== '') names.push(name)
  }
  return names
}

function lastSegment(address: string): string {
  const path = URL.parse(address, 'http://localhost')?.pathname ?? ''
  const last = path.replace(/\/$/, '').split('/').at(-1) ?? ''
  try {
    return slugOf(decodeURIComponent(last))
  } catch {
    return slugOf(last)
  }
}

const BYLINES =
  /^(?:wp-block-post-author__name|wp-block-post-author-name|author-name|byline__name)$/
const MOST_AUTHORS = 20

/** Whom the page names as who wrote it, where its data does not. */
export function shownAuthors(places: readonly Place[]): readonly string[] {
  const shown = places.filter(
    ({ element, classes }) =>
      /\bauthor\b/.test(attribute(element, 'rel') ?? '') ||
      classes.some((one) => BYLINES.test(one)),
  )
  const names = shown
    .slice(0, MOST_AUTHORS)
    .map(({ element }) => textOf(element).replace(/\s+/g, ' ').trim())
  return [...new Set(names.filter((name) => name !== '' && name.length < 100))]
}
