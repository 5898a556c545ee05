// XML texts: what stands in the elements of a feed or a sitemap, item by item. Broken XML is read as far as it goes.
import { SaxesParser } from 'saxes'
import type { FeedItem, Piece } from './apart.ts'

const ITEMS = new Set(['item', 'entry', 'url', 'sitemap'])
const DATES = new Set(['lastmod', 'pubdate', 'published', 'updated', 'date'])
const MOST_ITEMS = 50_000

interface Item {
  link: string
  title: string
  date: number | undefined
  readonly texts: Map<string, string[]>
}

export interface XmlTexts {
  /** The name of the outermost element. */
  readonly root: string
  readonly pieces: readonly Piece[]
  readonly items: readonly FeedItem[]
}

export function xmlTexts(text: string): XmlTexts {
  const reader = new Reader()
  const parser = new SaxesParser({})
  parser.on('opentag', (tag) => reader.open(tag.name, tag.attributes))
  parser.on('closetag', () => reader.close())
  parser.on('text', (part) => reader.text(part))
  parser.on('cdata', (part) => reader.text(part))
  parser.on('comment', (part) => reader.comment(part))
  // An unknown entity or a missing end is no reason to look at nothing.
  parser.on('error', () => undefined)
  parser.write(text).close()
  return reader.end()
}

class Reader {
  #root = ''
  readonly #path: string[] = []
  readonly #items: Item[] = []
  readonly #outside: Item = { link: '', title: '', date: undefined, texts: new Map() }
  #current: Item | undefined
  #depth = 0

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#root === '') this.#root = local(name)
    this.#path.push(name)
    if (ITEMS.has(local(name)) && this.#current === undefined && this.#items.length < MOST_ITEMS) {
      this.#current = { link: '', title: '', date: undefined, texts: new Map() }
      this.#depth = this.#path.length
      this.#items.push(this.#current)
    }
    const { href, rel } = attributes
    const item = this.#current
    if (item !== undefined && local(name) === 'link' && href !== undefined)
      if (rel === undefined || rel === 'alternate') item.link ||= href
    for (const [key, value] of Object.entries(attributes))
      if (value.length > 40 && key !== 'href') this.#keep(`${name} ${key}`, value)
  }

  close(): void {
    if (this.#path.length === this.#depth) {
      this.#current = undefined
      this.#depth = 0
    }
    this.#path.pop()
  }

  text(part: string): void {
    const name = this.#path.at(-1) ?? ''
    const item = this.#current
    if (part.trim() === '') return
    if (item !== undefined && this.#path.length === this.#depth + 1) {
      if (/^(?:link|loc|guid|id)$/.test(local(name)) && /^\s*https?:/.test(part))
        item.link ||= part.trim()
      if (local(name) === 'title') item.title += part
      if (DATES.has(local(name))) item.date ??= dateOf(part)
    }
    this.#keep(name, part)
  }

  comment(part: string): void {
    this.#keep('a comment', part)
  }

  end(): XmlTexts {
    const pieces = [...this.#items, this.#outside].flatMap((item) =>
      [...item.texts].map(
        ([at, parts]): Piece => ({
          place: 'field',
          at,
          text: parts.join(' '),
          of: item.link === '' ? undefined : item.link,
        }),
      ),
    )
    const items = this.#items.filter(({ link }) => link !== '')
    return {
      root: this.#root,
      pieces: pieces.filter(({ text }) => text.length > 20),
      items: items.map(({ link, title, date }) => ({ link, title: title.trim(), date })),
    }
  }

  /** Atom's xhtml texts are elements: they are kept under the field that they stand in. */
  #keep(name: string, part: string): void {
    const field = this.#current === undefined ? name : (this.#path[this.#depth] ?? name)
    const at = name === 'a comment' || name.includes(' ') ? name : field
    const { texts } = this.#current ?? this.#outside
    const known = texts.get(at)
    if (known === undefined) texts.set(at, [part])
    else known.push(part)
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}

function dateOf(text: string): number | undefined {
  const date = Date.parse(text.trim())
  return Number.isNaN(date) ? undefined : date
}
