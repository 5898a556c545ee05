// Learnt: articles of one gated sentence each, learnt on a folder as a site does it.

import { type Known, openKnown } from '../../src/content/origin/known/known.ts'
import { createLearnt, type Learnt } from '../../src/content/origin/learnt.ts'
import { createSentinel, type KnowingSentinel } from '../../src/content/origin/sentinel/sentinel.ts'
import type { ArticlePageReading } from '../../src/core/origin.ts'
import type { Policy } from '../../src/core/policy.ts'

export const POLICY: Policy = {
  ...{ default: { kind: 'subscribers' }, rules: [], registrationFirst: true, cut: { words: 80 } },
  meter: {
    ...{ anonymous: 0, registered: 0, perNetworkPerHour: 0 },
    ...{ period: 'month', timeZone: 'UTC' },
  },
}

const NAMES =
  'Barbury Calcroft Dordale Ebbfold Fengarth Galham Hurstley Istkeld Jorling Kelmere'.split(' ')

/** Of each article and version another one. */
export function secretOf(path: string, version = 0): string {
  const name = [...`${path} ${version}`].map((sign) => NAMES[sign.charCodeAt(0) % 10]).join(' ')
  return `On day ${version} the harbour master of ${path} sold quay ${name} to his own brother.`
}

export function readingOf(path: string, version = 0): ArticlePageReading {
  return {
    ...{ kind: 'article', gated: true, full: [], preview: [], words: 9, wordsBefore: 3 },
    article: {
      ...{ id: path, path, title: 'The quay', summary: '', bylines: [], published: 1 },
      ...{ updated: undefined, section: undefined, tags: [], access: undefined, image: undefined },
      ...{ imageAlt: '', correction: undefined, moved: [] },
    },
    ...{ previewHtml: `<p>Open of ${path}</p>`, openText: `Open of ${path}`, continues: false },
    ...{ listed: [], gatedTexts: [secretOf(path, version)], gatedFiles: [], openFiles: [] },
    ...{ foundBy: 'cms', language: 'en', doubts: [], rented: [] },
  }
}

/** What everybody may read, under a policy that gates nothing of it. */
export function freeOf(path: string, version = 0): ArticlePageReading {
  return { ...readingOf(path), gated: false, gatedTexts: [], openText: secretOf(path, version) }
}

export interface LearntSite {
  readonly known: Known
  readonly sentinel: KnowingSentinel
  readonly learnt: Learnt
  /** Lines that were said. */
  readonly said: string[]
  /** Whether the sentinel meets what stands below the cut of an article. */
  readonly meets: (path: string, version?: number) => boolean
}

/** Ready to serve. */
export async function openLearnt(
  folder: string | undefined,
  policy: Policy = POLICY,
  previewBytes = 1_000_000,
): Promise<LearntSite> {
  const said: string[] = []
  const report = (line: string) => {
    said.push(line)
  }
  const known = await openKnown({ folder, fileKey: (file) => file, report, previewBytes })
  const sentinel = createSentinel()
  const learnt = createLearnt({
    ...{ known, sentinel, policy, folder, report },
    ...{ now: () => 2, outdated: () => undefined, changed: () => undefined },
  })
  await learnt.taught
  return {
    ...{ known, sentinel, learnt, said },
    meets: (path, version) =>
      sentinel.look(secretOf(path, version)).some((trace) => trace.path === path),
  }
}
