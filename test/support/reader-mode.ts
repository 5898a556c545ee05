// Reader mode: what @mozilla/readability (Firefox) and defuddle make of a page, and what stands in it that should not.
import { Readability } from '@mozilla/readability'
import { Defuddle } from 'defuddle/node'
import { JSDOM } from 'jsdom'

/** A reader mode: takes a page, gives the HTML that it shows; undefined when it finds nothing to show. */
export interface ReaderMode {
  readonly name: string
  read(html: string, url: string): Promise<string | undefined>
}

export const readerModes: readonly ReaderMode[] = [
  {
    name: 'readability',
    async read(html, url) {
      const { document } = new JSDOM(html, { url }).window
      return new Readability(document as never).parse()?.content ?? undefined
    },
  },
  {
    name: 'defuddle',
    async read(html, url) {
      const { document } = new JSDOM(html, { url }).window
      const { content } = await Defuddle(document as never, url)
      return content === '' ? undefined : content
    },
  },
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

function textOf(html: string): string {
  return new JSDOM(`<body>${html}`).window.document.body.textContent ?? ''
}

export function plain(text: string): string {
  return text.replace(/[\s\d↩]/gu, '')
}
