// Gallery: a meter. One article a month is open to everybody, and a cookie counts.
import { pageOf } from './page.ts'
import { fullPage } from './paper.ts'
import type { Asked, Paper, Printed, Reply } from './site.ts'
import { html, slugOf } from './writing.ts'

/** `linked`: what the structured data of a page says that the meter has cut. */
export function metered(
  article: Printed,
  asked: Asked,
  paper: Paper,
  linked: Readonly<Record<string, unknown>> = {},
): Reply {
  const read = /meter=([\w-]+)/.exec(asked.headers['cookie'] ?? '')?.[1]
  const name = slugOf(article)
  if (read !== undefined && read !== name) return html(pageOf(article, asked, paper, { linked }))
  const notice =
    '<aside class="meter"><p>This is the only free article of this month. <a href="/subscribe">Subscribe</a> or <a href="/account/log-in">log in</a> to read on.</p></aside>'
  return html(fullPage(article, asked, paper, { foot: notice }), {
    headers: { 'set-cookie': `meter=${name}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax` },
  })
}
