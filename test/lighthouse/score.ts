// Scores: runs Lighthouse on pages of the sample and says what is below the best.
import lighthouse, { desktopConfig, type Result } from 'lighthouse'
import puppeteer, { type Browser } from 'puppeteer-core'
import { chromiumPath } from '../support/browser.ts'
import { publish } from '../support/publication.ts'
import { sampleFiles } from '../support/sample.ts'

const PAGES = [
  ['front page', '/'],
  ['article', '/town/budget-gap'],
  ['wall', '/harbour/who-pays-for-the-mud'],
] as const
const DEVICES = [
  ['phone', undefined],
  ['desktop', desktopConfig],
] as const
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']

/** Gives how many pages have the best score in everything but performance; `say` takes a line. */
export async function score(
  say: (line: string) => void,
): Promise<{ readonly passed: number; readonly failed: number }> {
  await using open = new AsyncDisposableStack()
  const published = await publish(await sampleFiles())
  open.defer(() => published.close())
  const executablePath = await chromiumPath()
  let passed = 0
  let failed = 0
  for (const [page, path] of PAGES)
    for (const [device, config] of DEVICES) {
      const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] })
      const result = await resultOf(browser, published.address + path, config)
      await browser.close()
      const scores = CATEGORIES.map((name) => [name, scoreOf(result, name)] as const)
      say(`${page}, ${device}: ${scores.map((one) => one.join(' ')).join(', ')}`)
      for (const line of shortfalls(result)) say(`  ${line}`)
      if (scores.every(([name, points]) => name === 'performance' || points === 100)) passed++
      else failed++
    }
  return { passed, failed }
}

async function resultOf(
  browser: Browser,
  url: string,
  config: typeof desktopConfig | undefined,
): Promise<Result> {
  const flags = { logLevel: 'error', onlyCategories: CATEGORIES } as const
  const run = await lighthouse(url, flags, config, await browser.newPage())
  if (run === undefined) throw new Error(`Lighthouse says nothing of ${url}`)
  if (run.lhr.runtimeError !== undefined) throw new Error(run.lhr.runtimeError.message)
  return run.lhr
}

function scoreOf({ categories }: Result, name: string): number {
  return Math.round((categories[name]?.score ?? 0) * 100)
}

/** Every audit that counts and is not at its best. */
function shortfalls({ audits, categories }: Result): readonly string[] {
  return CATEGORIES.flatMap((name) =>
    (categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const { score = null, title = id, displayValue = '' } = audits[id] ?? {}
      if (weight === 0 || score === null || score >= 0.9) return []
      return [`${name}: ${title} ${displayValue}`.trim()]
    }),
  )
}
