// Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. The public ones hold previews only, the same for everybody; a
// private one holds whole what its reader may read.
import type { Root, RootContent } from 'hast'
import type { Article, Picture } from '../core/article.ts'
import { absolute, href } from './addresses.ts'
import { serialised } from './body.ts'
import type { Frame } from './frame.ts'
import { html } from './html.ts'
import { iso } from './news-article.ts'
import { sectionOf } from './stories.ts'

export interface FeedItem {
  readonly article: Article
  readonly picture: Picture | undefined
  /** What stands before the cut. */
  readonly preview: Root
  /** Whether more stands below it than everybody may read. */
  readonly gated: boolean
  /** All of it, in place of the preview: in a private feed, where its reader may read it. */
  readonly whole?: Root | undefined
}

export interface Feed {
  readonly title: string
  /** Of the feed itself, in normal form; of a private one without its secret: it names the feed and leads nowhere. */
  readonly path: string
  /** Does not say where it is: whoever is shown the feed shall not learn its address. */
  readonly isPrivate?: boolean
  /** Of the page that it follows. */
  readonly home: string
  /** Epoch milliseconds. */
  readonly updated: number
  readonly items: readonly FeedItem[]
}

export function rssFeed(frame: Frame, feed: Feed): string {
  const { site } = frame
  const item = (one: FeedItem) => {
    const { article } = one
    return html`<item>
<title>${article.title}</title>
<link>${addressOf(frame, article.path)}</link>
<guid isPermaLink="false">${idOf(frame, article)}</guid>
<pubDate>${new Date(article.published).toUTCString()}</pubDate>
${article.bylines.map((name) => html`<dc:creator>${name}</dc:creator>`)}${categories(frame, article).map((name) => html`<category>${name}</category>`)}
<description>${article.summary}</description>
<content:encoded>${contentOf(frame, one)}</content:encoded>
</item>
`
  }
  return html`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${feed.title}</title>
<link>${addressOf(frame, feed.home)}</link>
<description>${site.publication.description}</description>
<language>${site.publication.language}</language>
<lastBuildDate>${new Date(feed.updated).toUTCString()}</lastBuildDate>
${feed.isPrivate ? undefined : html`<atom:link rel="self" type="application/rss+xml" href="${addressOf(frame, feed.path)}"/>`}
${feed.items.map(item)}</channel>
</rss>
`.markup
}

export function atomFeed(frame: Frame, feed: Feed): string {
  const { publication } = frame.site
  const entry = (one: FeedItem) => {
    const { article } = one
    const names = article.bylines.length > 0 ? article.bylines : [publication.name]
    return html`<entry>
<title>${article.title}</title>
<id>${idOf(frame, article)}</id>
<link rel="alternate" type="text/html" href="${addressOf(frame, article.path)}"/>
<published>${iso(article.published)}</published>
<updated>${iso(article.updated ?? article.published)}</updated>
${names.map((name) => html`<author><name>${name}</name></author>`)}${categories(frame, article).map((name) => html`<category term="${name}"/>`)}
<summary>${article.summary}</summary>
<content type="html">${contentOf(frame, one)}</content>
</entry>
`
  }
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${publication.language}">
<title>${feed.title}</title>
<subtitle>${publication.description}</subtitle>
<id>${addressOf(frame, feed.path)}</id>
${feed.isPrivate ? undefined : html`<link rel="self" type="application/atom+xml" href="${addressOf(frame, feed.path)}"/>`}
<link rel="alternate" type="text/html" href="${addressOf(frame, feed.home)}"/>
<updated>${iso(feed.updated)}</updated>
${feed.items.map(entry)}</feed>
`.markup
}

export function jsonFeed(frame: Frame, feed: Feed): string {
  const { site, assets } = frame
  const { publication } = site
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: publication.description,
    home_page_url: addressOf(frame, feed.home),
    feed_url: feed.isPrivate ? undefined : addressOf(frame, feed.path),
    favicon: absolute(site, assets.icon),
    language: publication.language,
    items: feed.items.map((one) => ({
      id: idOf(frame, one.article),
      url: addressOf(frame, one.article.path),
      title: one.article.title,
      summary: one.article.summary || undefined,
      content_html: contentOf(frame, one),
      image: one.picture && absolute(site, one.picture.src),
      date_published: iso(one.article.published),
      date_modified: iso(one.article.updated ?? one.article.published),
      authors: one.article.bylines.map((name) => ({ name })),
      tags: categories(frame, one.article),
    })),
  })
}

function addressOf({ site }: Frame, path: string): string {
  return absolute(site, href(path))
}

/** A name that stays when the article moves (RFC 4151). */
function idOf({ site }: Frame, { id, published }: Article): string {
  return `tag:${new URL(site.address).hostname},${iso(published).slice(0, 10)}:${id}`
}

function categories(frame: Frame, article: Article): readonly string[] {
  const section = sectionOf(frame, article.section)
  return section === undefined ? article.tags : [section.name, ...article.tags]
}

/** HTML as text: picture, what the feed has of the text, and the way to the article. */
function contentOf(frame: Frame, item: FeedItem): string {
  const { article, picture, preview, whole } = item
  const { site } = frame
  const link = addressOf(frame, article.path)
  const figure =
    picture &&
    html`<figure><img src="${absolute(site, picture.src)}" alt="${picture.alt}"></figure>`
  const onward = html`<p><a href="${link}">${wayOn(frame, item)}</a></p>`
  return html`${figure}${serialised(withAbsoluteLinks(whole ?? preview, link))}${onward}`.markup
}

function wayOn({ site, words }: Frame, { gated, whole }: FeedItem): string {
  const { name } = site.publication
  if (whole !== undefined) return words.seeAt(name)
  return gated ? words.readOn(name) : words.readAll(name)
}

/** Feed readers know no base address: links and pictures get theirs in full, links within the article its own. */
function withAbsoluteLinks(root: Root, link: string): Root {
  const full = (value: string) => URL.parse(value, link)?.href ?? value
  const change = <Node extends RootContent>(node: Node): Node => {
    if (node.type !== 'element') return node
    const properties = { ...node.properties }
    for (const name of ['href', 'src'])
      if (typeof properties[name] === 'string') properties[name] = full(properties[name])
    return { ...node, properties, children: node.children.map(change) }
  }
  return { type: 'root', children: root.children.map(change) }
}
