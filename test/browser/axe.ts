// Axe in a page: what it finds in the light, and of colours in the dark. It needs script on.
import type { Page } from '@playwright/test'
import axe, { type RunOnly } from 'axe-core'

/** What WCAG 2.2 asks at levels A and AA, and what axe calls good practice; target-size is among them. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']
/** The rules whose answer depends on colours: all others say of a dark page what they say of a light one. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

declare global {
  interface Window {
    /** What axe's source leaves behind in a page. */
    readonly axe: typeof axe
  }
}

/** What axe finds in a page, one line each: everything in the light, what depends on colours in the dark. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await faultsOf(page, { type: 'tag', values: TAGS })
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await faultsOf(page, { type: 'rule', values: OF_COLOUR })
  return [...light, ...dark.map((fault) => `in the dark: ${fault}`)]
}

async function faultsOf(page: Page, runOnly: RunOnly): Promise<readonly string[]> {
  const violations = await page.evaluate(async (only) => {
    const options = { runOnly: only, resultTypes: ['violations' as const] }
    return (await window.axe.run(document, options)).violations
  }, runOnly)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
  )
}
