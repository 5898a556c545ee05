// Bylines: who wrote it, each name a way to all that they wrote.
import { authorPath, href } from './addresses.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'

export function bylines({ words }: Frame, names: readonly string[]): Markup | undefined {
  if (names.length === 0) return undefined
  const parts = words
    .list(names)
    .map(({ name, text }) =>
      name ? html`<a href="${href(authorPath(text))}" rel="author">${text}</a>` : html`${text}`,
    )
  return html`<span class="by">${words.by} ${parts}</span>`
}
