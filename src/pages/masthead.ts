// Masthead and footer: the publication's name, the doors to the account, the sections; the same on every page.
// Made of lists and spans alone: reader modes weigh paragraphs, and an article with few of its own must still win.
import { cancelHref, feedPath, href, logInHref, sectionPath, subscribeHref } from './addresses.ts'
import type { Frame } from './frame.ts'
import { html, type Markup } from './html.ts'

export interface Masthead {
  /** Local date, on the front page alone: other pages do not change with the day. */
  readonly today: string | undefined
  /** Id of the section that the page belongs to. */
  readonly section: string | undefined
  /** Where the account's pages lead back to. */
  readonly returnTo: string | undefined
  readonly signedIn: boolean
  /** Whether to offer a subscription: not to somebody who may well have one. */
  readonly offers: boolean
}

export function masthead(frame: Frame, head: Masthead): Markup {
  const { words, site } = frame
  const nameplate = html`<a href="/">${logoOrName(frame)}</a>`
  return html`<header class="masthead${head.today === undefined ? '' : ' front'}">
${head.today && html`<time class="today" datetime="${head.today}">${words.fullDay(head.today)}</time>`}
${head.today === undefined ? html`<span class="nameplate">${nameplate}</span>` : html`<h1 class="nameplate">${nameplate}</h1>`}
<nav class="doors" aria-label="${words.yourAccount}"><ul>${doors(frame, head)}</ul></nav>
${site.articlesFrom === 'folder' ? sections(frame, head) : undefined}
</header>`
}

function sections({ site, words }: Frame, head: Masthead): Markup {
  return html`<nav class="sections" aria-label="${words.sections}"><ul>${site.publication.sections.map(
    (section) =>
      html`<li><a href="${href(sectionPath(section.id))}"${section.id === head.section ? html` aria-current="true"` : undefined}>${section.name}</a></li>`,
  )}</ul></nav>`
}

function logoOrName({ site }: Frame): Markup {
  const { logo, name } = site.publication
  return logo === undefined ? html`${name}` : html`<img src="${logo}" alt="${name}">`
}

function doors({ site, words }: Frame, head: Masthead): Markup {
  const entrance = head.signedIn
    ? html`<li><a href="${href(site.paths.account)}">${words.account}</a></li>`
    : html`<li><a href="${logInHref(site, head.returnTo)}" rel="nofollow">${words.logIn}</a></li>`
  if (!head.offers) return entrance
  return html`${entrance}<li><a class="subscribe" href="${subscribeHref(site, head.returnTo)}" rel="nofollow">${words.subscribe}</a></li>`
}

export function pageFooter({ site, words }: Frame): Markup {
  const { publication } = site
  return html`<footer class="colophon${site.articlesFrom === 'folder' ? '' : ' beside'}">
<span class="name">${publication.name}</span>
<span class="about">${publication.description}</span>
<nav aria-label="${words.footer}">${site.articlesFrom === 'folder' ? listsAndFeeds(publication) : undefined}${ownLinks(publication)}<ul>
<li><a href="${cancelHref(site)}" rel="nofollow">${words.cancelSubscription}</a></li>
<li><a href="#top">${words.backToTop}</a></li>
</ul></nav>
</footer>`
}

function ownLinks({ links }: Frame['site']['publication']): Markup | undefined {
  if (links.length === 0) return undefined
  return html`<ul>
${links.map(({ name, url }) => html`<li><a href="${url}">${name}</a></li>`)}
</ul>`
}

function listsAndFeeds({ sections }: Frame['site']['publication']): Markup {
  return html`<ul>
${sections.map((section) => html`<li><a href="${href(sectionPath(section.id))}">${section.name}</a></li>`)}
</ul><ul>
<li><a href="${href(feedPath('rss', undefined))}">RSS</a></li>
<li><a href="${href(feedPath('atom', undefined))}">Atom</a></li>
<li><a href="${href(feedPath('json', undefined))}">JSON Feed</a></li>
</ul>`
}
