// Summed script: a page whose policy allows its script by the sum of it, and whose script names the site.
import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Gated } from './gate.ts'
import type { TestOrigin } from './origin.ts'

/** Whichever way the gate stands: what it makes of the script is allowed in header and page, beside what was there. */
export async function allowsByNewSum(origin: TestOrigin, gated: Gated): Promise<void> {
  const sumOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const script = `fetch('${origin.url}/a')`
  const policy = `script-src 'self' ${sumOf(script)}`
  origin.answer('/summed/', {
    headers: { 'Content-Type': 'text/html', 'Content-Security-Policy': policy },
    body: `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><title>S</title><script>${script}</script>`,
  })
  const page = await gated.read('/summed/')
  const [, sent = ''] = /<script>(.*?)<\/script>/.exec(page.text) ?? []
  expect(sent).toBe(`fetch('${gated.address}/a')`)
  expect(page.headers.get('content-security-policy')).toBe(`${policy} ${sumOf(sent)}`)
  expect(page.text).toContain(`content="${policy} ${sumOf(sent)}"`)
}
