// Sums: what a page says of the bytes of its scripts and styles, which rewriting their addresses makes untrue. A browser
// would refuse them: files by `integrity` on their tags, what stands in the page by a Content-Security-Policy.
import { createHash } from 'node:crypto'
import { type TokenHandler, Tokenizer, TokenizerMode } from 'parse5'
import type { SiteAddresses } from '../../core/origin.ts'
import { rewriteText } from './addresses.ts'

type Mode = Tokenizer['state']
type Tag = Parameters<TokenHandler['onStartTag']>[0]

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
  readTags(html, {
    onTag({ attrs, location }) {
      const valueIn = (name: string) => attrs.find((one) => one.name === name)?.value
      const place = location?.attrs?.['integrity']
      if (place === undefined || !isOfSite(valueIn('src') ?? valueIn('href') ?? '', addresses))
        return
      out += html.slice(done, place.startOffset).trimEnd()
      done = place.endOffset
    },
    onText: () => {},
  })
  return done === 0 ? html : out + html.slice(done)
}

/** Sums of a policy, `sha256-…`, by those of what the same scripts and styles were before. */
export type NewSums = ReadonlyMap<string, string>

const SUM = /'(sha(?:256|384|512))-([\w+/-]+=*)'/g

/** Of what stands in the page itself and is changed by its addresses alone. `policies`: the text that names sums. */
export function newSums(html: string, policies: string, addresses: SiteAddresses): NewSums {
  const algorithms = new Set([...policies.matchAll(SUM)].flatMap(([, name]) => name ?? []))
  const sums = new Map<string, string>()
  if (algorithms.size === 0) return sums
  readTags(html, {
    onTag: () => {},
    onText(text) {
      const rewritten = rewriteText(text, addresses)
      if (rewritten === text) return
      for (const name of algorithms) sums.set(sumOf(name, text), sumOf(name, rewritten))
    },
  })
  return sums
}

/** The new ones stand beside the old: what else has an old one stays allowed. */
export function withNewSums(text: string, sums: NewSums): string {
  if (sums.size === 0) return text
  return text.replace(SUM, (source, name: string, sum: string) => {
    const known = sums.get(`${name}-${sum.replaceAll('-', '+').replaceAll('_', '/')}`)
    return known === undefined ? source : `${source} '${known}'`
  })
}

function sumOf(algorithm: string, text: string): string {
  return `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`
}

/** `onText` gets what stands in a script or a style, as a browser weighs it: its ends of lines are one sign. */
function readTags(
  html: string,
  { onTag, onText }: { onTag(tag: Tag): void; onText(text: string): void },
): void {
  let text: string | undefined
  const add = ({ chars }: Parameters<TokenHandler['onCharacter']>[0]) => {
    if (text !== undefined) text += chars
  }
  const end = () => {
    if (text !== undefined && text !== '') onText(text)
    text = undefined
  }
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag(tag) {
        end()
        tokenizer.state = TEXTS.get(tag.tagName) ?? tokenizer.state
        if (/^(?:script|style)$/.test(tag.tagName)) text = ''
        onTag(tag)
      },
      ...{ onEndTag: end, onEof: end, onCharacter: add, onWhitespaceCharacter: add },
      ...{ onNullCharacter: add, onComment: () => {}, onDoctype: () => {} },
    },
  )
  tokenizer.write(html, true)
}
