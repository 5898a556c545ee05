// Every page that a publication's articles can be sent as: each article in each variant, as the server makes it.
import { loadConfig } from '../../src/config.ts'
import type { Article } from '../../src/core/article.ts'
import { type Cut, cut } from '../../src/core/cut.ts'
import { ruleFor } from '../../src/core/policy.ts'
import { allVariants, type Variant, variantKey } from '../../src/core/variant.ts'
import { createDesk } from '../../src/http/desk.ts'
import { loadAssets } from '../../src/node/assets.ts'
import { sectionsOf } from '../../src/node/open-edition.ts'
import { articlePage } from '../../src/pages/article-page.ts'
import type { Frame } from '../../src/pages/frame.ts'
import { wordsFor } from '../../src/pages/words/words.ts'
import type { Published } from './publication.ts'

export interface EveryPage {
  readonly article: Article
  readonly variant: Variant
  readonly key: string
  readonly cut: Cut
  readonly html: string
}

/** How many stories of its section stand under an article. */
const MORE = 4
/** When the meter of the harness's month comes back. */
const RESETS = '2026-12-01'

/** Article by article, the newest first. */
export async function everyPage(published: Published): Promise<readonly EveryPage[]> {
  const frame = await frameOf(published)
  const { policy } = frame.site
  const issue = createDesk(published.content, policy)(published.now)
  const pages: EveryPage[] = []
  for (const article of issue.latest) {
    const text = await published.content.text(article)
    if (!text.ok) throw new Error(text.detail)
    const { access } = ruleFor(article, policy, published.now)
    const section = issue.bySection.get(article.section ?? '') ?? []
    const more = section.filter((other) => other !== article).slice(0, MORE)
    const page = {
      article,
      cut: cut(text.value.body, text.value.authorCut, policy.cut),
      picture: text.value.picture,
      gated: access.kind !== 'free',
      plans: access.kind === 'subscribers' ? access.plans : undefined,
      more: more.map((other) => ({ article: other, picture: undefined })),
    }
    for (const variant of allVariants(policy, RESETS)) {
      const key = `${article.path} ${variantKey(variant)}`
      pages.push({
        article,
        variant,
        key,
        cut: page.cut,
        html: articlePage(frame, { ...page, variant }),
      })
    }
  }
  return pages
}

async function frameOf({ content, address, dir }: Published): Promise<Frame> {
  const config = await loadConfig(dir, {})
  if (!config.ok) throw new Error('The publication has faults')
  const { site, logo } = config.value
  const loaded = await loadAssets(`${site.paths.standfirst}/assets`, logo)
  const sections = sectionsOf(config.value, content)
  const publication = { ...site.publication, sections, logo: loaded.logo }
  const words = wordsFor(publication.language)
  return { site: { ...site, publication, address }, assets: loaded.assets, words }
}
