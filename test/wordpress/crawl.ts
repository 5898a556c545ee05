// Crawl: everything that a site tells a client without any grant, followed from link to link: pages, feeds, interfaces,
// pictures, and the addresses that a page names without linking them.

export interface Told {
  readonly url: string
  readonly status: number
  readonly type: string
  /** Empty for what is no text. */
  readonly text: string
}

/** Addresses that everybody who knows the system would try of every page. */
const TRIED = ['feed/', 'amp/', 'embed/', '?amp=1', '?amp', '?output=1', '?format=json', '?print=1']
/** And once. */
const ALSO = [
  ...['/feed/', '/feed/atom/', '/feed/rdf/', '/comments/feed/', '/wp-sitemap.xml', '/llms.txt'],
  ...['/wp-json/', '/wp-json/wp/v2/posts?per_page=100', '/wp-json/wp/v2/posts?per_page=100&page=2'],
  ...['/wp-json/wp/v2/comments?per_page=100', '/wp-json/wp/v2/media?per_page=100'],
  ...['/wp-json/wp/v2/search?search=zqbelow', '/?s=zqbelow', '/?rest_route=/wp/v2/posts'],
  ...['/index.php/wp-json/wp/v2/posts', '/index.php?rest_route=/wp/v2/posts', '/graphql'],
  ...['/?feed=rss2', '/?feed=atom', '/?feed[]=rss2', '/wp-admin/admin-ajax.php', '/xmlrpc.php'],
  ...['/wp-json/oembed/1.0/embed', '/wp-json/batch/v1', '/robots.txt', '/sitemap.xml', '/?m=2026'],
]
const AT_ONCE = 4

/** `extra`: more addresses to begin with. `most`: how many addresses are asked for. */
export async function crawl(
  address: string,
  extra: readonly string[],
  most: number,
): Promise<readonly Told[]> {
  const waiting = [address, ...ALSO.map((path) => address + path), ...extra]
  const seen = new Set(waiting)
  const told: Told[] = []
  const follow = (url: string) => {
    const plain = url.split('#')[0] ?? url
    if (!plain.startsWith(`${address}/`) || seen.has(plain) || seen.size >= most) return
    seen.add(plain)
    waiting.push(plain)
  }
  const one = async () => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const answer = await tellOf(url)
      told.push(answer)
      for (const link of linksIn(answer)) follow(link)
      if (isArticle(answer.url)) for (const more of TRIED) follow(new URL(more, answer.url).href)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return told
}

async function tellOf(url: string): Promise<Told> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { 'accept-encoding': 'identity' },
  })
  const type = response.headers.get('content-type') ?? ''
  const location = response.headers.get('location') ?? ''
  const isText = /text|json|xml|script/.test(type)
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  const text = isText ? await response.text() : await response.arrayBuffer().then(() => '')
  return { url, status: response.status, type, text: `${headers}\n${location}\n${text}` }
}

function linksIn({ url, text }: Told): readonly string[] {
  const found = text
    .replaceAll('\\/', '/')
    .replaceAll('&amp;', '&')
    .replaceAll('&#038;', '&')
    .matchAll(/(?:href|src|action|content|srcset)=["']([^"' ]+)|https?:\/\/[^\s"'<>\\)\]]+/g)
  return [...found].flatMap(([whole, attribute]) => URL.parse(attribute ?? whole, url)?.href ?? [])
}

/** By WordPress's pattern: section and name. */
function isArticle(url: string): boolean {
  const { pathname, search } = new URL(url)
  return (
    search === '' &&
    /^\/(?!wp-|tag\/|author\/|category\/|comments\/|page\/)[\w-]+\/[\w-]+\/$/.test(pathname)
  )
}
