// Gate pages: the pages of the site's articles put together with the wall, once a variant; and all its other answers
// compressed once. What an answer may not show is not in it any more when it comes here.
import type { Article } from '../../core/article.ts'
import type { ArticlePageReading, SiteAnswer } from '../../core/origin.ts'
import { ruleFor } from '../../core/policy.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { type SayPutOff, Seats } from '../../core/seats.ts'
import type { Variant } from '../../core/variant.ts'
import type { Frame } from '../../pages/frame.ts'
import { gatePage } from '../../pages/gate/gate-page.ts'
import { type Wanted, wantedOf } from '../outcome.ts'
import { bestOfPage, createBestLater, type Encoded, preparePage } from '../prepare.ts'
import type { Pages } from '../read-article.ts'
import { VariantShelf } from '../variant-shelf.ts'
import { shownPath } from './site-path.ts'

interface Parts {
  readonly frame: Frame
  /** The publisher's own wall, as HTML. */
  readonly ownWall: string | undefined
  /** Sent with every article page: names and values in turn. */
  readonly headers: readonly string[]
  /** Bytes of prepared pages to keep. */
  readonly budget: number
  /** Observed: everybody gets the whole page, and no word of ours. */
  readonly observes: boolean
  readonly putOff: SayPutOff | undefined
}

/** Pages that are put together and compressed at once. What they are made of was waited for elsewhere. */
const MOST_MAKING = 500

const AS_IT_IS: Variant = { view: 'full', notice: { kind: 'none' }, signedIn: false }

export function createGatePages(parts: Parts): Pages<SiteAnswer> {
  const shelf = new VariantShelf<SiteAnswer>(parts.budget)
  const making = new Map<string, Promise<Result<Encoded, 'unavailable' | 'busy'>>>()
  const seats = new Seats(MOST_MAKING, (why) => parts.putOff?.('pages', why))
  const numbers = createNumbers()
  const improve = createBestLater(bestOfPage)
  const shown = (wanted: Wanted): Wanted =>
    parts.observes ? wantedOf(AS_IT_IS, wanted.encoding) : wanted
  const render = async (article: Article, wanted: Wanted, answer: SiteAnswer, now: number) => {
    const { reading } = answer
    if (reading.kind !== 'article') return failed('unavailable', `${answer.key} is no article`)
    const { variant, encoding } = wanted
    const html = pageOf(parts, { article, variant, reading, now, key: answer.key })
    const headers = [...besides(answer.headers), ...parts.headers]
    const page = await preparePage(html, headers, encoding, 'soon')
    shelf.put(answer.key, wanted.key, answer.version, answer, page)
    return ok(page.encoded)
  }
  return {
    ready(_article, wanted, answer) {
      const page = shelf.current(answer.key, shown(wanted).key, answer)
      if (page !== undefined) improve(page)
      return page?.encoded
    },
    make(article, asked, answer, now, asker) {
      const wanted = shown(asked)
      const key = `${numbers.of(answer)} ${wanted.key}`
      const running = making.get(key)
      if (running !== undefined) return running
      // Nothing is put off while the gate only observes.
      const giveBack = parts.observes ? () => undefined : seats.take(asker?.())
      if (giveBack === undefined)
        return Promise.resolve(failed('busy', `${answer.key} would wait behind too many others`))
      const started = render(article, wanted, answer, now)
        .catch((error: unknown) =>
          failed('unavailable' as const, `${answer.key}: ${String(error)}`),
        )
        .finally(() => {
          giveBack()
          making.delete(key)
        })
      making.set(key, started)
      return started
    },
  }
}

/** A number for each answer, so that two versions at one address are not taken for the same work. */
function createNumbers() {
  const known = new WeakMap<SiteAnswer, number>()
  let last = 0
  return {
    of(answer: SiteAnswer): number {
      const number = known.get(answer) ?? ++last
      known.set(answer, number)
      return number
    },
  }
}

/** What is sent is of the one type that our own headers name. */
function besides(headers: readonly string[]): readonly string[] {
  const at = headers.findIndex(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type',
  )
  return at < 0 ? headers : headers.toSpliced(at, 2)
}

function pageOf(
  { frame, ownWall }: Parts,
  made: {
    readonly article: Article
    readonly variant: Variant
    readonly reading: ArticlePageReading
    readonly now: number
    readonly key: string
  },
): string {
  const { article, variant, reading, now, key } = made
  const { access } = ruleFor(article, frame.site.policy, now)
  const plans = access.kind === 'subscribers' ? access.plans : undefined
  return gatePage(frame, {
    pieces: variant.view === 'full' ? reading.full : reading.preview,
    article,
    path: sentPath(key, article),
    variant,
    words: reading.words,
    wordsBefore: reading.wordsBefore,
    gated: reading.gated,
    ownWall,
    ...(plans && { plans }),
  })
}

/** An article's own path has lost its capital letters. With a query only where that tells articles apart. */
function sentPath(key: string, article: Article): string {
  const query = key.split('?')[1]
  const path = shownPath(key)
  return article.path.includes('?') && query !== undefined ? `${path}?${query}` : path
}
