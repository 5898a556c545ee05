// Manifest and icon: how the publication looks on a home screen and in a tab.
import type { Frame } from './frame.ts'
import { html } from './html.ts'

export function manifest({ site, assets }: Frame): string {
  const { name, description, language } = site.publication
  return JSON.stringify({
    name,
    short_name: name,
    description,
    lang: language,
    start_url: '/',
    display: 'minimal-ui',
    background_color: '#fdfcf9',
    theme_color: '#fdfcf9',
    icons: [{ src: assets.icon, type: 'image/svg+xml', sizes: 'any', purpose: 'any' }],
  })
}

/** Articles that a name begins with and nobody would look for it under. */
const LEADING_ARTICLE = /^(?:the|der|die|das|le|la|les|il|el)\s+/i

/** The initial over the two rules of the masthead, light on dark where the reader's system is dark. */
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
