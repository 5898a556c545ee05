// Manifest: how the publication looks on a home screen.
import type { Frame } from './frame.ts'

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
