// Gallery: how answers are written: escapes, types, and the frame around every page.
import type { Article } from './articles.ts'
import type { Asked, Paper, Reply } from './site.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** For text and for attributes in double quotes, in HTML and XML. */
export function inHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}

export function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${inHtml(text)}</p>`).join('\n')
}

/** JSON as it may stand inside a script element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

export function absolute(article: Article, { origin }: Asked): string {
  return origin + article.path
}

/** A number by which systems know an article. */
export function idOf(article: Article, { articles }: Paper): number {
  return 4100 + articles.findIndex(({ path }) => path === article.path)
}

/** The last part of an article's path. */
export function slugOf({ path }: Article): string {
  return path.split('/').at(-1) ?? ''
}

const PRIVATE = { 'cache-control': 'private, no-cache', vary: 'Cookie' }

export function html(body: string, { status = 200, headers = {} }: Partial<Reply> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...PRIVATE, ...headers },
    body,
  }
}

export function json(value: unknown, type = 'application/json'): Reply {
  return {
    headers: { 'content-type': `${type}; charset=utf-8`, ...PRIVATE },
    body: JSON.stringify(value),
  }
}

export function xml(body: string, type = 'application/xml'): Reply {
  return {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=60' },
    body,
  }
}

export function text(body: string, type = 'text/plain'): Reply {
  return { headers: { 'content-type': `${type}; charset=utf-8`, ...PRIVATE }, body }
}

/** A whole page: head, masthead, what is given, and a foot. */
export function layout(
  title: string,
  main: string,
  asked: Asked,
  { language }: Paper,
  head = '',
): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${inHtml(title)} – The Pellwick Lantern</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/assets/style.css">
<link rel="alternate" type="application/rss+xml" title="The Pellwick Lantern" href="${asked.origin}/feed/">
${head}
</head>
<body>
<header class="masthead">
<a href="/">The Pellwick Lantern</a>
<nav><a href="/town">Town</a> <a href="/harbour">Harbour</a> <a href="/weekend">Weekend</a> <a href="/account/log-in">Log in</a></nav>
<form action="/search" role="search"><input type="search" name="q" aria-label="Search"></form>
</header>
<main>
${main}
</main>
<footer><p>The Pellwick Lantern is printed in the old chandlery and delivered by bicycle.</p></footer>
</body>
</html>`
}
