// Gate checks: with WordPress behind it, nothing of what stands below a cut gets out to whoever has no grant, by no
// address that WordPress publishes; and whoever may read reads.
import { audit, type Leak } from '../../src/audit/index.ts'
import { truthOf } from './audit-checks.ts'
import { crawl, type Told } from './crawl.ts'
import { type Gate, startGate } from './gate.ts'
import { passwordOpens } from './password-checks.ts'
import { sentinelAlone } from './sentinel-alone.ts'
import type { WordPress } from './wordpress.ts'

/** The sixty articles in every way that is linked, and more. */
const MOST = 600
const ARTICLES = 10

type Check = (wordpress: WordPress) => Promise<readonly string[]>

const through =
  (
    check: (wordpress: WordPress, gate: Gate) => Promise<readonly string[]>,
    access: 'metered' | 'subscribers',
  ): Check =>
  async (wordpress) => {
    const gate = await startGate(wordpress, access)
    try {
      return await check(wordpress, gate)
    } finally {
      await gate.end()
    }
  }

export const GATE_CHECKS: Readonly<Record<string, Check>> = {
  'the sentinel alone takes out all but single words and names': (wordpress) =>
    sentinelAlone(wordpress),
  'a crawl of all that stands in front of it finds nothing below a cut': through(
    crawlFindsNothing,
    'subscribers',
  ),
  'a password of WordPress’s own opens its post, and that alone': through(passwordOpens, 'metered'),
  'an audit of what stands in front of it finds no leak': through(auditFindsNothing, 'metered'),
}

async function crawlFindsNothing(wordpress: WordPress, gate: Gate): Promise<readonly string[]> {
  const extra = wordpress.articles.flatMap(({ id, url, pages }) => {
    const here = gate.address + url.slice(wordpress.address.length)
    return [
      `${gate.address}/?p=${id}`,
      `${gate.address}/wp-json/wp/v2/posts/${id}`,
      `${gate.address}/wp-json/oembed/1.0/embed?url=${encodeURIComponent(here)}`,
      ...(pages === 2 ? [`${here}2/`] : []),
    ]
  })
  const told = await crawl(gate.address, extra, MOST)
  const faults = told.flatMap((one) => [
    ...canariesIn(wordpress, one),
    ...(one.text.includes(wordpress.address) ? [`${one.url} names the origin`] : []),
  ])
  if (told.filter(({ status }) => status === 200).length < 200)
    faults.push(`only ${told.length} answers`)
  return faults
}

function canariesIn({ articles }: WordPress, { url, text }: Told): readonly string[] {
  return articles.flatMap(({ kind, below }) => {
    if (kind === 'page') return []
    const found = below.canaries.filter((canary) => text.includes(canary))
    return found.length === 0 ? [] : [`${url} tells ${found.slice(0, 3).join(', ')}`]
  })
}

/**
 * Without the pictures of what has a password of WordPress's own: WordPress keeps its text from the gate too, so that
 * nobody there can know which pictures stand in it. It hands them to whoever knows their address, gate or not.
 */
async function auditFindsNothing(wordpress: WordPress, gate: Gate): Promise<readonly string[]> {
  const here = (url: string) => gate.address + url.slice(wordpress.address.length)
  const articles = wordpress.articles.map((article) => ({
    ...article,
    url: here(article.url),
    below: article.kind === 'protected' ? { ...article.below, pictures: [] } : article.below,
    pictures: Object.fromEntries(
      Object.entries(article.pictures).map(([name, url]) => [name, here(url)]),
    ),
  }))
  const truth = truthOf(articles)
  const leaks: Leak[] = []
  let audited = 0
  const options = {
    url: gate.address,
    version: '0.0.0',
    articles: ARTICLES,
    browser: 'none',
  } as const
  for await (const event of audit({ ...options, truth })) {
    if (event.kind === 'article') audited++
    if (event.kind === 'leak') leaks.push(event)
  }
  const faults = leaks.map(({ article, channel, why }) => `${article}: ${channel}: ${why}`)
  if (audited !== ARTICLES) faults.push(`${audited} articles were audited`)
  return faults
}
