// Close recognised: a page of which is known what it is gets the public address, loses what nobody decided on, and, where
// it is an article, becomes two views.
import type { Named, PageReading } from '../../../core/origin.ts'
import { rewriteAddresses } from './close-addresses.ts'
import { type CarriedBody, type Circumstances, cutOthers } from './close-others.ts'
import { closePage } from './close-page.ts'
import { closeUnshown } from './close-unshown.ts'
import { filesIn } from './cut-page-texts.ts'
import { closeOthersInJsonLd, dropCopies, jsonLdIn } from './json-ld.ts'
import {
  attributeOf,
  type Document,
  isElement,
  nodesIn,
  type ParsedPage,
  written,
} from './parse-page.ts'
import { type FoundArticle, factsOf, readArticlePage } from './read-article-page.ts'
import { findRented } from './rented.ts'

/** What its relative addresses are relative to. One of another site makes none of this one. */
function baseOf(document: Document, page: URL): URL {
  const element = nodesIn(document).find((node) => isElement(node) && node.tagName === 'base')
  const href = element && isElement(element) ? attributeOf(element, 'href') : undefined
  const base = href === undefined ? null : URL.parse(href, page.href)
  return base?.host === page.host ? base : page
}

/** Any other page, with the texts of articles that it carries. */
export interface FoundPage {
  readonly kind: 'page'
  readonly bodies: readonly CarriedBody[]
  readonly listed: readonly Named[]
  readonly language: string | undefined
}

export function closeRecognised(
  page: ParsedPage,
  found: FoundArticle | FoundPage,
  asked: Circumstances,
): PageReading {
  const { document } = page
  rewriteAddresses(document, asked.settings.addresses)
  const circumstances = { ...asked, base: baseOf(document, asked.base) }
  const { base } = circumstances
  const rented = findRented(document, asked.settings.removeRented)
  closeUnshown(document)
  const isArticle = found.kind === 'article'
  const main = isArticle ? factsOf(found.article, base) : undefined
  closeOthersInJsonLd(jsonLdIn(document), main)
  const carried = isArticle ? found.others : found.bodies
  const closing = cutOthers(carried, isArticle ? found.body : undefined, circumstances)
  if (closing !== undefined) {
    dropCopies(jsonLdIn(document), closing)
    closePage(document, closing)
  }
  if (isArticle) return { ...readArticlePage(page, found, circumstances), rented }
  return {
    kind: 'page',
    html: written(document),
    language: found.language,
    listed: found.listed,
    openFiles: [...filesIn(document.childNodes, base)],
    rented,
  }
}
