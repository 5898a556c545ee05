// Icon: the publication's initial over the rules of its masthead.
import type { Frame } from './frame.ts'
import { html } from './html.ts'

/** Articles that a name begins with and nobody would look for it under. */
const LEADING_ARTICLE = /^(?:the|der|die|das|le|la|les|il|el)\s+/i

/** An SVG that is light on dark where the reader's system is dark. */
export function faviconSvg({ site }: Frame): string {
  const name = site.publication.name.replace(LEADING_ARTICLE, '')
  const [initial = ''] = name
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<style>.p{fill:#fdfcf9}.i{fill:#16130f}@media (prefers-color-scheme:dark){.p{fill:#151412}.i{fill:#ebe6da}}</style>
<path class="p" d="M0 0h64v64H0z"/>
<text class="i" x="32" y="45" text-anchor="middle" font-family="Newsreader,Georgia,serif" font-weight="600" font-size="52">${initial.toUpperCase()}</text>
<path class="i" d="M8 51h48v5H8zM8 58h48v2H8z"/>
</svg>
`.markup
}
