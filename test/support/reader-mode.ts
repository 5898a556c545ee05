// Reader mode: what @mozilla/readability (Firefox) and defuddle make of a page, and what stands in it that should not.
import { Readability } from '@mozilla/readability'
import { Defuddle } from 'defuddle/node'
import type { Element, Root } from 'hast'
import { toString as plainText } from 'hast-util-to-string'
import { JSDOM } from 'jsdom'
import { parseHTML } from 'linkedom'

/** A reader mode: takes a page, gives the HTML that it shows; undefined when it finds nothing to show. */
export interface ReaderMode {
  readonly name: string
  read(html: string, url: string): Promise<string | undefined>
}

const defuddle: ReaderMode = {
  name: 'defuddle',
  async read(html, url) {
    const { content } = await Defuddle(html, url)
    return content === '' ? undefined : content
  },
}

export const readerModes: readonly ReaderMode[] = [
  {
    name: 'readability',
    async read(html, url) {
      const { document } = new JSDOM(html, { url }).window
      return new Readability(document as never).parse()?.content ?? undefined
    },
  },
  defuddle,
]

/** The same with a lighter DOM, which reads a page in a tenth of the time: for hundreds of pages. */
export const quickReaderModes: readonly ReaderMode[] = [
  {
    name: 'readability',
    async read(html) {
      const { document } = parseHTML(html)
      return new Readability(document as never).parse()?.content ?? undefined
    },
  },
  defuddle,
]

/**
 * What a reader mode shows beside `blocks`, or the first of them that it does not show where it should stand.
 * Numbers and arrows of footnotes are left out of account: reader modes number anew.
 */
export function compare(
  shown: string | undefined,
  blocks: readonly string[],
): { readonly missing: string | undefined; readonly beside: string } {
  let rest = plain(shown === undefined ? '' : textOf(shown))
  let beside = ''
  for (const block of blocks) {
    const text = plain(block)
    const at = rest.indexOf(text)
    if (at < 0) return { missing: block, beside: beside + rest }
    beside += `${rest.slice(0, at)} `
    rest = rest.slice(at + text.length)
  }
  return { missing: undefined, beside: (beside + rest).trim() }
}

/** The blocks of a body as reader modes show them: the footnotes' heading is for those who do not see the page. */
export function blocksOf(root: Root): readonly string[] {
  return root.children
    .filter((block): block is Element => block.type === 'element')
    .flatMap((block) =>
      block.properties['dataFootnotes'] === undefined
        ? [plainText(block)]
        : block.children.slice(1).map((child) => plainText(child)),
    )
}

function textOf(html: string): string {
  return parseHTML(`<html><body>${html}</body></html>`).document.body.textContent ?? ''
}

export function plain(text: string): string {
  return text.replace(/[\s\d↩]/gu, '')
}
