// WordPress: the real one, from Debian, on a loopback address, filled with articles of which it is known what stands
// above and below their cuts. What it needs of the system is in install.ts.
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AUTHORS, PASSWORD, SECTIONS, type WrittenArticle, writeArticles } from './articles.ts'
import { type Folder, openFolder } from './folder.ts'
import { picture } from './png.ts'
import { startDatabase, startPhp, startWeb } from './servers.ts'

/** Which kind of theme is shown: of blocks, or of the time before them. */
type Theme = 'block' | 'classic'

const THEMES = { block: 'twentytwentythree', classic: 'twentytwentyone' } as const

const SCRIPTS = fileURLToPath(new URL('php', import.meta.url))
const PACKAGED = '/usr/share/wordpress'
const ADMIN = { name: 'editor-in-chief', password: 'a test has no secrets' }

/** What fill.php prints. */
const Made = z.array(
  z.object({ id: z.int(), url: z.url(), pictures: z.record(z.string(), z.url()) }),
)

export interface Options {
  /** Without: a theme of blocks. */
  readonly theme?: Theme
  /** WordPress's pattern of addresses. Without: section and name. */
  readonly permalinks?: string
}

export interface WordPressArticle extends Omit<WrittenArticle, 'post'> {
  readonly id: number
  readonly url: string
  readonly title: string
  /** Address of each picture by its name. WordPress makes smaller ones beside it, `NAME-300x200.png`. */
  readonly pictures: Readonly<Record<string, string>>
}

export interface WordPress {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly address: string
  /** As `6.1.9`. */
  readonly version: string
  readonly articles: readonly WordPressArticle[]
  /** Who may do everything, by `/wp-login.php`. */
  readonly admin: { readonly name: string; readonly password: string }
  /** What opens the articles of kind `protected`. */
  readonly password: string
  /** Paths of files, which are gone after `end`. */
  readonly logs: Readonly<Record<'access' | 'nginx' | 'php' | 'database', string>>
  useTheme(theme: Theme): Promise<void>
  end(): Promise<void>
}

/** Takes some ten seconds. Rejects, and leaves nothing behind, when a part of it does not start. */
export async function startWordPress(options: Options = {}): Promise<WordPress> {
  const folder = await openFolder()
  try {
    return await start(folder, options)
  } catch (error) {
    await folder.end()
    throw error
  }
}

async function start(folder: Folder, options: Options): Promise<WordPress> {
  const within = (name: string) => join(folder.path, name)
  const root = within('wordpress')
  const starting = [startDatabase(folder), startPhp(folder), copyPrograms(folder, root)] as const
  // Each comes to its end, before what it did is taken away.
  await Promise.allSettled(starting)
  const [database, php] = await Promise.all(starting)
  const { address } = await startWeb(folder, root, php.socket)
  await folder.write('place.json', JSON.stringify({ address, socket: database.socket }))
  const run: Run = (script, argument) => folder.run('php', within(`scripts/${script}`), argument)
  const version = await run('install.php', await siteSettings(folder, options))
  const articles = await fill(folder, run)
  return {
    ...{ address, version, articles, admin: ADMIN, password: PASSWORD },
    logs: {
      access: within('access.log'),
      nginx: within('nginx.log'),
      php: within('php-fpm.log'),
      database: within('mariadb.log'),
    },
    async useTheme(theme) {
      await run('theme.php', THEMES[theme])
    },
    end: () => folder.end(),
  }
}

/** Runs a PHP script, which finds the site by itself. Gives what it printed. */
type Run = (script: string, argument: string) => Promise<string>

/** As the servers' own copy, for WordPress writes into its folder, and looks for its configuration there. */
async function copyPrograms(folder: Folder, root: string): Promise<void> {
  await folder.run('cp', '-rL', PACKAGED, root)
  await mkdir(join(folder.path, 'scripts'))
  for (const script of await readdir(SCRIPTS))
    await cp(join(SCRIPTS, script), join(folder.path, 'scripts', script))
  await rm(join(root, 'wp-config.php'))
  await cp(join(SCRIPTS, 'wp-config.php'), join(root, 'wp-config.php'))
}

function siteSettings(folder: Folder, { theme = 'block', permalinks }: Options): Promise<string> {
  const settings = {
    ...{ title: 'The Quay Gazette', subtitle: 'News from places that are not', admin: ADMIN },
    theme: THEMES[theme],
    permalinks: permalinks ?? '/%category%/%postname%/',
  }
  return folder.write('site.json', JSON.stringify(settings))
}

async function fill(folder: Folder, run: Run): Promise<readonly WordPressArticle[]> {
  const written = writeArticles()
  const posts = written.map(({ post }) => post)
  const pictures = join(folder.path, 'pictures')
  await mkdir(pictures)
  for (const { file } of posts.flatMap(({ pictures: some }) => some))
    await folder.write(`pictures/${file}.png`, picture(file))
  const settings = { sections: SECTIONS, authors: AUTHORS, posts, pictures }
  const file = await folder.write('articles.json', JSON.stringify(settings))
  const made = Made.parse(JSON.parse(await run('fill.php', file)))
  return written.map(({ post, ...article }, index) => {
    const posted = made[index]
    if (posted === undefined) throw new Error(`${post.title} was not posted`)
    return { ...article, ...posted, title: post.title }
  })
}
