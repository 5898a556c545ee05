// Without sums: of a page that goes out as it is, what no longer holds. A file of the site has its addresses rewritten, and
// a browser would refuse it by the checksum of what it was.
import { type TokenHandler, Tokenizer, TokenizerMode } from 'parse5'
import type { SiteAddresses } from '../../core/origin.ts'

type Mode = Tokenizer['state']
type Token = Parameters<TokenHandler['onStartTag']>[0]

/** In these nothing is a tag but their own end. */
const TEXTS: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  ['script', TokenizerMode.SCRIPT_DATA],
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['plaintext', TokenizerMode.PLAINTEXT],
  ...['style', 'xmp', 'iframe', 'noembed', 'noframes'].map(
    (name) => [name, TokenizerMode.RAWTEXT] as const,
  ),
])

/** Whether an address leads to the site, by the public address or one of its own. */
export function isOfSite(address: string, addresses: SiteAddresses): boolean {
  const origin = URL.parse(address, addresses.public)?.origin
  return origin !== undefined && [addresses.public, ...addresses.own].includes(origin)
}

/** `integrity` is taken off the tags of the site's own files; every other byte stays. In proportion to the page. */
export function withoutSums(html: string, addresses: SiteAddresses): string {
  if (!/\bintegrity\b/i.test(html)) return html
  let out = ''
  let done = 0
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      ...NOTHING,
      onStartTag(tag) {
        tokenizer.state = TEXTS.get(tag.tagName) ?? tokenizer.state
        const place = placeOfSum(tag, addresses)
        if (place === undefined) return
        out += html.slice(done, place.startOffset).trimEnd()
        done = place.endOffset
      },
    },
  )
  tokenizer.write(html, true)
  return done === 0 ? html : out + html.slice(done)
}

function placeOfSum({ attrs, location }: Token, addresses: SiteAddresses) {
  const valueIn = (name: string) => attrs.find((one) => one.name === name)?.value
  const address = valueIn('src') ?? valueIn('href') ?? ''
  return isOfSite(address, addresses) ? location?.attrs?.['integrity'] : undefined
}

const nothing = () => {}
const NOTHING = {
  onComment: nothing,
  onDoctype: nothing,
  onEndTag: nothing,
  onEof: nothing,
  onCharacter: nothing,
  onNullCharacter: nothing,
  onWhitespaceCharacter: nothing,
} satisfies Omit<TokenHandler, 'onStartTag' | 'onParseError'>
