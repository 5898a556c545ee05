// Closed forms: forms on the pages of a site, and log-ins that they lead to, that readers could not send through the gate,
// because the configuration lets nothing pass there.
import { parseHTML } from 'linkedom'
import { createRoutes, type RouteSettings } from '../../content/origin/routes/route-of.ts'

/** Where the forms of one page lead, and its links to log-ins: absolute. */
export interface PageForms {
  readonly sent: readonly string[]
  readonly logIns: readonly string[]
}

/** `page`: absolute address of the page. */
export function formsOn(html: string, page: string): PageForms {
  const { document } = parseHTML(html)
  const written = document.querySelector('base[href]')?.getAttribute('href') ?? ''
  const base = URL.parse(written, page)?.href ?? page
  const ledTo = (element: Attributed, name: string) =>
    URL.parse(element.getAttribute(name) ?? '', base)?.href ?? []
  const forms = [...document.querySelectorAll('form')].filter((form) => isPost(form, 'method'))
  const buttons = [...document.querySelectorAll('[formaction]')]
  const links = [...document.querySelectorAll('a[href]')]
  return {
    sent: [
      ...forms.flatMap((form) => ledTo(form, 'action')),
      ...buttons
        .filter((one) => isPost(one, 'formmethod') || isPost(one.closest('form'), 'method'))
        .flatMap((one) => ledTo(one, 'formaction')),
    ],
    logIns: links.flatMap((link) => ledTo(link, 'href')).filter(isLogIn),
  }
}

interface Attributed {
  getAttribute(name: string): string | null
}

function isPost(element: Attributed | null, name: string): boolean {
  return element?.getAttribute(name)?.trim().toLowerCase() === 'post'
}

/** What sites call the page where readers log in. */
function isLogIn(address: string): boolean {
  const { pathname } = new URL(address)
  return /\/(?:log-?in|sign-?in|anmelden|einloggen)(?:\.\w+)?\/?$/i.test(pathname)
}

const MOST_NAMED = 8

/**
 * A sentence for the forms and one for the log-ins, without a stop; none where nothing is closed. `own`: scheme and
 * authority of the site, in each of its names: what leads elsewhere does not come through the gate.
 */
export function closedForms(
  pages: readonly PageForms[],
  settings: RouteSettings,
  own: readonly string[],
): readonly string[] {
  const routes = createRoutes(settings)
  const closed = (addresses: readonly string[]) => {
    const urls = addresses.map((address) => new URL(address))
    const here = urls.filter(({ origin, pathname: path, search: query }) => {
      const route = routes({ method: 'POST', path, query })
      return own.includes(origin) && route.kind === 'closed' && route.forWantOfPass === true
    })
    return [...new Set(here.map(({ pathname }) => pathname))].sort()
  }
  const sent = closed(pages.flatMap((page) => page.sent))
  const logIns = closed(pages.flatMap((page) => page.logIns)).filter((one) => !sent.includes(one))
  return [
    ...(sent.length === 0
      ? []
      : [`Forms are sent to ${named(sent)}, and what is sent there is closed: ${OPENS}`]),
    ...(logIns.length === 0
      ? []
      : [
          `Readers are led to log in at ${named(logIns)}, and what they send there is closed: ${OPENS}`,
        ]),
  ]
}

const OPENS = 'name in content.origin.pass what readers are to send'

function named(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED
  return [...paths.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
