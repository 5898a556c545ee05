// Checks: WordPress tells everybody what stands below `<!--more-->`, in the page, the feed and the API, and keeps to
// itself what a password protects and what is not out. That is what an audit has to find, and the gate has to close.
import { readFile } from 'node:fs/promises'
import { ask, askForArticle, askForFeed, knowPassword, logIn } from './asking.ts'
import { auditKnowing, auditUnknowing } from './audit-checks.ts'
import { EDITOR_CHECKS } from './editor-checks.ts'
import { GATE_CHECKS } from './gate-checks.ts'
import { startWordPress, type WordPress, type WordPressArticle } from './wordpress.ts'

/** Gives what is not as it should be. */
type Check = (wordpress: WordPress) => Promise<readonly string[]>

const CHECKS: Readonly<Record<string, Check>> = {
  'a page shows what stands below <!--more-->': pageShows,
  'a page of a classic theme shows it too': classicPageShows,
  'RSS carries its first page': feedCarries,
  'REST carries it': async ({ address, articles }) =>
    missing(cut(articles), (await ask(`${address}/wp-json/wp/v2/posts?per_page=100`)).text),
  'a password protects the page, RSS and REST, and opens the page': passwordProtects,
  'REST tells the captions of protected pictures all the same': captionsOfProtected,
  'nobody is told what is not out': notOut,
  'a comment quotes what stands below <!--more-->': commentQuotes,
  'the sitemap names every article that is out': sitemapNames,
  'whoever may write gets the block editor': editorOpens,
  'nothing went wrong in PHP': phpIsQuiet,
  'an audit that knows what is paid for finds page, RSS and REST': auditKnowing,
  'an audit that does not finds what the page alone keeps back': auditUnknowing,
  // They publish, so that what the others know of all articles no longer holds.
  ...EDITOR_CHECKS,
  ...GATE_CHECKS,
}

/** Gives how many checks found what they should; `say` takes a line for each. */
export async function checkWordPress(
  say: (line: string) => void,
): Promise<{ readonly passed: number; readonly failed: number }> {
  const began = Date.now()
  const wordpress = await startWordPress()
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  say(`WordPress ${wordpress.version} at ${wordpress.address}, filled after ${seconds} s`)
  let failed = 0
  try {
    for (const [name, check] of Object.entries(CHECKS)) {
      const faults = await check(wordpress).catch((error: unknown) => [String(error)])
      say(faults.length === 0 ? `ok  ${name}` : `FAILED  ${name}:\n    ${faults.join('\n    ')}`)
      if (faults.length > 0) failed++
    }
  } finally {
    await wordpress.end()
  }
  return { passed: Object.keys(CHECKS).length - failed, failed }
}

const cut = (articles: readonly WordPressArticle[]) => articles.filter(({ kind }) => kind === 'cut')

const shut = (articles: readonly WordPressArticle[]) =>
  articles.filter(({ kind }) => kind === 'protected')

interface Shut {
  readonly url: string
  readonly below: { readonly canaries: readonly string[] }
}

/** Of each article, the words below its cut that stand nowhere in `text`. */
function missing(articles: readonly Shut[], text: string): readonly string[] {
  return articles.flatMap(({ url, below }) => {
    const words = below.canaries.filter((canary) => !text.includes(canary))
    return words.length === 0 ? [] : [`${url} lacks ${words.join(', ')}`]
  })
}

/** Of each article, the words below its cut that stand in `text`. */
function told(articles: readonly Shut[], text: string): readonly string[] {
  return articles.flatMap(({ url, below }) => {
    const words = below.canaries.filter((canary) => text.includes(canary))
    return words.length === 0 ? [] : [`${url} tells ${words.join(', ')}`]
  })
}

async function pageShows({ articles }: WordPress): Promise<readonly string[]> {
  const faults: string[] = []
  for (const article of cut(articles))
    faults.push(...missing([article], await askForArticle(article)))
  return faults
}

/** Paragraphs: of a gallery the feed has the pictures alone. */
async function feedCarries({ address, articles }: WordPress): Promise<readonly string[]> {
  const feed = await askForFeed(`${address}/feed/`)
  const short = cut(articles).filter(({ pages }) => pages === 1)
  const paragraphs = short.map(({ url, below }) => {
    const canaries = below.canaries.filter((canary) => canary.includes('paragraph'))
    return { url, below: { canaries } }
  })
  return missing(paragraphs, feed)
}

async function classicPageShows(wordpress: WordPress): Promise<readonly string[]> {
  const ofBlocks = 'class="wp-site-blocks"'
  const isOfBlocks = async () => (await ask(`${wordpress.address}/`)).text.includes(ofBlocks)
  const before = await isOfBlocks()
  await wordpress.useTheme('classic')
  const after = await isOfBlocks()
  const faults = await pageShows(wordpress)
  await wordpress.useTheme('block')
  return before && !after ? faults : ['the theme did not change', ...faults]
}

async function passwordProtects(wordpress: WordPress): Promise<readonly string[]> {
  const { address, articles } = wordpress
  const lists = [
    await askForFeed(`${address}/feed/`),
    (await ask(`${address}/wp-json/wp/v2/posts?per_page=100`)).text,
  ]
  const faults = told(shut(articles), lists.join('\n')).slice()
  const cookie = await knowPassword(wordpress)
  for (const article of shut(articles)) {
    faults.push(...told([article], await askForArticle(article)))
    faults.push(...missing([article], await askForArticle(article, cookie)))
  }
  return faults
}

async function captionsOfProtected({ address, articles }: WordPress): Promise<readonly string[]> {
  let media = ''
  for (const page of [1, 2])
    media += (await ask(`${address}/wp-json/wp/v2/media?per_page=100&page=${page}`)).text
  const pictured = shut(articles).filter(({ below }) => below.pictures.length > 0)
  const quiet = pictured.filter(({ below }) => !media.includes(below.pictures[0] ?? ''))
  return pictured.length === 0 ? ['none has a picture'] : quiet.map(({ url }) => `${url} does not`)
}

async function notOut({ address, articles }: WordPress): Promise<readonly string[]> {
  const waiting = articles.filter(({ kind }) => kind === 'draft' || kind === 'scheduled')
  const texts: string[] = []
  for (const path of [
    '/',
    '/feed/',
    '/wp-json/wp/v2/posts?per_page=100',
    '/wp-sitemap-posts-post-1.xml',
  ])
    texts.push((await ask(address + path)).text)
  for (const { id, url } of waiting)
    for (const where of [url, `${address}/wp-json/wp/v2/posts/${id}`])
      texts.push((await ask(where)).text)
  return told(waiting, texts.join('\n'))
}

async function commentQuotes({ address, articles }: WordPress): Promise<readonly string[]> {
  const quoted = articles.flatMap((article) => article.quoted ?? [])
  const comments = (await ask(`${address}/wp-json/wp/v2/comments?per_page=100`)).text
  const words = (text: string) => text.replace(/&#\d+;|[^A-Za-z0-9 ]/g, '')
  return quoted.filter((phrase) => !words(comments).includes(words(phrase)))
}

async function sitemapNames({ address, articles }: WordPress): Promise<readonly string[]> {
  const { text } = await ask(`${address}/wp-sitemap-posts-post-1.xml`)
  const index = (await ask(`${address}/wp-sitemap.xml`)).text
  if (!index.includes('/wp-sitemap-posts-post-1.xml')) return ['the index does not name it']
  const out = articles.filter(({ kind }) => ['cut', 'whole', 'protected'].includes(kind))
  return out.flatMap(({ url }) => (text.includes(`<loc>${url}</loc>`) ? [] : [url]))
}

async function editorOpens(wordpress: WordPress): Promise<readonly string[]> {
  const { status, text } = await ask(
    `${wordpress.address}/wp-admin/post-new.php`,
    await logIn(wordpress),
  )
  return status === 200 && text.includes('wp.editPost.initializeEditor')
    ? []
    : [`the answer is ${status}, ${text.length} characters`]
}

async function phpIsQuiet({ logs }: WordPress): Promise<readonly string[]> {
  const log = await readFile(logs.php, 'utf8')
  return log.split('\n').filter((line) => /PHP (?:Fatal|Parse|Warning)/.test(line))
}
