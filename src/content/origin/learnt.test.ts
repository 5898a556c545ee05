// After a start the sentinel is taught all that was known, and whoever waits for it knows when that is done.
import { expect, test } from 'vitest'
import type { ArticlePageReading } from '../../core/origin.ts'
import { openKnown } from './known.ts'
import { createLearnt } from './learnt.ts'
import { createSentinel } from './sentinel/sentinel.ts'

const ARTICLES = 30
const NO_METER = { anonymous: 0, registered: 0, perNetworkPerHour: 0 }
const secretOf = (at: number) =>
  `On day ${at} the harbour master sold quay number ${at} to his own brother, as ${at} ledgers show.`

function readingOf(at: number): ArticlePageReading {
  return {
    ...{ kind: 'article', gated: true, full: [], preview: [], words: 9, wordsBefore: 3 },
    article: {
      ...{
        id: `${at}`,
        path: `/a/${at}`,
        title: 'The quay',
        summary: '',
        bylines: [],
        published: 1,
      },
      ...{ updated: undefined, section: undefined, tags: [], access: undefined, image: undefined },
      ...{ imageAlt: '', correction: undefined, moved: [] },
    },
    ...{ previewHtml: '', continues: false, listed: [], gatedTexts: [secretOf(at)], openText: '' },
    ...{ gatedFiles: [], openFiles: [], foundBy: 'cms', language: 'en', doubts: [], rented: [] },
  }
}

test('what was known is taught between other work, all of it', async () => {
  const known = await openKnown({ folder: undefined, fileKey: (file) => file, report: () => {} })
  for (let at = 0; at < ARTICLES; at++) known.learn(readingOf(at))
  const sentinel = createSentinel()
  const { taught } = createLearnt({
    ...{ known, sentinel, now: () => 2, outdated: () => undefined, changed: () => undefined },
    policy: {
      ...{ default: { kind: 'subscribers' }, rules: [], registrationFirst: true },
      cut: { words: 80 },
      meter: { ...NO_METER, period: 'month', timeZone: 'UTC' },
    },
  })
  expect(sentinel.articles).toBeLessThan(ARTICLES)
  await taught
  for (let at = 0; at < ARTICLES; at++)
    expect(sentinel.look(secretOf(at))).toMatchObject([{ path: `/a/${at}` }])
})
