// Close, others: texts of other articles that a page carries are cut by the same rules. Of one that nothing is known of,
// nothing was decided either: it is cut.
import type { PageSettings } from '../../../core/origin.ts'
import { type ArticleFacts, ruleFor } from '../../../core/policy.ts'
import { GatedFiles } from './close-files.ts'
import type { Closing } from './close-page.ts'
import { GatedRuns } from './close-runs.ts'
import { cutPage } from './cut-page.ts'
import { blockTextsOf, captionsIn, filesIn } from './cut-page-texts.ts'
import { type Element, type Node, type ParentNode, parentOf, removeAll } from './parse-page.ts'

/** By what a page is closed, besides what it is. */
export interface Circumstances {
  readonly settings: PageSettings
  /** The public address of the page. */
  readonly base: URL
  readonly now: number
}

export interface CarriedBody {
  readonly element: Element
  readonly article: ArticleFacts | undefined
}

/** What to close on the page after its other bodies were cut; undefined where none was. */
export function cutOthers(
  bodies: readonly CarriedBody[],
  own: Element | undefined,
  { settings, base, now }: Circumstances,
): Closing | undefined {
  const below: Node[] = []
  const above: Node[] = []
  for (const { element, article } of bodies) {
    const isFree =
      article !== undefined && ruleFor(article, settings.policy, now).access.kind === 'free'
    if (isFree || (own !== undefined && holds(element, own))) continue
    const cuttable = {
      body: element,
      container: element,
      isMisnested: false,
      continues: false,
      gatedClasses: new Set<string>(),
    }
    const cut = cutPage(cuttable, settings.cut)
    below.push(...cut.below)
    above.push(...cut.above)
  }
  if (below.length === 0) return undefined
  const ownText = own === undefined ? [] : blockTextsOf([own])
  const closing = {
    runs: new GatedRuns({
      gated: blockTextsOf(below),
      captions: captionsIn(below),
      above: blockTextsOf(above),
      open: ownText,
    }),
    files: new GatedFiles(filesIn(below, base), filesIn(above, base), base),
  }
  removeAll(below)
  return closing
}

function holds(element: Element, inner: Element): boolean {
  for (let at: ParentNode | null = inner; at !== null; at = parentOf(at))
    if (at === element) return true
  return false
}
