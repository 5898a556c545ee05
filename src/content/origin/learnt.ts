// Learnt: what is known of articles, as far as it was read under the rules that hold now. Rules are changed between two
// starts, and may look at an article's age: what was free becomes gated without anything having been read.
import { type Article, NO_DATE } from '../../core/article.ts'
import type { ArticlePageReading, LookUp } from '../../core/origin.ts'
import { type Policy, ruleFor } from '../../core/policy.ts'
import type { Known } from './known/known.ts'
import type { Remembered } from './known/remembered.ts'
import type { KnowingSentinel } from './sentinel/sentinel.ts'
import { Teaching } from './teaching.ts'

const DAY = 86_400_000
/** When no rule looks at an age any more. */
const FOR_GOOD = Number.MAX_SAFE_INTEGER

export interface Learnt {
  /** Resolves when the sentinel knows what was known before the start: until then nothing goes out. */
  readonly taught: Promise<void>
  /** Undefined as well for what was read under other rules: it is not known before it is read again. */
  readonly lookUp: LookUp
  /** Grows whenever `lookUp` may say something else. */
  generation(): number
  /** When it will because time has passed, in epoch milliseconds. */
  changesAt(): number
  take(reading: ArticlePageReading): void
  forget(path: string): void
  /** What is not taught yet never will be. Resolves when what was taught is on the disk. */
  close(): Promise<void>
}

export interface LearntOptions {
  readonly known: Known
  readonly sentinel: KnowingSentinel
  readonly policy: Policy
  /** Where the sentinel's fingerprints lie; undefined keeps none. */
  readonly folder: string | undefined
  /** Epoch milliseconds. */
  readonly now: () => number
  /** What was read of this article holds no more. */
  readonly outdated: (path: string) => void
  readonly report: (line: string) => void
  /** Something was learnt or forgotten. */
  readonly changed: () => void
}

export function createLearnt(options: LearntOptions): Learnt {
  const { known, sentinel, policy, folder, now, outdated, report, changed } = options
  const stands = ({ article, gated }: Pick<Remembered, 'article' | 'gated'>) =>
    isGated(article, policy, now()) === gated
  const standing = (path: string) => {
    const found = known.find(path)
    return found !== undefined && stands(found) ? found : undefined
  }
  const teaching = new Teaching({
    ...{ known, sentinel, folder, report },
    cut: JSON.stringify(policy.cut),
    isOpen: ({ article, gated }) => !gated && !isGated(article, policy, FOR_GOOD),
  })
  const ages = createAges(policy, now, () => known.all())
  const passed = () => {
    if (!ages.passed()) return
    for (const { path } of known.all()) if (standing(path) === undefined) outdated(path)
  }
  return {
    taught: teaching.begun,
    lookUp: standing,
    generation() {
      passed()
      return known.generation() + ages.generation
    },
    changesAt: () => ages.next(),
    take(reading) {
      const before = known.find(reading.article.path)
      const learnt = known.learn(reading)
      ages.note(reading.article)
      if (learnt === undefined || learnt !== before) teaching.teach(reading, learnt, before)
      changed()
    },
    forget(path) {
      if (known.find(path) === undefined) return
      known.forget(path)
      teaching.forget(path)
      changed()
    },
    close: () => teaching.end(),
  }
}

function isGated(article: Article, policy: Policy, at: number): boolean {
  return ruleFor(article, policy, at).access.kind !== 'free'
}

/** When a rule says another thing of one of the articles than before, because it has become older. */
function createAges({ rules }: Policy, now: () => number, all: () => readonly Article[]) {
  const days = rules.flatMap(({ olderThanDays, youngerThanDays }) =>
    [olderThanDays, youngerThanDays].filter((one) => one !== undefined),
  )
  let next = Number.POSITIVE_INFINITY
  const note = ({ published }: Article, after: number) => {
    if (published === NO_DATE) return
    for (const count of days) {
      // A rule for what is older begins a moment after its day.
      const at = published + count * DAY + 1
      if (at > after && at < next) next = at
    }
  }
  const noteAll = () => {
    next = Number.POSITIVE_INFINITY
    if (days.length > 0) for (const article of all()) note(article, now())
  }
  noteAll()
  return {
    generation: 0,
    next: () => next,
    note: (article: Article) => note(article, now()),
    /** Whether that has happened since it was asked last. */
    passed(): boolean {
      if (now() < next) return false
      this.generation++
      noteAll()
      return true
    },
  }
}
