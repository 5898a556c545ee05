// The editor: a browser in which somebody who may write logs in, writes in WordPress's own block editor, looks at the
// draft, and publishes it, all at the address of what stands in front.
import type { BrowserContext, Page } from '@playwright/test'
import type { WordPress } from './wordpress.ts'

export interface Written {
  readonly title: string
  readonly paragraphs: readonly string[]
}

/** Some answer of WordPress takes seconds on a busy machine. */
const PATIENCE = { timeout: 60_000 }

export async function logInAt(
  page: Page,
  address: string,
  { name, password }: WordPress['admin'],
): Promise<void> {
  await page.goto(
    `${address}/wp-login.php?redirect_to=${encodeURIComponent(`${address}/wp-admin/`)}`,
  )
  await page.fill('#user_login', name)
  await page.fill('#user_pass', password)
  await page.click('#wp-submit')
  await page.waitForURL(`${address}/wp-admin/**`, PATIENCE)
}

/** Writes it and saves it as a draft. */
export async function write(page: Page, address: string, article: Written): Promise<void> {
  await page.goto(`${address}/wp-admin/post-new.php`)
  await page.locator('.editor-post-title__input').click(PATIENCE)
  await page.keyboard.insertText(article.title)
  for (const paragraph of article.paragraphs) {
    await page.keyboard.press('Enter')
    await page.keyboard.insertText(paragraph)
  }
  await saveDraft(page)
}

async function saveDraft(page: Page): Promise<void> {
  await page.click('.editor-post-save-draft')
  await page.waitForSelector('.editor-post-saved-state.is-saved', PATIENCE)
}

/** What the draft looks like, in a tab of its own. */
export async function preview(page: Page, context: BrowserContext): Promise<Page> {
  await page.click('.block-editor-post-preview__button-toggle')
  const [shown] = await Promise.all([
    context.waitForEvent('page'),
    page.click('.edit-post-header-preview__grouping-external a'),
  ])
  await shown.waitForURL(/[?&]preview=true/, PATIENCE)
  await page.bringToFront()
  await page.keyboard.press('Escape')
  return shown
}

/** Gives the address that the editor says it has. */
export async function publish(page: Page): Promise<string> {
  await page.click('.editor-post-publish-panel__toggle')
  await page.click('.editor-post-publish-panel .editor-post-publish-button')
  const said = page.locator('.post-publish-panel__postpublish-post-address input')
  await said.waitFor(PATIENCE)
  return said.inputValue()
}

/** By the plain form of the media library. */
export async function upload(page: Page, address: string, file: Buffer): Promise<void> {
  await page.goto(`${address}/wp-admin/media-new.php?browser-uploader`)
  const chosen = { name: 'quay-at-night.png', mimeType: 'image/png', buffer: file }
  await page.setInputFiles('#async-upload', chosen)
  await page.click('#html-upload')
  await page.waitForURL(`${address}/wp-admin/upload.php**`, PATIENCE)
}
