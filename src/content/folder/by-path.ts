// By path: the articles of an edition by their addresses. An edition never changes, and most differ from the one before
// in a single article: what differs is laid over what both have, until it has become much.
import type { Article } from '../../core/article.ts'
import type { ByPath } from '../../core/ports.ts'

const MOST_OVER = 1000

/** `changes`: undefined for an article that is gone. */
export function amended(before: ByPath, changes: ReadonlyMap<string, Article | undefined>): ByPath {
  const over = before instanceof Amended ? [...before.over, ...changes] : [...changes]
  const after = new Amended(before instanceof Amended ? before.base : before, new Map(over))
  // Of what is gone for good nothing is kept.
  const isGone = [...changes.values()].includes(undefined)
  if (over.length <= MOST_OVER && !isGone) return after
  return new Map([...after.keys()].flatMap((path) => pair(path, after.get(path))))
}

function pair<Value>(key: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[key, value]]
}

class Amended implements ByPath {
  readonly base: ByPath
  readonly over: ReadonlyMap<string, Article | undefined>
  readonly size: number

  constructor(base: ByPath, over: ReadonlyMap<string, Article | undefined>) {
    this.base = base
    this.over = over
    let size = base.size
    for (const [path, article] of over)
      size += Number(article !== undefined) - Number(base.has(path))
    this.size = size
  }

  get(path: string): Article | undefined {
    return this.over.has(path) ? this.over.get(path) : this.base.get(path)
  }

  has(path: string): boolean {
    return this.get(path) !== undefined
  }

  *keys(): MapIterator<string> {
    for (const path of this.base.keys()) if (this.has(path)) yield path
    for (const [path, article] of this.over)
      if (article !== undefined && !this.base.has(path)) yield path
    return undefined
  }
}
