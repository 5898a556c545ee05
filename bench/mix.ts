// Mix: requests as a newspaper has them: most of its readers come for a few of its articles.
import { SECTIONS } from './edition.ts'
import type { Asked } from './exchange.ts'

export interface Crowds {
  readonly anonymous: readonly string[]
  readonly registered: readonly string[]
  readonly subscribers: readonly string[]
}

/** How many of a hundred requests are whose; the rest is subscribers'. */
const ANONYMOUS = 80
const REGISTERED = 15

/** `count` requests of articles by Zipf's law (the nth most read is read 1/n as often as the first), always the same. */
export function mixOf(articles: number, count: number, crowds: Crowds): readonly Asked[] {
  const random = generator(1)
  const upTo = harmonic(articles)
  return Array.from({ length: count }, () => {
    const hundredth = random() * 100
    const crowd =
      hundredth < ANONYMOUS
        ? crowds.anonymous
        : hundredth < ANONYMOUS + REGISTERED
          ? crowds.registered
          : crowds.subscribers
    const cookie = crowd[Math.floor(random() * crowd.length)] ?? ''
    const number = rankAt(random() * (upTo.at(-1) ?? 0), upTo)
    return { cookie, path: `/${SECTIONS[number % SECTIONS.length]}/article-${number}` }
  })
}

/** The sums 1, 1 + 1/2, 1 + 1/2 + 1/3, … */
function harmonic(count: number): Float64Array {
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1)
    sums[rank] = sum
  }
  return sums
}

/** The first place where the sums are above `value`. */
function rankAt(value: number, sums: Float64Array): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}

/** Numbers from 0 to 1 that look drawn and come again with the same seed (Lehmer's, with the factor 48,271). */
function generator(seed: number): () => number {
  const modulus = 2 ** 31 - 1
  let state = seed
  return () => {
    state = (state * 48_271) % modulus
    return state / modulus
  }
}
