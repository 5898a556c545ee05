// A reader at a browser of their own: presses, writes, and sees pages; what no page should do is written down.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { expect, vi } from 'vitest'
import type { ReadMail } from '../support/mails.ts'
import { mailTo } from '../support/mails.ts'
import type { Published } from '../support/publication.ts'
import { ABOVE, BELOW } from './account-edition.ts'
import { axeFaults } from './axe.ts'

/** The `count`th mail to an address, when it has come. */
type Post = (address: string, count?: number) => Promise<ReadMail>

export interface Newspaper {
  readonly published: Published
  readonly post: Post
}

interface Sight {
  /** What the page says has to be put right. */
  readonly problem?: string
  /** A sentence of the page. */
  readonly text?: string
}

export interface AtBrowser {
  readonly page: Page
  readonly context: BrowserContext
  /** Opens an address. */
  open(path: string): Promise<void>
  /** Presses the link or button of exactly this text within `where`, with a finger or a mouse. */
  press(text: string, where?: string): Promise<void>
  /** Writes into a field, named by its label. */
  write(label: string, text: string): Promise<void>
  /** Ticks the one box of the page. */
  tick(): Promise<void>
  /** Waits for the page with this heading. */
  sees(title: string, sight?: Sight): Promise<void>
  /** The wall stands in place of the rest. */
  meetsWall(path: string): Promise<void>
  /** All of the article is there. */
  readsAll(path: string): Promise<void>
  /** And the window shows the place where the wall stood. */
  readsOn(path: string): Promise<void>
  /** Closes the browser; fails when a page did what no page should do. */
  leave(): Promise<void>
}

export interface Opening {
  readonly device: BrowserContextOptions
  readonly script: boolean
  /** Given, every page that is seen is looked at with axe, unless it stands here; it is put here then. */
  readonly audited?: Set<string>
}

export async function sitDown(
  browser: Browser,
  { address }: Published,
  { device, script, audited }: Opening,
): Promise<AtBrowser> {
  const context = await browser.newContext({
    ...device,
    baseURL: address,
    javaScriptEnabled: script,
  })
  const complaints = complaintsOf(context, address)
  const page = await context.newPage()
  const press = async (target: ReturnType<Page['locator']>) =>
    device.hasTouch ? target.tap() : target.click()
  return {
    page,
    context,
    async open(path) {
      await page.goto(path)
    },
    press: (text, where = 'main') =>
      press(
        page
          .locator(`${where} :is(a, button)`)
          .filter({ hasText: new RegExp(`^\\s*${escaped(text)}\\s*$`) })
          .first(),
      ),
    write: (label, text) => page.getByLabel(label, { exact: true }).fill(text),
    tick: () => page.locator('main input[type=checkbox]').check(),
    ...articlesSeen(page),
    sees: pagesSeen(page, audited),
    async leave() {
      await context.close()
      expect(complaints()).toEqual([])
    },
  }
}

function pagesSeen(page: Page, audited: Set<string> | undefined): AtBrowser['sees'] {
  return async (title, { problem, text } = {}) => {
    await page.locator('h1').filter({ hasText: title }).waitFor()
    // Focus goes there once the page is drawn; whoever writes before that keeps it from there.
    if (problem !== undefined)
      await page.locator('#errors:focus').filter({ hasText: problem }).waitFor()
    else expect(await page.locator('#errors').count()).toBe(0)
    if (text !== undefined) await page.locator('main').filter({ hasText: text }).waitFor()
    const name = [title, problem, text].join(': ')
    if (audited === undefined || audited.has(name)) return
    expect(await axeFaults(page), name).toEqual([])
    audited.add(name)
  }
}

function articlesSeen(page: Page): Pick<AtBrowser, 'meetsWall' | 'readsAll' | 'readsOn'> {
  const readsAll = async (path: string) => {
    await page.waitForURL((url) => url.pathname === path)
    const text = await page.locator('article').textContent()
    expect(text).toContain(ABOVE)
    expect(text).toContain(BELOW)
    expect(await page.locator('.wall').count()).toBe(0)
  }
  return {
    readsAll,
    async meetsWall(path) {
      await page.waitForURL((url) => url.pathname === path)
      const html = await page.content()
      expect(html).toContain(ABOVE)
      expect(html).not.toContain(BELOW)
      expect(await page.locator('.wall').isVisible()).toBe(true)
    },
    async readsOn(path) {
      await page.waitForURL(`**${path}#read-on`)
      await readsAll(path)
      await vi.waitFor(async () => expect(await placeOfCut(page)).toBe('in view'), 15_000)
    },
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Where the first block stands that the wall had kept back. */
function placeOfCut(page: Page): Promise<'in view' | 'above' | 'below'> {
  return page.locator('#read-on').evaluate((block) => {
    const { top } = block.getBoundingClientRect()
    if (top < 0) return 'above'
    return top < window.innerHeight / 2 ? 'in view' : 'below'
  })
}

/** Listens for everything that a page should not do; gives what was heard. */
function complaintsOf(context: BrowserContext, address: string): () => readonly string[] {
  const heard: { readonly at: string; readonly text: string }[] = []
  const refusals = new Set<string>()
  context.on('console', (message) => {
    heard.push({ at: message.location().url, text: `${message.type()}: ${message.text()}` })
  })
  context.on('weberror', (error) => heard.push({ at: '', text: String(error.error()) }))
  context.on('requestfailed', (request) =>
    heard.push({ at: '', text: `failed: ${request.url()} ${request.failure()?.errorText}` }),
  )
  context.on('request', (request) => {
    if (!request.url().startsWith(`${address}/`))
      heard.push({ at: '', text: `asked: ${request.url()}` })
  })
  context.on('response', (response) => {
    const isPage = response.request().isNavigationRequest()
    if (response.status() < 400) return
    if (isPage) refusals.add(response.url())
    else heard.push({ at: '', text: `${response.status()}: ${response.url()}` })
  })
  return () =>
    heard
      .filter(({ at, text }) => !(refusals.has(at) && text.startsWith('error: Failed to load')))
      .filter(({ text }) => !HARMLESS.some((pattern) => pattern.test(text)))
      .map(({ text }) => text)
}

/** What a browser tells though nothing is wrong. */
const HARMLESS = [
  // A page has it forget what it kept.
  /^info: Clear-Site-Data .* Cleared data types: "cache"\.$/,
  // Whoever writes into a field before the page is drawn stays in that field.
  /^info: Autofocus processing was blocked because a document already has a focused element\.$/,
]

/** Mails as a publication without a mail server writes them. */
export function fromOutbox(published: Published): Newspaper {
  return { published, post: (address, count) => mailTo(published, address, count) }
}
