// JSON closed: JSON Feed, WordPress's REST interface, Ghost's content interface, and any other JSON, in which objects
// with an address of the site are articles until it is known what they are.
import { closedValue, roleOf } from './closing.ts'
import type { JsonNode } from './json-tree.ts'
import { FREE, isOfSite, type Listing, listingOf } from './listing.ts'
import type { ListReading } from './reading.ts'
import type { Splice } from './splices.ts'
import { wordsIn } from './texts.ts'

type JsonObject = JsonNode & { readonly kind: 'object' }
type JsonText = JsonNode & { readonly kind: 'text' }

/** In the order in which they say what an object is. `guid` and others may hold what they say in an object of their own. */
const LINKS = [
  ...[
    'link',
    'url',
    'permalink',
    'permaLink',
    'canonical_url',
    'canonicalUrl',
    'canonicalURL',
    'canonical',
  ],
  ...[
    'website_url',
    'websiteUrl',
    'web_url',
    'webUrl',
    'articleUrl',
    'article_url',
    'storyUrl',
    'fullUrl',
  ],
  ...[
    'shareUrl',
    'share_url',
    'href',
    'uri',
    'path',
    'pathname',
    'route',
    'mainEntityOfPage',
    '@id',
    'guid',
    'id',
  ],
]
/** Values that the name around them speaks of: always, and where that is a headline or an excerpt. */
const SAID_ABOVE = /^(?:rendered|raw)$/
const SAID_SHORTLY_ABOVE = /^(?:html|text|value|plain|content)$/
/** What JSON that names no article may say in one place, and in places that belong together. */
const MOST_PROSE = 60
const SENTENCE = 8
/** Such is a line of a transcript; more words of them than these are one. */
const LINE = 4
const MOST_LINES = 150

/** The places that change, with what stands in them then. */
export function closeJson(root: JsonNode, reading: ListReading): readonly Splice[] {
  const closer = new JsonCloser(reading)
  closer.around(root)
  return closer.splices
}

class JsonCloser {
  readonly splices: Splice[] = []
  readonly #reading: ListReading

  constructor(reading: ListReading) {
    this.#reading = reading
  }

  /** What stands in no item. */
  around(node: JsonNode): void {
    switch (node.kind) {
      case 'text':
        if (wordsIn(node.value) > MOST_PROSE) this.#put(node, '')
        return
      case 'array':
        this.#closeTogether(node.items)
        for (const item of node.items) this.around(item)
        return
      case 'object':
        if (this.#closeItem(node)) return
        if (isNumbered(node)) this.#closeTogether(node.entries.map(([, value]) => value))
        for (const [, value] of node.entries) this.around(value)
        return
      case 'other':
    }
  }

  /** Whether it is one. */
  #closeItem(node: JsonObject): boolean {
    const { addresses, lookUp, cms } = this.#reading
    const links = linksOf(node)
    if (!links.some((link) => isOfSite(link, addresses))) return false
    const kind = kindOf(node, cms)
    const listing =
      kind === 'label'
        ? FREE
        : listingOf(kind === 'file' ? withParents(links) : links, lookUp, addresses)
    if (listing.kind === 'free') {
      // What hangs on it is looked at for itself.
      for (const [, value] of node.entries) this.#items(value)
      return true
    }
    const before = this.splices.length
    const seen = new Set<string>()
    for (const [name, value] of node.entries) this.#field(value, name, listing, seen)
    const changed = this.splices.length > before
    if (changed && listing.kind === 'unknown' && kind === 'article')
      this.#reading.note(listing.where)
    return true
  }

  /** Items within what is free. */
  #items(node: JsonNode): void {
    if (node.kind === 'array') for (const item of node.items) this.#items(item)
    if (node.kind !== 'object' || this.#closeItem(node)) return
    // Beside what is free another article may stand by its name alone.
    if (node.entries.some(([key]) => key === 'slug') && hasLongText(node)) {
      const seen = new Set<string>()
      for (const [name, value] of node.entries) this.#field(value, name, NOWHERE, seen)
    } else for (const [, value] of node.entries) this.#items(value)
  }

  #field(node: JsonNode, name: string, listing: Listing, seen: Set<string>): void {
    switch (node.kind) {
      case 'text': {
        const instead = closedValue(roleOf(name), node.value, listing, seen.has(name))
        if (instead === undefined) return
        if (instead !== '') seen.add(name)
        this.#put(node, instead)
        return
      }
      case 'array':
        for (const item of node.items) this.#field(item, name, listing, seen)
        return
      case 'object':
        if (this.#closeItem(node)) return
        for (const [key, value] of node.entries)
          this.#field(value, nameOf(key, name), listing, seen)
        return
      case 'other':
    }
  }

  /** Paragraphs of an article may be texts of their own in a list; each alone is short. */
  #closeTogether(nodes: readonly JsonNode[]): void {
    const sentences = nodes
      .flatMap((node) => this.#textsOf(node))
      .filter(({ value }) => wordsIn(value) >= SENTENCE)
    const words = sentences.reduce((sum, { value }) => sum + wordsIn(value), 0)
    if (words > MOST_PROSE) for (const text of sentences) this.#put(text, '')
    else this.#closeLines(nodes)
  }

  /** What is said line by line, with the time of each: a transcript. Names and labels are shorter. */
  #closeLines(nodes: readonly JsonNode[]): void {
    const lines = nodes.flatMap((node) => this.#linesOf(node))
    const words = lines.reduce((sum, { value }) => sum + wordsIn(value), 0)
    if (words > MOST_LINES && words / lines.length >= LINE)
      for (const line of lines) this.#put(line, '')
  }

  #linesOf(node: JsonNode): readonly JsonText[] {
    const texts = this.#textsOf(node)
    if (node.kind !== 'object') return texts
    const said = node.entries.filter(([key]) => roleOf(key) === 'body').map(([, value]) => value)
    return texts.filter((text) => said.includes(text))
  }

  #textsOf(node: JsonNode): readonly JsonText[] {
    if (node.kind === 'text') return [node]
    const { addresses } = this.#reading
    if (node.kind !== 'object' || linksOf(node).some((link) => isOfSite(link, addresses))) return []
    return node.entries.map(([, value]) => value).filter((value) => value.kind === 'text')
  }

  #put({ from, to }: JsonText, text: string): void {
    this.splices.push({ from, to, text: JSON.stringify(text.toWellFormed()) })
  }
}

function linksOf(node: JsonObject): readonly string[] {
  return LINKS.flatMap((name) =>
    node.entries.filter(([key]) => key === name).flatMap(([, value]) => addressIn(value)),
  )
}

function addressIn(node: JsonNode): readonly string[] {
  if (node.kind === 'text') return [node.value]
  if (node.kind !== 'object') return []
  return node.entries
    .filter(([key]) => /^(?:rendered|@id|url|value)$/.test(key))
    .flatMap(([, value]) => (value.kind === 'text' ? [value.value] : []))
}

/** `label`: an author, a section, a tag, that say of themselves what everybody may read. `file`: a picture of an article. */
function kindOf(node: JsonObject, cms: ListReading['cms']): 'article' | 'label' | 'file' {
  const has = (name: string) => node.entries.some(([key]) => key === name)
  if (['content', 'html', 'plaintext', 'excerpt'].some(has)) return 'article'
  switch (cms) {
    case 'wordpress':
      if (has('media_type') && has('source_url')) return 'file'
      return has('avatar_urls') || (has('taxonomy') && has('count')) ? 'label' : 'article'
    case 'ghost':
      return has('accent_color') || has('profile_image') ? 'label' : 'article'
    case 'none':
      return 'article'
  }
}

/** WordPress puts a file's page below the page of its article. */
function withParents(links: readonly string[]): readonly string[] {
  const parents = links.map((link) => link.replace(/\/(?:attachment\/)?[^/]+\/?$/, '/'))
  return [...parents, ...links]
}

const NOWHERE: Listing = { kind: 'unknown', where: undefined }

/** Of an article's length, under a name that such texts have. */
function hasLongText(node: JsonNode): boolean {
  const bodyWords = (one: JsonNode, called: string): number => {
    switch (one.kind) {
      case 'text':
        return roleOf(called) === 'body' ? wordsIn(one.value) : 0
      case 'array':
        return one.items.reduce((sum, item) => sum + bodyWords(item, called), 0)
      case 'object':
        return one.entries.reduce((sum, [key, value]) => sum + bodyWords(value, key), 0)
      case 'other':
        return 0
    }
  }
  return bodyWords(node, '') > MOST_PROSE
}

/** Keys that only count are an array written otherwise. */
function isNumbered({ entries }: JsonObject): boolean {
  return entries.length > 2 && entries.every(([key]) => /^[a-z_-]*\d+$/i.test(key))
}

function nameOf(key: string, above: string): string {
  if (SAID_ABOVE.test(key)) return above
  const role = roleOf(above)
  const isShort = role === 'title' || role === 'excerpt'
  return isShort && SAID_SHORTLY_ABOVE.test(key) ? above : key
}
