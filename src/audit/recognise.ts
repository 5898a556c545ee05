// Recognise: what a site runs on, as far as its own answers show it.
import type { Answer } from './asking/asker.ts'
import type { PageFacts } from './texts/apart.ts'

export interface System {
  /** `WordPress 6.1`, `Ghost`, `Next`. */
  readonly name: string
  /** What the framework calls this build of the site, for its data routes. */
  readonly build: string | undefined
}

export function recognise(
  answer: Pick<Answer, 'headers' | 'body'>,
  page: PageFacts | undefined,
): System | undefined {
  const build = page?.marks.find((mark) => mark.startsWith('build '))?.slice(6)
  const name = nameOf(answer, page)
  return name === undefined ? undefined : { name, build }
}

function nameOf(
  { headers, body }: Pick<Answer, 'headers' | 'body'>,
  page: PageFacts | undefined,
): string | undefined {
  const header = (name: string) => headers.get(name)?.join(', ') ?? ''
  const generator = page?.generator ?? header('x-generator')
  const said =
    /^(WordPress|Ghost|Drupal|Joomla!?|Hugo|Jekyll|TYPO3(?: CMS)?)\b[^\d]{0,20}([\d.]*)/i.exec(
      generator,
    )
  if (said !== null) return `${said[1]} ${said[2] ?? ''}`.trim()
  if (headers.has('standfirst-decision')) return 'Standfirst'
  const source = body.toString('latin1').slice(0, 300_000)
  const links = [...(page?.alternates ?? []).map(({ href }) => href), header('link')].join('\n')
  const marks = new Set(page?.marks)
  if (/\/wp-json\b|\/wp-content\/|\/wp-includes\//.test(links + source)) return 'WordPress'
  if (/\/ghost\/api\/|data-ghost=|\/public\/ghost/.test(source)) return 'Ghost'
  if (
    /^Drupal/i.test(header('x-generator')) ||
    /\/sites\/(?:default|all)\/|drupal-settings-json/.test(source)
  )
    return 'Drupal'
  if (
    marks.has('Fusion') ||
    marks.has('fusion-app') ||
    /\/pf\/(?:api|dist|resources)\//.test(source)
  )
    return 'Arc'
  if (marks.has('__NEXT_DATA__') || marks.has('__next_f') || marks.has('__next')) return 'Next'
  if (marks.has('__NUXT__') || marks.has('__NUXT_DATA__') || marks.has('__nuxt')) return 'Nuxt'
  if (/\/standfirst\/assets\//.test(source)) return 'Standfirst'
  return undefined
}
