// Head: what a page says of itself outside of its text: addresses, metadata, structured data, the classes of its CMS.
import type { SiteAddresses } from '../../../core/origin.ts'
import { articlePath } from './facts-path.ts'
import { readStructured, type Structured } from './facts-structured.ts'
import type { Survey } from './find-body-survey.ts'
import type { Self } from './find-body-units.ts'
import { attribute, type Element, textOf } from './selectors.ts'

export interface Head extends Self {
  /** The path of the page by its own word, else by its address. */
  readonly path: string
  /** Of the address alone. */
  readonly ownPath: string
  /** Values of metadata by name or property, in lower case; in the page's order. */
  readonly meta: ReadonlyMap<string, readonly string[]>
  readonly data: Structured
  /** Classes of the body element. */
  readonly classes: ReadonlySet<string>
  /** Of its address. */
  readonly parameters: URLSearchParams
  /** The path of the page before it, of those that follow each other. */
  readonly previous: string | undefined
  readonly title: string
  /** By path: path and query as the page first leads there, of whatever was asked. */
  readonly linked: ReadonlyMap<string, string>
  readonly language: string | undefined
}

/** `address`: path and query of the page at the public address. */
export function readHead(survey: Survey, address: string, addresses: SiteAddresses): Head {
  const elements = survey.places.map(({ element }) => element)
  const byTag = (tag: string) => elements.filter(({ tagName }) => tagName === tag)
  const page = URL.parse(address, addresses.public)?.href ?? addresses.public
  const [base] = byTag('base').flatMap((one) => attribute(one, 'href') ?? [])
  const from = URL.parse(base ?? '', page)?.href ?? page
  const links = new Map<string, string>()
  const paths = new Map<string, string | undefined>()
  const readPath = (one: string) => {
    const path = articlePath(one, addresses, from)
    const url = path === undefined || links.has(path) ? null : URL.parse(one, from)
    if (path !== undefined && url !== null) links.set(path, url.pathname + url.search)
    return path
  }
  // A page leads to the same places again and again.
  const pathOf = (one: string) => {
    if (paths.has(one)) return paths.get(one)
    const path = readPath(one)
    paths.set(one, path)
    return path
  }
  const meta = readMeta(byTag('meta'))
  const linked = (rel: RegExp) =>
    byTag('link').flatMap((one) =>
      rel.test(attribute(one, 'rel') ?? '') ? (pathOf(attribute(one, 'href') ?? '') ?? []) : [],
    )
  const ownPath = articlePath(page, addresses) ?? '/'
  const shared = (meta.get('og:url') ?? []).flatMap((one) => pathOf(one) ?? [])
  const said = [...linked(/\bcanonical\b/i), ...shared]
    // Templates that name the front page on every page name nothing.
    .filter((path) => path !== '/' || ownPath === '/')
  const scripts = byTag('script').filter((one) => /ld\+json/i.test(attribute(one, 'type') ?? ''))
  const [body] = byTag('body')
  const classes = new Set(body && survey.placeOf.get(body)?.classes)
  return {
    ...{ path: said[0] ?? ownPath, ownPath, paths: new Set([ownPath, ...said]), pathOf },
    linked: links,
    postId: [...classes].flatMap((one) => /^(?:postid|page-id)-(\d+)$/.exec(one)?.[1] ?? [])[0],
    ...{ parameters: new URL(page).searchParams, previous: linked(/^prev(?:ious)?$/i)[0] },
    ...{ meta, classes, data: readStructured(scripts.map(textOf)) },
    title: byTag('title').slice(0, 1).map(textOf).join('').replace(/\s+/g, ' ').trim(),
    language: languageOf(byTag('html')[0], meta),
  }
}

function readMeta(elements: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  const meta = new Map<string, string[]>()
  for (const element of elements) {
    const value = attribute(element, 'content')?.trim()
    if (value === undefined || value === '') continue
    const names = [attribute(element, 'property'), attribute(element, 'name')]
    for (const name of new Set(names.map((one) => one?.trim().toLowerCase()))) {
      if (name === undefined) continue
      const values = meta.get(name) ?? []
      values.push(value)
      meta.set(name, values)
    }
  }
  return meta
}

/** BCP 47; Open Graph writes an underscore. */
function languageOf(
  html: Element | undefined,
  meta: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const said = (html && attribute(html, 'lang')) || meta.get('og:locale')?.[0] || ''
  const language = said.trim().replaceAll('_', '-')
  return /^[a-z]{2,3}(?:-[a-z\d]{1,8})*$/i.test(language) ? language : undefined
}
