// Later page: some systems spread an article over several pages. All of them are one article, with one cut on the first.
import type { Head } from './recognise-head.ts'

/** WordPress says so in the body's classes. */
const CLASS = /^(?:single-)?paged-(\d{1,4})$/
/** Others in the address: `/page/2`, or `/2` where a link leads to the page before. */
const IN_PATH = /^(.+?)(\/(?:page|seite|pagina|sida|s))?\/(\d{1,4})$/
const IN_QUERY = new Set(['page', 'paged', 'pg', 'seite', 'pagina', 'sida'])

type Shown = Pick<Head, 'path' | 'classes' | 'parameters' | 'previous'>

/** The path of the article that a page goes on with; undefined for a first page. */
export function articleOfLaterPage({
  path,
  classes,
  parameters,
  previous,
}: Shown): string | undefined {
  const [number] = [...classes].flatMap((name) => CLASS.exec(name)?.[1] ?? [])
  if (number !== undefined && Number(number) >= 2) {
    const first = path.endsWith(`/${number}`) ? path.slice(0, -number.length - 1) : path
    return first === '' ? undefined : first
  }
  const [, first = '', named, last] = IN_PATH.exec(path) ?? []
  if (Number(last) >= 2 && (named !== undefined || isBefore(previous, first, Number(last))))
    return first
  const isLater = [...parameters].some(([name, value]) => IN_QUERY.has(name) && Number(value) >= 2)
  return isLater && path !== '/' ? path : undefined
}

function isBefore(previous: string | undefined, first: string, number: number): boolean {
  return previous === first || previous === `${first}/${number - 1}`
}
