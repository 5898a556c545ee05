// Later page: some systems spread an article over several pages. All of them are one article, with one cut on the first.
import type { Head } from './recognise-head.ts'

/** WordPress says so in the body's classes. */
const CLASS = /^(?:single-)?paged-(\d{1,4})$/

/** The path of the article that a page goes on with; undefined for a first page. */
export function articleOfLaterPage({
  path,
  classes,
}: Pick<Head, 'path' | 'classes'>): string | undefined {
  const [number] = [...classes].flatMap((name) => CLASS.exec(name)?.[1] ?? [])
  if (number === undefined || Number(number) < 2) return undefined
  const first = path.endsWith(`/${number}`) ? path.slice(0, -number.length - 1) : path
  return first === '' ? undefined : first
}
