// Read pages: pages of a site as the gate reads them, for commands that say what it makes of them.
import { kindOf } from '../../content/origin/kind-of.ts'
import { decodePage } from '../../content/origin/page/decode.ts'
import { readPage } from '../../content/origin/page/read-page.ts'
import type { PageReading, PageSettings } from '../../core/origin.ts'
import type { AskedSite, SiteAnswer } from './ask-site.ts'
import { formsOn, type PageForms } from './closed-forms.ts'

export interface ReadPage {
  /** Path and query at which it answers, after redirects within the site. */
  readonly path: string
  /** Where it was asked for. */
  readonly asked: string
  /** As they came; names in lower case. */
  readonly headers: SiteAnswer['headers']
  readonly reading: PageReading
  readonly forms: PageForms
}

/** What could not be had: an address that answers something else than a page. */
export interface UnreadPage {
  readonly path: string
  readonly why: string
  /** What answers in a page's place; undefined where nothing does, or with another status than 200. */
  readonly kind?: 'text' | 'file'
  readonly type?: string | undefined
}

export interface ToRead {
  readonly site: AskedSite
  readonly settings: PageSettings
  /** Epoch milliseconds. */
  readonly now: number
}

/** One after the other. What is no page, or does not answer, is passed over. */
export async function* readPages(
  to: ToRead,
  paths: readonly string[],
): AsyncGenerator<ReadPage, void> {
  for (const path of paths) {
    const read = await readOne(to, path)
    if ('reading' in read) yield read
  }
}

export async function readOne(
  { site, settings, now }: ToRead,
  path: string,
): Promise<ReadPage | UnreadPage> {
  const asked = await site.ask(path)
  if (!asked.ok)
    return {
      path,
      why: asked.reason === 'elsewhere' ? `leads to ${asked.detail}` : asked.detail,
    }
  const { status, type, headers, body } = asked.value
  if (status !== 200) return { path, why: `answers ${status}` }
  const kind = body.length === 0 ? 'text' : kindOf(type, body)
  if (kind !== 'page') return { path, why: `is no page but ${type ?? `a ${kind}`}`, kind, type }
  const source = { bytes: body, type, address: asked.value.path }
  const forms = formsOn(decodePage(body, type), settings.addresses.public + source.address)
  const reading = readPage(source, settings, now)
  return { path: source.address, asked: path, headers, reading, forms }
}
