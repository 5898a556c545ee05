// Publisher: one running publication, put together from its parts. What node.ts listens for goes through here.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Config } from '../config.ts'
import { localDates, periods } from '../core/calendar.ts'
import type { Content, KeyRing, Orders, Recorder } from '../core/ports.ts'
import type { Section, Site } from '../core/publication.ts'
import { type AppParts, articleAt, createApp } from '../http/app.ts'
import { createArticlePages } from '../http/article-pages.ts'
import { prepareAssets } from '../http/assets.ts'
import { cookieNames } from '../http/cookies.ts'
import { createDesk, type Issue } from '../http/desk.ts'
import { createDirect } from '../http/direct.ts'
import { createEnded } from '../http/ended.ts'
import { createIdentify } from '../http/identify.ts'
import { createMessages, type Messages } from '../http/messages.ts'
import { createNetworkLimit, createSuperseded } from '../http/network-limit.ts'
import { createPrivateFeeds } from '../http/private-feeds.ts'
import { createPublicPages } from '../http/public-cache.ts'
import type { Reading } from '../http/read-article.ts'
import { createImages } from '../http/read-image.ts'
import { createRenew } from '../http/renewal.ts'
import { createSeals } from '../http/seal.ts'
import { securityHeaders } from '../http/security-headers.ts'
import type { Frame } from '../pages/frame.ts'
import { letters } from '../pages/letters.ts'
import { wordsFor } from '../pages/words/words.ts'
import { type Accounts, parseReaderAddress } from './accounts.ts'
import { loadAssets } from './assets.ts'
import { imagesPath } from './open-edition.ts'

/** Bytes of rendered articles that are kept. */
const VARIANT_BUDGET = 128 * 1024 * 1024

export interface PublisherParts {
  readonly config: Config
  readonly sections: readonly Section[]
  /** Scheme and authority under which readers come. */
  readonly address: string
  readonly content: Content
  readonly orders: Orders
  readonly recorder: Recorder
  readonly accounts: Accounts
  readonly ring: () => KeyRing
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly faultCount: () => number
  readonly report: (line: string) => void
}

export interface Publisher {
  /** Articles straight on the socket, everything else through the app. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void
  /** The same publication as Request → Response. `remote`: the client's address. */
  readonly fetch: (request: Request, remote?: string) => Promise<Response>
  /** Forgets what is kept of articles that are no longer in the edition. */
  readonly sweep: () => void
  /** How many articles are out. */
  readonly articleCount: () => number
}

export async function createPublisher(parts: PublisherParts): Promise<Publisher> {
  const app = await assemble(parts)
  const hono = createApp(app)
  const fetch = async (request: Request, remote?: string) => hono.fetch(request, { remote })
  const next = getRequestListener(
    (request, { incoming }) => fetch(request, incoming.socket.remoteAddress),
    { overrideGlobalObjects: false },
  )
  return {
    listener: createDirect(app, (request, response) => void next(request, response)),
    fetch,
    sweep: () => {
      app.reading.pages.sweep(app.issueAt(parts.now()))
      app.images.forget()
      app.publicPages.forget()
      app.privateFeeds.forget()
    },
    articleCount: () => app.issueAt(parts.now()).latest.length,
  }
}

async function assemble(parts: PublisherParts): Promise<AppParts> {
  const { config, content } = parts
  const loaded = await loadAssets(`${config.site.paths.standfirst}/assets`, config.logo)
  const { sections } = parts
  const publication = { ...config.site.publication, sections, logo: loaded.logo }
  const site: Site = { ...config.site, publication, address: parts.address }
  const words = wordsFor(publication.language)
  const frame: Frame = { site, assets: loaded.assets, words }
  const headers = securityHeaders(site)
  const messages = createMessages(frame)
  const dateOf = localDates(publication.timeZone)
  const issueAt = createDesk(content, site.policy)
  const reading = createReading(parts, { frame, headers, messages, dateOf, issueAt })
  const { store, payments, passkeys, wake, practiceOutbox } = parts.accounts
  return {
    content,
    frame,
    reading,
    issueAt,
    images: createImages({
      content,
      reading,
      imagesPath: imagesPath(config.site),
      headers: IMAGE_HEADERS,
      notFound: () => messages('not-found'),
    }),
    accounts: {
      ...reading,
      frame,
      headers,
      scriptHeaders: securityHeaders(site, { withScript: true }),
      store,
      payments,
      passkeys,
      wake,
      practiceOutbox,
      letters: letters(frame),
      parseAddress: parseReaderAddress,
      trustedProxies: config.trustedProxies,
    },
    privateFeeds: createPrivateFeeds({
      content,
      frame,
      reading,
      store,
      issueAt,
      messages,
    }),
    publicPages: createPublicPages({ content, frame, headers, dateOf }),
    messages,
    assets: await prepareAssets(loaded.sources),
    headers,
    trustedProxies: config.trustedProxies,
    faultCount: parts.faultCount,
    report: parts.report,
  }
}

const IMAGE_HEADERS = [
  'X-Content-Type-Options',
  'nosniff',
  'Cross-Origin-Resource-Policy',
  'same-site',
]

/** Private, and asked for each time: which variant it is depends on the cookies, and on the hour. */
const ARTICLE_HEADERS = [
  'Content-Type',
  'text/html; charset=utf-8',
  'Cache-Control',
  'private, no-cache',
  'Vary',
  'Cookie, Accept-Encoding',
  'Accept-Ranges',
  'none',
]

function createReading(
  { config, accounts, content, orders, recorder, ring, now, report }: PublisherParts,
  made: {
    readonly frame: Frame
    readonly headers: readonly string[]
    readonly messages: Messages
    readonly dateOf: (instant: number) => string
    readonly issueAt: (now: number) => Issue
  },
): Reading {
  const { frame, messages } = made
  const { site } = frame
  const { meter } = site.policy
  const secure = site.address.startsWith('https:')
  const seals = createSeals(ring, site.publication.name)
  const cookies = cookieNames(secure)
  const ended = createEnded()
  const headers = [...made.headers, ...ARTICLE_HEADERS]
  return {
    site,
    now,
    identify: createIdentify(seals, cookies),
    settling: {
      renew: createRenew(accounts.store, ended),
      ended,
      grace: config.grace,
      seals,
      cookies,
      secure,
    },
    spends: accounts.spends,
    periodAt: periods(meter.period, meter.timeZone),
    dateOf: rememberDay(made.dateOf),
    orders,
    pages: createArticlePages({ content, frame, headers, budget: VARIANT_BUDGET }),
    current(path) {
      const issue = made.issueAt(now())
      const article = articleAt(path, issue, now())
      return article && { article, issue }
    },
    networks: createNetworkLimit(meter.perNetworkPerHour),
    superseded: createSuperseded(),
    recorder,
    seals,
    cookies,
    secure,
    unavailable: () => messages('unavailable'),
    report,
  }
}

/** The dates a receipt names are few: the ends of periods. Formatting one costs more than all the rest of a decision. */
function rememberDay(dateOf: (now: number) => string): (now: number) => string {
  const known = new Map<number, string>()
  return (instant) => {
    const found = known.get(instant)
    if (found !== undefined) return found
    if (known.size >= 1000) known.clear()
    const date = dateOf(instant)
    known.set(instant, date)
    return date
  }
}
