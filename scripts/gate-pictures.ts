// Gate pictures: a real WordPress behind Standfirst, as `init` and `serve` set it up, with the line and the walls in the
// layouts of two of its themes. Only where that WordPress is installed (test/wordpress/install.ts says how).
import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { PHONE } from '../test/support/browser.ts'
import { logIn } from '../test/wordpress/asking.ts'
import { startGate } from '../test/wordpress/gate.ts'
import { isWordPressInstalled } from '../test/wordpress/install.ts'
import { startWordPress, type WordPress } from '../test/wordpress/wordpress.ts'
import { openPage, take } from './picture-taking.ts'

/** What a reader meets who has read `before` other articles. */
interface Shot {
  readonly name: string
  readonly theme: 'block' | 'classic'
  readonly screen: BrowserContextOptions
  readonly before: number
  readonly at: string
}

const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 640 } }
const SHOTS: readonly Shot[] = [
  { name: 'gate-line-phone', theme: 'block', screen: PHONE, before: 0, at: '.standfirst-notice' },
  { name: 'gate-wall-desktop', theme: 'block', screen: DESKTOP, before: 3, at: '.standfirst-wall' },
  { name: 'gate-wall-phone', theme: 'classic', screen: PHONE, before: 3, at: '.standfirst-wall' },
]

export async function takeGatePictures(browser: Browser): Promise<void> {
  if (!(await isWordPressInstalled())) {
    console.log('Not taken: gate-*.png, because WordPress is not installed.')
    return
  }
  const wordpress = await startWordPress()
  try {
    const path = await publish(wordpress, 'harbour/who-pays-for-the-mud')
    for (const shot of SHOTS) await takeShot(browser, wordpress, path, shot)
  } finally {
    await wordpress.end()
  }
}

async function takeShot(
  browser: Browser,
  wordpress: WordPress,
  path: string,
  { name, theme, screen, before, at }: Shot,
): Promise<void> {
  await wordpress.useTheme(theme)
  const gate = await startGate(wordpress)
  try {
    const page = await openPage(browser, gate.address, screen)
    const others = wordpress.articles.filter(({ kind }) => kind === 'cut').slice(0, before)
    for (const { url } of others) await page.goto(new URL(url).pathname)
    await page.goto(path, { waitUntil: 'networkidle' })
    await take(page, name, { at })
    await page.context().close()
  } finally {
    await gate.end()
  }
}

/** An article of the sample publication, as a post of plain paragraphs. Gives its path. */
async function publish(wordpress: WordPress, sample: string): Promise<string> {
  const file = new URL(`../editions/saltmarsh/articles/${sample}.md`, import.meta.url)
  const [, head = '', body = ''] = (await readFile(file, 'utf8')).split(/^---$/m)
  const [, title = ''] = /^title: *["']?(.*?)["']?$/m.exec(head) ?? []
  const paragraphs = body
    .trim()
    .split(/\n{2,}/)
    .filter((text) => /^[\p{L}‘“]/u.test(text))
  const content = paragraphs
    .map((text) => `<!-- wp:paragraph --><p>${plain(text)}</p><!-- /wp:paragraph -->`)
    .join('\n\n')
  const cookie = await logIn(wordpress)
  const nonce = await fetch(`${wordpress.address}/wp-admin/admin-ajax.php?action=rest-nonce`, {
    headers: { cookie },
  })
  const posted = await fetch(`${wordpress.address}/wp-json/wp/v2/posts`, {
    method: 'POST',
    headers: {
      ...{ cookie, 'Content-Type': 'application/json', 'X-WP-Nonce': await nonce.text() },
    },
    body: JSON.stringify({ title, content, status: 'publish' }),
  })
  const { link } = (await posted.json()) as { link?: string }
  if (link === undefined) throw new Error(`The article was not published: ${posted.status}`)
  return new URL(link).pathname
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return text
    .replace(/\[\^[^\]]*\]/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
    .trim()
}
