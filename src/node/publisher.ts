// Publisher: one running publication, put together from its parts. What node.ts listens for goes through here.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Content } from '../core/ports.ts'
import type { Section } from '../core/publication.ts'
import { type AppParts, articleAt, createApp } from '../http/app.ts'
import { createArticlePages } from '../http/article-pages.ts'
import { countedPages } from '../http/counted-pages.ts'
import { createDesk } from '../http/desk.ts'
import type { Direct } from '../http/direct/asked.ts'
import { createDirect } from '../http/direct/direct.ts'
import { type KeptPages, makeAlike } from '../http/kept-pages.ts'
import { createPrivateFeeds } from '../http/private-feeds.ts'
import { createPublicPages } from '../http/public-cache.ts'
import type { Reading } from '../http/read-article.ts'
import { createImages } from '../http/read-image.ts'
import { ARTICLE_HEADERS, createDeciding, type RunningParts } from './deciding.ts'
import { directFirst } from './direct/direct-first.ts'
import { imagesPath } from './open-edition.ts'
import { answering, asListener, frameOf, ownParts } from './own-pages.ts'

/** Bytes of rendered articles that are kept. */
const VARIANT_BUDGET = 128 * 1024 * 1024

export interface PublisherParts extends RunningParts {
  readonly sections: readonly Section[]
  readonly content: Content
  readonly faultCount: () => number
}

export interface Publisher {
  /** Articles and public pages, without node:http. */
  readonly direct: Direct
  /** Everything: what comes to node:http. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void
  /** The same by the app alone. */
  readonly appListener: (request: IncomingMessage, response: ServerResponse) => void
  /** The same publication as Request → Response. `remote`: the client's address. */
  readonly fetch: (request: Request, remote?: string) => Promise<Response>
  /** Forgets what is kept of articles that are no longer in the edition. */
  readonly sweep: () => void
  /** Which pages of articles are at hand. */
  readonly kept: () => KeptPages
  /** Makes those that another process had at hand; see there. */
  readonly makeAlike: (kept: KeptPages, signal: AbortSignal) => Promise<void>
  /** How many articles are out. */
  readonly articleCount: () => number
}

export async function createPublisher(parts: PublisherParts): Promise<Publisher> {
  const { app, sweep, pages } = await assemble(parts)
  const fetch = answering(createApp(app), app)
  const direct = createDirect(app)
  const appListener = asListener(fetch, app.messages, app.telling)
  return {
    direct,
    listener: directFirst(direct, appListener),
    appListener,
    fetch,
    sweep,
    kept: pages.kept,
    // Nobody has asked for them: they are not counted.
    makeAlike: (kept, signal) =>
      makeAlike(kept, { pages, current: app.reading.current }, parts.now, signal),
    articleCount: () => app.issueAt(parts.now()).latest.length,
  }
}

async function assemble(parts: PublisherParts) {
  const { config, content } = parts
  const framed = await frameOf(config, parts.sections, parts.address)
  const { frame, headers, messages } = framed
  const { site } = frame
  const issueAt = createDesk(content, site.policy)
  const deciding = createDeciding(parts, site, messages)
  const pages = createArticlePages({
    content,
    frame,
    headers: [...headers, ...ARTICLE_HEADERS],
    budget: VARIANT_BUDGET,
    putOff: parts.putOff,
  })
  const reading: Reading = {
    ...deciding,
    pages: countedPages(pages, parts.pageTally),
    current(path) {
      const now = parts.now()
      const source = issueAt(now)
      const article = articleAt(path, source, now)
      return article && { article, source }
    },
  }
  const images = createImages({
    content,
    reading,
    imagesPath: imagesPath(config.site),
    headers: IMAGE_HEADERS,
    notFound: () => messages('not-found'),
  })
  const { store } = parts.accounts
  const privateFeeds = createPrivateFeeds({
    ...{ content, frame, reading, store, issueAt, messages, putOff: parts.putOff },
  })
  const { dateOf, unavailable } = deciding
  const publicPages = createPublicPages({ content, frame, headers, dateOf, unavailable })
  const health = () => ({
    articles: issueAt(parts.now()).latest.length,
    faults: parts.faultCount(),
    orders: parts.orders.digest(),
  })
  // What cannot wait is articles: account pages go first.
  const isOverloaded = () => content.isCrowded() || parts.isOverloaded?.() === true
  const own = ownParts({ ...parts, isOverloaded }, framed, deciding, health)
  const app: AppParts = { ...own, content, reading, issueAt, images, privateFeeds, publicPages }
  const sweep = () => {
    pages.sweep(issueAt(parts.now()))
    images.forget()
    publicPages.forget()
    privateFeeds.forget()
  }
  return { app, sweep, pages }
}

const IMAGE_HEADERS = [
  'X-Content-Type-Options',
  'nosniff',
  'Cross-Origin-Resource-Policy',
  'same-site',
]
