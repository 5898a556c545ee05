// Copies whose bytes follow from their key, so that whoever finds one knows what it should be.
import type { Copy } from '../../src/content/origin/cache/copy.ts'
import type { Lifetime } from '../../src/content/origin/cache/freshness.ts'

const NOW = Date.UTC(2026, 4, 1)

export const LIFETIME: Lifetime = {
  freshUntil: NOW + 1000,
  whileAskingUntil: NOW + 2000,
  onErrorUntil: NOW + 3000,
}

export function copyAt(key: string, more: Partial<Copy> = {}): Copy {
  return {
    key,
    status: 200,
    headers: [['content-type', 'text/html']],
    varying: [],
    bytes: new TextEncoder().encode(`<p>${key}</p>`.repeat(2000)),
    version: key,
    fetchedAt: NOW,
    checkedAt: NOW,
    ...more,
  }
}
